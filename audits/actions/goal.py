"""Goals and measures: brought in, changed, ordered, until a version of them is frozen."""

from auditportal.models import User
from auditportal.transaction import action
from auditportal.verdict import Verdict
from audits import gates, permissions
from audits.actions.order import shift
from audits.actions.text import overwrite
from audits.gates.fassung import agreement_is_open
from audits.gates.feld import belongs
from audits.gates.uebernahme import goes_on, is_on_record
from audits.history import record, record_once
from audits.models import AuditCycle, Goal, Mark, Measure
from handlungsfelder.models import Handlungsfeld


def can_add_goal(user: User, cycle: AuditCycle) -> Verdict:
    return permissions.may_contribute(user, cycle) & agreement_is_open(cycle)


@action
def add_goal(
    *, cycle: AuditCycle, handlungsfeld: Handlungsfeld, title: str, by: User, description: str = ""
) -> Goal:
    cycle = AuditCycle.objects.locked(cycle)
    can_add_goal(by, cycle).require()
    belongs(cycle, handlungsfeld).require()
    count = cycle.goals.filter(handlungsfeld=handlungsfeld).count()
    goal = Goal(
        cycle=cycle, handlungsfeld=handlungsfeld, position=count + 1, mark=first_mark(cycle)
    )
    overwrite(goal, version=None, by=by, title=title, description=description)
    gates.settle(cycle)
    record(cycle=cycle, kind="goal_added", text=f"Ziel ergänzt: {title}", by=by)
    return goal


def first_mark(cycle: AuditCycle) -> str:
    """Beside what was taken over, everything else is new."""
    return Mark.NEW if cycle.version.carries_over else ""


def can_change_goal(user: User, goal: Goal) -> Verdict:
    return can_add_goal(user, goal.cycle)


@action
def change_goal(*, goal: Goal, title: str, description: str, version: int | None, by: User) -> Goal:
    cycle = AuditCycle.objects.locked(goal)
    goal = cycle.fresh(goal)
    can_change_goal(by, goal).require()
    overwrite(goal, version=version, by=by, title=title, description=description)
    gates.settle(cycle)
    record_once(cycle=cycle, kind="goal_changed", text=f"Ziel geändert: {title}", by=by)
    return goal


def can_remove_goal(user: User, goal: Goal) -> Verdict:
    return can_add_goal(user, goal.cycle)


@action
def remove_goal(*, goal: Goal, by: User) -> None:
    """Take a goal and its measures out of the draft; frozen versions keep them, and so does the
    record where a report or another cycle tells about it."""
    cycle = AuditCycle.objects.locked(goal)
    goal = cycle.fresh(goal)
    can_remove_goal(by, goal).require()
    if is_on_record(goal):
        _keep_as_record(goal)
        goal.measures.update(mark=Mark.BALANCED)
    else:
        goal.delete()
    gates.settle(cycle)
    record(cycle=cycle, kind="goal_removed", text=f"Ziel gestrichen: {goal}", by=by)


def _keep_as_record(row: Goal | Measure) -> None:
    row.mark = Mark.BALANCED
    row.save(update_fields=["mark"])


def can_move_goal(user: User, goal: Goal) -> Verdict:
    return can_add_goal(user, goal.cycle)


@action
def move_goal(*, goal: Goal, up: bool, by: User) -> Goal:
    cycle = AuditCycle.objects.locked(goal)
    goal = cycle.fresh(goal)
    can_move_goal(by, goal).require()
    shift(cycle.goals.agreed().filter(handlungsfeld=goal.handlungsfeld_id), goal, up)
    gates.settle(cycle)
    record_once(cycle=cycle, kind="goal_moved", text="Reihenfolge der Ziele geändert.", by=by)
    return goal


def can_add_measure(user: User, goal: Goal) -> Verdict:
    return can_add_goal(user, goal.cycle) & goes_on(goal)


@action
def add_measure(*, goal: Goal, by: User, **fields) -> Measure:
    """`fields` are the columns of Measure that people fill in, as MeasureForm cleans them."""
    cycle = AuditCycle.objects.locked(goal)
    goal = cycle.fresh(goal)
    can_add_measure(by, goal).require()
    measure = Measure(
        cycle=cycle, goal=goal, position=goal.measures.count() + 1, mark=first_mark(cycle)
    )
    overwrite(measure, version=None, by=by, **fields)
    gates.settle(cycle)
    record(cycle=cycle, kind="measure_added", text=f"Maßnahme ergänzt: {measure}", by=by)
    return measure


def can_change_measure(user: User, measure: Measure) -> Verdict:
    return can_add_goal(user, measure.cycle)


@action
def change_measure(*, measure: Measure, version: int | None, by: User, **fields) -> Measure:
    cycle = AuditCycle.objects.locked(measure)
    measure = cycle.fresh(measure)
    can_change_measure(by, measure).require()
    overwrite(measure, version=version, by=by, **fields)
    gates.settle(cycle)
    record_once(cycle=cycle, kind="measure_changed", text=f"Maßnahme geändert: {measure}", by=by)
    return measure


def can_remove_measure(user: User, measure: Measure) -> Verdict:
    return can_add_goal(user, measure.cycle)


@action
def remove_measure(*, measure: Measure, by: User) -> None:
    cycle = AuditCycle.objects.locked(measure)
    measure = cycle.fresh(measure)
    can_remove_measure(by, measure).require()
    if is_on_record(measure):
        _keep_as_record(measure)
    else:
        measure.delete()
    gates.settle(cycle)
    record(cycle=cycle, kind="measure_removed", text=f"Maßnahme gestrichen: {measure}", by=by)


def can_move_measure(user: User, measure: Measure) -> Verdict:
    return can_add_goal(user, measure.cycle)


@action
def move_measure(*, measure: Measure, up: bool, by: User) -> Measure:
    cycle = AuditCycle.objects.locked(measure)
    measure = cycle.fresh(measure)
    can_move_measure(by, measure).require()
    shift(cycle.measures.agreed().filter(goal=measure.goal_id), measure, up)
    gates.settle(cycle)
    text = "Reihenfolge der Maßnahmen geändert."
    record_once(cycle=cycle, kind="measure_moved", text=text, by=by)
    return measure
