from django.urls import reverse

from auditportal.verdict import WHEN, Verdict, unless
from audits.gates import way
from audits.gates.fassung import agreement_is_open
from audits.models import AuditCycle, PhaseRun, Quartier
from handlungsfelder.models import Gate, GateKind


def is_described(run: PhaseRun, gate: Gate) -> Verdict:
    """In words, and where it ends: by an outline or by its addresses."""
    row = Quartier.objects.of(run.cycle).first()
    link = reverse("audits:quartier_detail", args=[run.cycle_id])
    subject = run.cycle.subject
    return unless(
        bool(row and row.description), WHEN, f"Die Beschreibung fehlt: {subject}.", link=link
    ) & unless(
        bool(row and (row.outline or row.addresses)),
        WHEN,
        f"Umriss oder Adressen fehlen: {subject}.",
        link=link,
    )


def may_still_change(cycle: AuditCycle) -> Verdict:
    """Until what is agreed about it is frozen for good."""
    return Verdict() if way.will_ask(cycle, GateKind.SUBJECT) else agreement_is_open(cycle)


def has_a_subject(cycle: AuditCycle) -> Verdict:
    return unless(
        bool(cycle.version.subject_kind), WHEN, "Dieses Verfahren hat keinen eigenen Gegenstand."
    )
