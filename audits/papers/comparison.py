"""This year beside last year: what a Jahresbericht says about each measure, ready to be shown."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import batched, groupby
from typing import NamedTuple

from auditportal import clock
from audits.facts.fact import Fact, Shown
from audits.facts.report_entry import REPORT_ENTRY
from audits.models import Ampel, Jahresbericht, Mark, Progress, entries_in, entry_in, reports_of

# How far a measure is: what rises is progress, what falls is a setback.
RANK = {
    Progress.DEFERRED: 1,
    Progress.LATE: 2,
    Progress.PLANNED: 3,
    Progress.RUNNING: 4,
    Progress.DONE: 5,
}
ENDED = {Progress.REPLACED, Progress.DROPPED}
SETBACKS = {Progress.LATE, Progress.DEFERRED, Progress.DROPPED}
UNDONE = {Progress.PLANNED, Progress.RUNNING}
ALARMING = 3  # from every third measure on
MISSING, WITHOUT = "missing", "Ohne Eintrag"


class Trend(NamedTuple):
    """What became of a measure within a year, in sign and word."""

    sign: str
    word: str


@dataclass(frozen=True)
class Row:
    """One measure: what is written now, and what was written a year ago."""

    measure: int
    title: str
    goal: str
    feld: str
    version: int | None
    now: dict
    last: dict
    is_over: bool = False  # its end has passed

    @property
    def is_behind(self) -> bool:
        """Late, put off, dropped, or still to be done after its end."""
        return self.progress in SETBACKS or (self.is_over and self.progress in UNDONE)

    @property
    def is_as_before(self) -> bool:
        """Word by word what was written a year ago."""
        return self.is_entered and self.now == self.last

    @property
    def progress(self) -> str | None:
        return self.now["progress"]

    @property
    def text(self) -> str:
        return self.now["text"]

    @property
    def before(self) -> str | None:
        return self.last["progress"]

    @property
    def before_text(self) -> str:
        return self.last["text"]

    @property
    def is_entered(self) -> bool:
        return self.progress is not None

    @property
    def last_year(self) -> str:
        return Progress(self.before).label if self.before else ""

    @property
    def lines(self) -> list[tuple[str, str]]:
        """What is written beside state and text."""
        return REPORT_ENTRY.lines(self.now) if self.is_entered else []

    @property
    def state(self) -> str:
        return Progress(self.progress).label if self.progress else WITHOUT

    @property
    def change(self) -> Trend | None:
        return change(self.before, self.progress) if self.before and self.progress else None

    @property
    def verb(self) -> str:
        return "Ändern" if self.progress else "Eintragen"


def change(before: str, progress: str) -> Trend:
    if progress == before:
        return Trend("=", "unverändert")
    if progress in ENDED:
        return Trend("×", "beendet")
    risen = RANK[Progress(progress)] > RANK.get(Progress(before), 0)
    return Trend("▲", "Fortschritt") if risen else Trend("▼", "Rückschritt")


@dataclass(frozen=True)
class Group:
    """A Handlungsfeld with its goals, each with the rows of its measures."""

    name: str
    goals: list[tuple[str, list[Row]]]
    ampel: Ampel | None


@dataclass(frozen=True)
class Tally:
    """How many measures stand in a state, beside last year."""

    label: str
    before: int
    now: int

    @property
    def change(self) -> str:
        difference = self.now - self.before
        if not difference:
            return "±0 gleich"
        return f"+{difference} mehr" if difference > 0 else f"−{-difference} weniger"


@dataclass
class Comparison:
    """All measures of a report in their order."""

    rows: list[Row] = field(default_factory=list)

    @cached_property
    def entered(self) -> int:
        return sum(row.is_entered for row in self.rows)

    @property
    def unchanged(self) -> int:
        return sum(row.is_as_before for row in self.rows)

    @property
    def over(self) -> int:
        """Still to be done, though their end has passed."""
        return sum(row.is_over and row.progress in UNDONE for row in self.rows)

    @property
    def missing(self) -> int:
        return len(self.rows) - self.entered

    @property
    def ampel(self) -> Ampel | None:
        return ampel(self.rows)

    def row(self, measure: int) -> Row | None:
        return next((row for row in self.rows if row.measure == measure), None)

    def next_missing(self, measure: int) -> Row | None:
        """The next measure without an entry, from this one on and round again."""
        place = next(n for n, row in enumerate(self.rows) if row.measure == measure)
        others = self.rows[place + 1 :] + self.rows[:place]
        return next((row for row in others if not row.is_entered), None)

    def narrowed(self, wanted: str) -> list[Row]:
        """Those in one state, MISSING or not; "" are all."""
        if not wanted:
            return self.rows
        return [row for row in self.rows if (row.progress or MISSING) == wanted]

    def tabs(self, wanted: str) -> list[dict]:
        """All, and those in each state that occurs, with their number."""
        now = Counter(row.progress or MISSING for row in self.rows)
        states = [(MISSING, WITHOUT), *Progress.choices]
        tabs = [("", "Alle", len(self.rows))] + [
            (state, label, now[state]) for state, label in states if now[state]
        ]
        return [
            {
                "label": label,
                "url": f"?stand={state}",
                "current": "page" if state == wanted else "",
                "count": count,
            }
            for state, label, count in tabs
        ]

    def tallies(self) -> list[Tally]:
        now = Counter(row.progress for row in self.rows)
        before = Counter(row.before for row in self.rows)
        return [
            Tally(state.label, before[state], now[state])
            for state in Progress
            if before[state] or now[state]
        ]

    def groups(self, wanted: str = "") -> Iterator[Group]:
        """By Handlungsfeld and goal; the Ampel looks at all measures, whatever is shown."""
        whole = {name: ampel(rows) for name, rows in _by(self.rows, "feld")}
        for name, rows in _by(self.narrowed(wanted), "feld"):
            yield Group(name, list(_by(rows, "goal")), whole[name])


def _by(rows: Iterable[Row], attribute: str) -> Iterator[tuple[str, list[Row]]]:
    for name, group in groupby(rows, key=lambda row: getattr(row, attribute)):
        yield name, list(group)


def ampel(rows: list[Row]) -> Ampel | None:
    """How many of the written entries are behind: none, some, a third or more."""
    written = [row for row in rows if row.is_entered]
    if not written:
        return None
    setbacks = sum(row.is_behind for row in written)
    if not setbacks:
        return Ampel.ON_COURSE
    return Ampel.BEHIND if setbacks * ALARMING >= len(written) else Ampel.WATCH


def compare(report: Jahresbericht) -> Comparison:
    """One question for measures and both years' entries, however many there are."""
    rows = list(entries_in(cycle=report.cycle_id, **_years(report)))
    return Comparison(list(_rows(report, rows)))


