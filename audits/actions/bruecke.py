"""The bridge between two cycles of one organisation: what is agreed there is taken up here."""

from auditportal.action import happened
from auditportal.models import User
from auditportal.notation import counted
from auditportal.verdict import WHEN, Verdict, unless
from audits import permissions
from audits.actions import action
from audits.actions.copying import copy_goals
from audits.gates.fassung import agreement_is_open
from audits.models import AuditCycle, CycleEventKind, Goal
from audits.papers.copying import LeftOut


def can_bridge(user: User, source: AuditCycle, target: AuditCycle) -> Verdict:
    """Whoever reads the source and writes the target, which belong to the same organisation."""
    beside = AuditCycle.objects.agreed_beside(target.pk).filter(pk=source.pk)
    return (
        permissions.may_carry(user, target)
        & permissions.may_read(user, source)
        & agreement_is_open(target)
        & unless(beside.exists(), WHEN, "Dort ist nichts eingefroren, das hierher gehört.")
    )


@action(CycleEventKind.BRIDGED)
def bridge(*, target: AuditCycle, source: AuditCycle, by: User) -> tuple[list[Goal], list[LeftOut]]:
    """Copy what the source has frozen last; what finds no place here is handed back."""
    goals, left_out = copy_goals(source, target, by)
    unless(bool(goals), WHEN, "Es gibt nichts mehr zu übernehmen.").require()
    happened(f"Übernommen aus „{source.version}“: {counted(len(goals), 'Ziel', 'Ziele')}.")
    return goals, left_out
