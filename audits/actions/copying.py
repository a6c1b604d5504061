"""Writing what one cycle has agreed on into another: its goals, their measures, their ties."""

from auditportal import clock
from auditportal.action import part
from auditportal.models import User
from audits.facts.goal import GOAL
from audits.facts.measure import MEASURE
from audits.models import AuditCycle, Goal, Measure, Zuordnung
from audits.papers import copying
from audits.papers.copying import LeftOut
from handlungsfelder.models import Handlungsfeld


@part
def copy_goals(
    source: AuditCycle, target: AuditCycle, by: User
) -> tuple[list[Goal], list[LeftOut]]:
    """Write the goals and measures into the target.

    Each knows where it comes from and has no mark yet: whether it goes on is weighed later.
    """
    planned = copying.plan(source, target)
    origins = _Origins(source)
    goals: list[Goal] = []
    measures: list[Measure] = []
    for feld, content, frozen in planned.felder:
        before = target.goals.in_feld(feld).count()
        before += sum(goal.handlungsfeld_id == feld.pk for goal in goals)
        for position, text in enumerate(frozen, start=before + 1):
            goal = _goal(target, feld, text, by)
            goal.position, goal.origin = position, origins.goal(content["code"], text)
            goals.append(goal)
            measures += _measures(goal, text, origins, by)
    copies: list[Goal | Measure] = [*goals, *measures]
    for copy in copies:
        copy.is_assigned = copy.origin is not None and copy.origin.is_assigned
    Goal.objects.bulk_create(goals)
    Measure.objects.bulk_create(measures)
    _tie_alike(source, copies)
    return goals, planned.left_out


def _tie_alike(source: AuditCycle, copies: list[Goal | Measure]) -> None:
    """What a goal or measure serves, its copy serves as well."""
    by_origin = {(type(copy), copy.origin_id): copy for copy in copies}
    ties = Zuordnung.objects.of(source)
    Zuordnung.objects.bulk_create(
        Zuordnung.of(by_origin[tie.key], tie.referenz_id) for tie in ties if tie.key in by_origin
    )


class _Origins:
    """The rows that a frozen text was made of, as far as they are still there."""

    def __init__(self, source: AuditCycle):
        rows = Goal.objects.of(source).select_related("handlungsfeld")
        self.goals = {(one.handlungsfeld.code, one.title): one for one in rows}
        measures = Measure.objects.of(source)
        self.measures = {(one.goal_id, one.title): one for one in measures}

    def goal(self, code: str, text: dict) -> Goal | None:
        return self.goals.get((code, text["title"]))

    def measure(self, goal: Goal | None, text: dict) -> Measure | None:
        return self.measures.get((goal.pk, text["title"])) if goal else None


def _goal(target: AuditCycle, feld: Handlungsfeld, text: dict, by: User) -> Goal:
    return Goal(
        cycle=target,
        handlungsfeld=feld,
        **GOAL.values_of(text, target.version),
        **_first_saved(by),
    )


def _measures(goal: Goal, text: dict, origins: _Origins, by: User) -> list[Measure]:
    version = goal.cycle.version
    return [
        Measure(
            cycle=goal.cycle,
            goal=goal,
            position=position,
            origin=origins.measure(goal.origin, one),
            **MEASURE.values_of(one, version),
            **_first_saved(by),
        )
        for position, one in enumerate(text["measures"], start=1)
    ]


def _first_saved(by: User) -> dict:
    return {"version": 1, "saved_at": clock.now(), "saved_by": by}
