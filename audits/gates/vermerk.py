from django.urls import reverse

from auditportal.verdict import WHEN, Verdict, unless
from audits.models import PhaseRun, Vermerk
from handlungsfelder.models import Gate


def is_noted(run: PhaseRun, gate: Gate) -> Verdict:
    """Parameter `label`: what is to be noted with its day."""
    noted = Vermerk.objects.in_run(run).for_gate(gate).in_force().exists()
    link = reverse("audits:vermerk_note", args=[run.pk, gate.pk])
    return unless(noted, WHEN, f"Noch nicht vermerkt: {gate.parameters['label']}.", link=link)
