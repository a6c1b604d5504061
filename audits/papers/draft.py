"""The goals and measures of a cycle as they stand now, by Handlungsfeld."""

from dataclasses import dataclass, field

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import JSONArray

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
BY_REFERENZ = ("referenz__rahmen__code", "referenz__position")


@question
def stored_ties(cycle: int):
    ties = Zuordnung.objects.filter(cycle=cycle).order_by(*BY_REFERENZ)
    return ties.values_list("goal", "measure", *REFERENZ)


def ties_in(cycle: AuditCycle) -> dict[tuple[type, int], str]:
    """What each goal and measure serves, in words, in one question for all of them."""
    found: dict[tuple[type, int], list[str]] = {}
    for goal, measure, *about in stored_ties(cycle=cycle.pk):
        key = (Measure, measure) if measure else (Goal, goal)
        found.setdefault(key, []).append(Referenz.short(*about))
    return {key: ", ".join(names) for key, names in found.items()}


@dataclass(frozen=True)
class Place:
    """Where a goal or measure stands among its neighbours, and what it serves, in words."""

    has_above: bool
    has_below: bool
    ties: str


def place_of_row(thing: Goal | Measure) -> Place:
    ask = measure_place if isinstance(thing, Measure) else goal_place
    above, below, ties = ask.one(pk=thing.pk)
    return Place(above, below, ", ".join(Referenz.short(*about) for about in ties))


@question
def goal_place(pk: int):
    beside = Goal.objects.filter(
        cycle=OuterRef("cycle"), handlungsfeld=OuterRef("handlungsfeld")
    ).agreed()
    return _place(Goal.objects.filter(pk=pk), beside, Zuordnung.objects.filter(goal=OuterRef("pk")))


@question
def measure_place(pk: int):
    beside = Measure.objects.filter(goal=OuterRef("goal")).agreed()
    ties = Zuordnung.objects.filter(measure=OuterRef("pk"))
    return _place(Measure.objects.filter(pk=pk), beside, ties)


def _place(thing, beside, ties):
    position, pk = OuterRef("position"), OuterRef("pk")
    above = Q(position__lt=position) | Q(position=position, pk__lt=pk)
    below = Q(position__gt=position) | Q(position=position, pk__gt=pk)
    names = ties.order_by(*BY_REFERENZ).values(names=JSONArray(*REFERENZ))
    neighbours = Exists(beside.filter(above)), Exists(beside.filter(below))
    return thing.order_by().values_list(*neighbours, ArraySubquery(names))
