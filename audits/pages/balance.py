"""Two cycles side by side: what was agreed and reported before, and what becomes of it now."""

from collections import Counter
from dataclasses import dataclass, field

from audits.models import (
    AuditCycle,
    Goal,
    Mark,
    Measure,
    ReportEntry,
    ReportState,
)

DELIVERED = [ReportState.SUBMITTED, ReportState.ACCEPTED]


@dataclass
class MeasureBalance:
    """A measure now, and what was reported last about the one that it comes from."""

    row: Measure
    entry: ReportEntry | None


@dataclass
class FeldBalance:
    """A Handlungsfeld with its goals, each with its lines."""

    code: str
    name: str
    goals: list[tuple[Goal, list[MeasureBalance]]] = field(default_factory=list)

    @property
    def rows(self) -> list[Goal | Measure]:
        rows: list[Goal | Measure] = []
        for goal, lines in self.goals:
            rows += [goal, *(one.row for one in lines)]
        return rows


@dataclass
class Balance:
    groups: list[FeldBalance]

    @property
    def tally(self) -> Counter:
        return Counter(row.mark for group in self.groups for row in group.rows)

    @property
    def taken_over(self) -> int:
        return self.tally.total() - self.tally[Mark.NEW]

    @property
    def weighed(self) -> int:
        return self.taken_over - self.tally[""]

    @property
    def counts(self) -> list[tuple[str, int]]:
        """How many goals and measures have each mark, in words."""
        marks = (Mark.CONTINUED, Mark.BALANCED, Mark.NEW)
        return [(str(mark.label), self.tally[mark]) for mark in marks]


def balance_of(cycle: AuditCycle) -> Balance:
    """In the same few questions, however much was taken over."""
    measures = Measure.objects.of(cycle).select_related("origin")
    lines: dict[int, list[MeasureBalance]] = {}
    entries = _last_entries(cycle)
    for row in measures.in_order():
        row.cycle = cycle
        lines.setdefault(row.goal_id, []).append(MeasureBalance(row, entries.get(row.origin_id)))
    goals: dict[int, list] = {}
    for goal in Goal.objects.of(cycle).in_order():
        goal.cycle = cycle
        goals.setdefault(goal.handlungsfeld_id, []).append((goal, lines.get(goal.pk, [])))
    return Balance([FeldBalance(one.code, one.name, goals.get(one.pk, [])) for one in cycle.felder])


def _last_entries(cycle: AuditCycle) -> dict[int, ReportEntry]:
    """What was reported last about each measure of the earlier cycle."""
    entries = ReportEntry.objects.filter(
        cycle=cycle.predecessor_id, jahresbericht__state__in=DELIVERED
    ).order_by("jahresbericht__number")
    return {entry.measure_id: entry for entry in entries}
