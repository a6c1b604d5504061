from django.urls import reverse

from auditportal.verdict import WHEN, Verdict, unless
from audits.models import Berufung, BerufungFunction, PhaseRun
from handlungsfelder.models import Gate, Party, Right


def is_appointed(run: PhaseRun, gate: Gate) -> Verdict:
    """Parameters `function` and `count`; an assessor counts once declared to be unbiased."""
    function, count = gate.parameters["function"], gate.parameters.get("count", 1)
    active = run.cycle.berufungen.active().in_function(function).with_people()
    label = run.cycle.version.party_label(function)
    missing = count - len(active)
    link = reverse("audits:berufung_list", args=[run.cycle_id])
    verdict = unless(missing <= 0, WHEN, f"Noch zu berufen: {missing} × {label}.", link=link)
    if function == BerufungFunction.ASSESSOR:
        for berufung in active:
            verdict &= _declared(berufung)
    return verdict


def _declared(berufung: Berufung) -> Verdict:
    return unless(
        berufung.declared_at is not None,
        WHEN,
        "Die Erklärung zur Unbefangenheit fehlt.",
        subject=berufung.user.name,
        link=reverse("audits:berufung_declare", args=[berufung.pk]),
        party=Party.ASSESSOR,
        right=Right.REVIEW,
        assignee=berufung.user_id,
    )
