"""The goals and measures of a cycle as they stand now, by Handlungsfeld."""

from dataclasses import dataclass, field

from audits.models import AuditCycle, Goal, Measure


@dataclass
class Feld:
    """A Handlungsfeld with its goals in their order; each goal has its measures as `lines`."""

    pk: int
    code: str
    name: str
    goals: list[Goal] = field(default_factory=list)


def felder_of(cycle: AuditCycle) -> list[Feld]:
    """Every Handlungsfeld, also the empty ones, in two questions however many goals there are."""
    lines: dict[int, list[Measure]] = {}
    for measure in Measure.objects.filter(cycle=cycle).order_by("position", "pk"):
        measure.cycle = cycle
        lines.setdefault(measure.goal_id, []).append(measure)
    goals: dict[int, list[Goal]] = {}
    for goal in Goal.objects.filter(cycle=cycle).order_by("position", "pk"):
        goal.cycle, goal.lines = cycle, lines.get(goal.pk, [])
        goals.setdefault(goal.handlungsfeld_id, []).append(goal)
    return [Feld(one.pk, one.code, one.name, goals.get(one.pk, [])) for one in cycle.felder]