def compare_one(report: Jahresbericht, measure: int) -> Row | None:
    """The same for one measure of the report's cycle."""
    rows = entry_in(cycle=report.cycle_id, measure=measure, **_years(report))
    return next(_rows(report, rows), None)


def _rows(report: Jahresbericht, found: list[tuple]) -> Iterator[Row]:
    """It goes on telling about what it told about, and about nothing that came later."""
    facts = REPORT_ENTRY.columns(Shown.PAPER)
    day = _day_of(report)
    for measure, title, goal, feld, version, mark, ends_on, *written in found:
        now, last = (_entry(facts, part) for part in batched(written, len(facts), strict=True))
        is_over = ends_on is not None and ends_on < day
        row = Row(measure, title, goal, feld, version, now, last, is_over)
        if row.is_entered or (report.is_editable and mark != Mark.BALANCED):
            yield row


def _day_of(report: Jahresbericht) -> dt.date:
    """Of what it tells: the day on which it was handed in, or today."""
    if report.submitted_at is None or report.is_editable:
        return clock.today()
    return clock.day_of(report.submitted_at)


def _entry(facts: list[Fact], written: tuple) -> dict:
    """As a paper would hold it."""
    return {
        one.name: one.values.data(value, None) for one, value in zip(facts, written, strict=True)
    }


def _years(report: Jahresbericht) -> dict[str, int]:
    """This report and the one of the year before; no entry has the number 0."""
    others = reports_of(report.cycle)
    before = next((one.pk for one in others if one.number == report.number - 1), 0)
    return {"report": report.pk, "before": before}
