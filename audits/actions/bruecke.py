"""The bridge between two cycles of one organisation: what is agreed there is taken up here."""

from auditportal.models import User
from auditportal.transaction import action
from auditportal.verdict import WHEN, Verdict, unless
from audits import gates, permissions
from audits.gates.fassung import agreement_is_open
from audits.history import record
from audits.models import AuditCycle, Goal
from audits.papers import copying


def can_bridge(user: User, pair: tuple[AuditCycle, AuditCycle]) -> Verdict:
    """Whoever reads the source and writes the target, which belong to the same organisation."""
    source, target = pair
    beside = AuditCycle.objects.agreed_beside(target.pk).filter(pk=source.pk)
    return (
        permissions.may_contribute(user, target)
        & permissions.may_read(user, source)
        & agreement_is_open(target)
        & unless(beside.exists(), WHEN, "Dort ist nichts eingefroren, das hierher gehört.")
    )


@action
def bridge(
    *, source: AuditCycle, target: AuditCycle, by: User
) -> tuple[list[Goal], list[copying.LeftOut]]:
    """Copy what the source has frozen last; what finds no place here is handed back."""
    target = AuditCycle.objects.locked(target)
    can_bridge(by, (source, target)).require()
    goals, left_out = copying.copy_goals(source, target, by)
    unless(bool(goals), WHEN, "Es gibt nichts mehr zu übernehmen.").require()
    gates.settle(target)
    text = f"Übernommen aus „{source.version}“: {len(goals)} Ziele."
    record(cycle=target, kind="bridged", text=text, by=by)
    return goals, left_out
