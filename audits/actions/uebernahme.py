"""Taking over what an earlier cycle agreed on, and weighing what becomes of it."""

from auditportal.action import happened, part
from auditportal.models import User
from auditportal.notation import counted
from auditportal.verdict import Verdict
from audits import permissions
from audits.actions import action
from audits.actions.copying import copy_goals
from audits.gates import uebernahme as balancing
from audits.gates.fassung import agreement_is_open
from audits.history import record
from audits.models import AuditCycle, CycleEventKind, Goal, Mark, Measure
from handlungsfelder.crosswalk import counterpart


@part
def take_over(cycle: AuditCycle, by: User) -> None:
    """Begin with what the predecessor agreed on."""
    before = cycle.predecessor
    if before is None or not cycle.version.carries_over:
        return
    _choose_the_same(before, cycle)
    goals, left_out = copy_goals(before, cycle, by)
    words = [
        f"Übernommen: {counted(len(goals), 'Ziel', 'Ziele')} von „{before.version.verfahren}“."
    ]
    words += [f"Nicht übernommen: {one.what} ({one.feld}). {one.reason}" for one in left_out]
    record(cycle=cycle, kind=CycleEventKind.TAKEN_OVER, text=" ".join(words), by=by)


def _choose_the_same(before: AuditCycle, cycle: AuditCycle) -> None:
    """A module that was chosen for the earlier cycle is chosen for this one, too."""
    chosen = {feld.pk for feld in cycle.felder}
    modules = [counterpart(feld, cycle.version) for feld in before.felder]
    missing = [feld for feld in modules if feld and feld.is_module and feld.pk not in chosen]
    for position, feld in enumerate(missing, start=cycle.chosen_felder.count() + 1):
        cycle.chosen_felder.create(handlungsfeld=feld, position=position)


def can_balance(user: User, cycle: AuditCycle) -> Verdict:
    return permissions.may_contribute(user, cycle) & agreement_is_open(cycle)


@action(None)
def balance(*, cycle: AuditCycle, marks: list[tuple[Goal | Measure, Mark]], by: User) -> None:
    """Weigh several at once, goals before their measures: all of it or nothing."""
    for row, mark in marks:
        weigh(row=row, mark=mark, by=by)


def can_weigh(user: User, row: Goal | Measure) -> Verdict:
    return can_balance(user, row.cycle) & balancing.is_inherited(row)


@action(CycleEventKind.WEIGHED, once=True)
def weigh(*, row: Goal | Measure, mark: Mark, by: User) -> Goal | Measure:
    """Bilanziert stays as a record, fortgeführt belongs to the new agreement.

    A goal takes its measures out with it; a measure that goes on takes its goal along.
    """
    row.mark = mark
    row.save(update_fields=["mark"])
    if isinstance(row, Goal) and mark == Mark.BALANCED:
        row.measures.update(mark=mark)
    if isinstance(row, Measure) and mark == Mark.CONTINUED:
        Goal.objects.filter(pk=row.goal_id).exclude(mark=Mark.NEW).update(mark=mark)
    happened(f"{Mark(mark).label.capitalize()}: {row}")
    return row
