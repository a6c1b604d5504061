"""Goals and measures: brought in, changed, ordered, until a version of them is frozen."""

from auditportal.action import happened
from auditportal.actions.versioned import overwrite
from auditportal.models import User
from auditportal.verdict import Verdict
from audits import permissions
from audits.actions import action
from audits.actions.order import shift
from audits.gates.fassung import agreement_is_open
from audits.gates.feld import belongs
from audits.gates.uebernahme import goes_on, is_on_record
from audits.models import AuditCycle, CycleEventKind, Goal, Mark, Measure
from handlungsfelder.models import Handlungsfeld


def can_add_goal(user: User, cycle: AuditCycle) -> Verdict:
    return permissions.may_contribute(user, cycle) & agreement_is_open(cycle)


@action(CycleEventKind.GOAL_ADDED)
def add_goal(
    *, cycle: AuditCycle, handlungsfeld: Handlungsfeld, title: str, by: User, description: str = ""
) -> Goal:
    belongs(cycle, handlungsfeld).require()
    count = cycle.goals.in_feld(handlungsfeld).count()
    goal = Goal(
        cycle=cycle, handlungsfeld=handlungsfeld, position=count + 1, mark=first_mark(cycle)
    )
    overwrite(goal, version=None, by=by, title=title, description=description)
    happened(f"Ziel ergänzt: {title}")
    return goal


def first_mark(cycle: AuditCycle) -> str:
    """Beside what was taken over, everything else is new."""
    return Mark.NEW if cycle.version.carries_over else ""


@action(CycleEventKind.GOAL_CHANGED, asks=can_add_goal, once=True)
def change_goal(*, goal: Goal, title: str, description: str, version: int | None, by: User) -> Goal:
    overwrite(goal, version=version, by=by, title=title, description=description)
    happened(f"Ziel geändert: {title}")
    return goal


@action(CycleEventKind.GOAL_REMOVED, asks=can_add_goal)
def remove_goal(*, goal: Goal, by: User) -> None:
    """Take a goal and its measures out of the draft; frozen versions keep them, and so does the
    record where a report or another cycle tells about it."""
    if is_on_record(goal):
        _keep_as_record(goal)
        goal.measures.update(mark=Mark.BALANCED)
    else:
        goal.delete()
    happened(f"Ziel gestrichen: {goal}")


def _keep_as_record(row: Goal | Measure) -> None:
    row.mark = Mark.BALANCED
    row.save(update_fields=["mark"])


@action(CycleEventKind.GOAL_MOVED, asks=can_add_goal, once=True)
def move_goal(*, goal: Goal, up: bool, by: User) -> Goal:
    shift(goal.cycle.goals.agreed().in_feld(goal.handlungsfeld_id), goal, up)
    happened("Reihenfolge der Ziele geändert.")
    return goal


def can_add_measure(user: User, goal: Goal) -> Verdict:
    return can_add_goal(user, goal.cycle) & goes_on(goal)


@action(CycleEventKind.MEASURE_ADDED)
def add_measure(*, goal: Goal, by: User, **fields: object) -> Measure:
    """`fields` are the columns of Measure that people fill in, as MeasureForm cleans them."""
    measure = Measure(
        cycle=goal.cycle, goal=goal, position=goal.measures.count() + 1, mark=first_mark(goal.cycle)
    )
    overwrite(measure, version=None, by=by, **fields)
    happened(f"Maßnahme ergänzt: {measure}")
    return measure


@action(CycleEventKind.MEASURE_CHANGED, asks=can_add_goal, once=True)
def change_measure(*, measure: Measure, version: int | None, by: User, **fields: object) -> Measure:
    overwrite(measure, version=version, by=by, **fields)
    happened(f"Maßnahme geändert: {measure}")
    return measure


@action(CycleEventKind.MEASURE_REMOVED, asks=can_add_goal)
def remove_measure(*, measure: Measure, by: User) -> None:
    if is_on_record(measure):
        _keep_as_record(measure)
    else:
        measure.delete()
    happened(f"Maßnahme gestrichen: {measure}")


@action(CycleEventKind.MEASURE_MOVED, asks=can_add_goal, once=True)
def move_measure(*, measure: Measure, up: bool, by: User) -> Measure:
    shift(measure.cycle.measures.agreed().filter(goal=measure.goal_id), measure, up)
    happened("Reihenfolge der Maßnahmen geändert.")
    return measure
