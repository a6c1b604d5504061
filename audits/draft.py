"""The goals and measures of a cycle as they stand now, by Handlungsfeld."""

from dataclasses import dataclass, field

from auditportal.question import question
from audits.models import AuditCycle, Goal, Measure, Zuordnung
from handlungsfelder.models import Referenz


@dataclass
class Feld:
    """A Handlungsfeld with its goals in their order; each goal has its measures as `lines`."""

    pk: int
    code: str
    name: str
    goals: list[Goal] = field(default_factory=list)


@question
def measures_of(cycle: int):
    return Measure.objects.filter(cycle=cycle).agreed().order_by("position", "pk")


@question
def goals_of(cycle: int):
    return Goal.objects.filter(cycle=cycle).agreed().order_by("position", "pk")


def felder_of(cycle: AuditCycle) -> list[Feld]:
    """Every Handlungsfeld, also the empty ones, in two questions however many goals there are;
    without what was balanced."""
    lines: dict[int, list[Measure]] = {}
    for measure in measures_of(cycle=cycle.pk):
        measure.cycle = cycle
        lines.setdefault(measure.goal_id, []).append(measure)
    goals: dict[int, list[Goal]] = {}
    for goal in goals_of(cycle=cycle.pk):
        goal.cycle, goal.lines = cycle, lines.get(goal.pk, [])
        goals.setdefault(goal.handlungsfeld_id, []).append(goal)
    return [Feld(one.pk, one.code, one.name, goals.get(one.pk, [])) for one in cycle.felder]


REFERENZ = ("referenz__rahmen__code", "referenz__code", "referenz__title")


def in_words(ties):
    rows = ties.order_by("referenz__rahmen__code", "referenz__position")
    return rows.values_list("goal", "measure", *REFERENZ)


@question
def ties_in(cycle: int):
    return in_words(Zuordnung.objects.filter(cycle=cycle))


@question
def ties_of_goal(goal: int):
    return in_words(Zuordnung.objects.filter(goal=goal))


@question
def ties_of_measure(measure: int):
    return in_words(Zuordnung.objects.filter(measure=measure))


def by_thing(ties: list[tuple]) -> dict[tuple[type, int], str]:
    """What each goal and measure serves, in words."""
    found: dict[tuple[type, int], list[str]] = {}
    for goal, measure, *about in ties:
        key = (Measure, measure) if measure else (Goal, goal)
        found.setdefault(key, []).append(Referenz.short(*about))
    return {key: ", ".join(names) for key, names in found.items()}
