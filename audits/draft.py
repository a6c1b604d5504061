"""The goals and measures of a cycle as they stand now, by Handlungsfeld."""

from dataclasses import dataclass, field

from audits.models import AuditCycle, Goal, Measure, Zuordnung
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
    for measure in Measure.objects.filter(cycle=cycle).agreed().order_by("position", "pk"):
        measure.cycle = cycle
        lines.setdefault(measure.goal_id, []).append(measure)
    goals: dict[int, list[Goal]] = {}
    for goal in Goal.objects.filter(cycle=cycle).agreed().order_by("position", "pk"):
        goal.cycle, goal.lines = cycle, lines.get(goal.pk, [])
        goals.setdefault(goal.handlungsfeld_id, []).append(goal)
    return [Feld(one.pk, one.code, one.name, goals.get(one.pk, [])) for one in cycle.felder]


REFERENZ = ("referenz__rahmen__code", "referenz__code", "referenz__title")


def ties_of(cycle: AuditCycle, **only) -> dict[tuple[type, int], str]:
    """What each goal and measure serves, in words, in one question for all of them; `only` one."""
    rows = Zuordnung.objects.filter(cycle=cycle, **only)
    rows = rows.order_by("referenz__rahmen__code", "referenz__position")
    found: dict[tuple[type, int], list[str]] = {}
    for goal, measure, *about in rows.values_list("goal", "measure", *REFERENZ):
        key = (Measure, measure) if measure else (Goal, goal)
        found.setdefault(key, []).append(Referenz.short(*about))
    return {key: ", ".join(names) for key, names in found.items()}
