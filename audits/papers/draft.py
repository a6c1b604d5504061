"""The goals and measures of a cycle as they stand now, by Handlungsfeld."""

from dataclasses import dataclass, field

from audits.models import (
    AuditCycle,
    Goal,
    Measure,
    goal_place,
    goals_in_order,
    measure_place,
    measures_in_order,
    ties_of,
)
from handlungsfelder.models import Referenz


@dataclass
class Feld:
    """A Handlungsfeld with its goals in their order; each goal has its measures as `lines`."""

    pk: int
    code: str
    name: str
    goals: list[Goal] = field(default_factory=list)


def felder_of(cycle: AuditCycle) -> list[Feld]:
    """Every Handlungsfeld, also the empty ones, in two questions however many goals there are;
    without what was balanced."""
    lines: dict[int, list[Measure]] = {}
    for measure in measures_in_order(cycle=cycle.pk):
        measure.cycle = cycle
        lines.setdefault(measure.goal_id, []).append(measure)
    goals: dict[int, list[Goal]] = {}
    for goal in goals_in_order(cycle=cycle.pk):
        goal.cycle, goal.lines = cycle, lines.get(goal.pk, [])
        goals.setdefault(goal.handlungsfeld_id, []).append(goal)
    return [Feld(one.pk, one.code, one.name, goals.get(one.pk, [])) for one in cycle.felder]


def ties_in(cycle: AuditCycle) -> dict[tuple[type, int], str]:
    """What each goal and measure serves, in words, in one question for all of them."""
    found: dict[tuple[type, int], list[str]] = {}
    for goal, measure, *about in ties_of(cycle=cycle.pk):
        key = (Measure, measure) if measure else (Goal, goal)
        found.setdefault(key, []).append(Referenz.short(*about))
    return {key: ", ".join(names) for key, names in found.items()}


@dataclass(frozen=True)
class Neighbours:
    """Where a goal or measure stands among its neighbours, and what it serves, in words."""

    has_above: bool
    has_below: bool
    ties: str


def place_of_row(row: Goal | Measure) -> Neighbours:
    is_measure = isinstance(row, Measure)
    [(above, below, ties)] = measure_place(pk=row.pk) if is_measure else goal_place(row.pk)
    return Neighbours(above, below, ", ".join(Referenz.short(*about) for about in ties))
