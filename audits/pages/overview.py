"""What pages say about a cycle, from the rows that `settle` stored: tasks, phases, gates."""

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from django.urls import reverse

from auditportal import clock, notation
from auditportal.models import User
from audits import permissions
from audits.models import AuditCycle, Outcome, PhaseRun, Task, reports_of
from handlungsfelder.models import GateKind, Word
from handlungsfelder.wording import gate_text

SOON = 14  # days before the deadline from which a list points it out
WEEK = 7
MANY = 10  # phases from which on their names are shortened
# Where long names of phases break if the browser has no dictionary of German.
JOINTS = re.compile("(?<=[a-z])(beschluss|vereinbarung|aufnahme|workshop|konzept|phase)")
HEADINGS = {"overdue": "Überfällig", "week": "Diese Woche", "later": "Später"}
WEEKDAYS = ("Mo", "Di", "Mi", "Do", "Fr", "Sa", "So")


@dataclass(frozen=True)
class Line:
    """One task as a row of a list: where, what, who and until when."""

    text: str
    link: str
    due_text: str
    due_state: str
    who: str = ""
    place: str = ""
    about: str = ""
    reason: str = ""
    is_yours: bool = False
    since: str = ""


@dataclass(frozen=True)
class Step:
    """One phase of the way, as the phase line shows it; `gap` is in days against the plan."""

    number: int
    name: str
    short: str
    state: str
    url: str = ""
    round: int = 1
    gap: str = ""
    began: str = ""
    due: str = ""
    left: str = ""

    @property
    def is_here(self) -> bool:
        return self.state in ("current", "late")

    @property
    def title(self) -> str:
        return f"{self.name}, {self.round}. Runde" if self.round > 1 else self.name


@dataclass(frozen=True)
class GateLine:
    """One gate of a phase: what it asks for, and what is still missing."""

    text: str
    missing: list[Line]
    kind: str

    @property
    def is_open(self) -> bool:
        return not self.missing


@cache
def _around(name: str) -> tuple[str, str]:
    """What stands before and after the number in an address; asked once a process."""
    before, _, after = reverse(f"audits:{name}", args=[0]).partition("0")
    return before, after


def address(name: str, pk: int) -> str:
    """For the many addresses of a page that differ in nothing but their number."""
    before, after = _around(name)
    return f"{before}{pk}{after}"


def due_words(due_on: dt.date | None, today: dt.date) -> tuple[str, str]:
    """The deadline in words, and whether it is past, near or neither."""
    if due_on is None:
        return "", ""
    days = (due_on - today).days
    if days < 0:
        return f"{notation.counted(-days, 'Tag', 'Tage')} zu spät", "overdue"
    if days == 0:
        return "heute", "soon"
    state = "soon" if days <= SOON else ""
    if due_on.year == today.year:
        return f"{WEEKDAYS[due_on.weekday()]} {due_on:%d.%m.}", state
    return notation.day(due_on), state


def by_due_day(task: Task) -> tuple:
    """Sorts the tasks of one cycle: what is due first, and then as the template asks for it."""
    return (bool(task.waits_for), task.due_on or dt.date.max, task.gate_id, task.pk)


def line(task: Task, today: dt.date, user: User | None = None, run: PhaseRun | None = None) -> Line:
    """As a list shows it to this person; without one, all are theirs and nobody is named.

    On the page of a `run` its place is known. What is another's turn is no link, but who it is
    and since when.
    """
    text, state = due_words(task.due_on, today)
    is_yours = user is not None and permissions.is_for(user, task)
    return Line(
        text=task.text,
        link=task.link if is_yours or user is None else "",
        due_text=text,
        due_state="blocked" if task.waits_for else state,
        who="Sie" if is_yours else who_acts(task) if user else "",
        place="" if run else str(task.cycle),
        about=task.subject if task.subject not in task.text else "",
        reason=task.waits_for,
        is_yours=is_yours,
        since=notation.day(run.began_on) if run and not is_yours else "",
    )


def by_day(tasks: Iterable[Task], today: dt.date) -> list[tuple[str, str, list[Line]]]:
    """The tasks of a start page under three headings: what is late, near, and to come later."""
    found: dict[str, list[Line]] = {"overdue": [], "week": [], "later": []}
    for task in tasks:
        found[_when(task.days_left(today))].append(line(task, today))
    return [(HEADINGS[when], when, lines) for when, lines in found.items() if lines]


def _when(days: int | None) -> str:
    if days is None or days > WEEK:
        return "later"
    return "overdue" if days < 0 else "week"


def who_acts(task: Task) -> str:
    """The one organisation that is meant, or the side."""
    if task.organisation_id:
        return str(task.organisation)
    return task.cycle.version.party_label(task.party, task.right)


def enrich(cycles, today: dt.date) -> None:
    """What a list says about each cycle beyond its row, in one query for all of them."""
    waiting: dict[int, list[tuple]] = {}
    for pk, *facts in Task.objects.in_cycles([cycle.pk for cycle in cycles]).turns():
        waiting.setdefault(pk, []).append(facts)
    for cycle in cycles:
        facts = waiting.get(cycle.pk, [])
        sides = (side for *side, waits_for, _, _ in facts if not waits_for)
        cycle.turn = ", ".join(dict.fromkeys(cycle.version.party_label(*side) for side in sides))
        cycle.open_tasks = len(facts)
        cycle.due_text, cycle.due_state = due_words(cycle.next_day, today)
        due = (text for *_, day, text in facts if day == cycle.next_day)
        cycle.due_task = next(due, "Phase abschließen" if cycle.next_day else "")


def steps(cycle: AuditCycle, phases: list, runs: list[PhaseRun], today: dt.date) -> list[Step]:
    """The whole way: what is left behind, where it stands, what is to come (again)."""
    latest = {run.phase_id: run for run in runs}
    last = max(runs, key=lambda run: (run.is_open, run.pk), default=None)
    found, is_ahead = [], last is None
    for number, phase in enumerate(phases, start=1):
        run = latest.get(phase.pk)
        state, gap = ("ahead", "") if is_ahead or run is None else _state(run, cycle, today)
        if run is last:
            is_ahead, (state, gap) = True, _end_of(cycle) or (state, gap)
        found.append(_step(number, phase, _short(phase.name, len(phases)), run, state, gap))
    return found


def here(steps: list[Step]) -> Step | None:
    """Where the cycle stands; nowhere once it has ended."""
    return next((step for step in steps if step.is_here), None)


def _short(name: str, phases: int) -> str:
    """Of many phases the line has room for one word each: the first that is no mere "Neue"."""
    if phases <= MANY:
        return name
    words = name.replace(",", " ").split()
    return JOINTS.sub("\u00ad\\1", next((word for word in words if len(word) > 4), name))


def _step(number: int, phase, short: str, run: PhaseRun | None, state: str, gap: str) -> Step:
    if run is None:
        return Step(number, phase.name, short, state)
    days = [notation.day(day) for day in (run.began_on, run.due_on, run.left_on)]
    url = address("run_detail", run.pk)
    return Step(number, phase.name, short, state, url, run.round, gap, *days)


def _state(run: PhaseRun, cycle: AuditCycle, today: dt.date) -> tuple[str, str]:
    if run.left_on:
        return "done", _gap(run)
    words, due = due_words(cycle.next_due_on or run.due_on, today)
    if due == "overdue":
        return "late", words
    return "current", words if words in ("", "heute") else f"bis {words}"


def _end_of(cycle: AuditCycle) -> tuple[str, str] | None:
    """Where a cycle ended that did not reach its end, nothing was completed."""
    is_cut_off = cycle.outcome not in ("", Outcome.COMPLETED)
    return ("stopped", cycle.get_outcome_display()) if is_cut_off else None


def _gap(run: PhaseRun) -> str:
    if run.due_on is None or run.left_on is None:
        return ""
    days = (run.left_on - run.due_on).days
    return f"{'+' if days > 0 else '−' if days < 0 else '±'}{abs(days)}"


def gate_lines(user: User, run: PhaseRun, gates, tasks: list[Task]) -> list[GateLine]:
    """Every gate of a phase with what `settle` says is missing."""
    missing: dict[int, list[Line]] = {}
    for task in tasks:
        task.cycle = run.cycle
        shown = line(task, clock.today(), user, run)
        missing.setdefault(task.gate_id, []).append(shown)
    return [
        GateLine(
            gate_text(gate.kind, gate.parameters, run.cycle.words),
            missing.get(gate.pk, []),
            gate.kind,
        )
        for gate in gates
    ]


JUDGED = {GateKind.SUBMISSION, GateKind.VOTA, GateKind.SIGN_OFF}


def belongings(cycle: AuditCycle, gates) -> list[tuple[str, str, str]]:
    """What a phase has brought forth, as label, address and state: its judgements and reports."""
    kinds = {gate.kind for gate in gates}
    found = []
    if kinds & JUDGED:
        for one in cycle.begutachtungen.with_berichtigung():
            state = one.get_judgement_display() or "In Prüfung"
            state = "Zurückgenommen" if hasattr(one, "berichtigung") else state
            found.append((f"Begutachtung, Runde {one.round}", one.get_absolute_url(), state))
    if GateKind.REPORTS in kinds:
        word = cycle.words[Word.REPORT]
        for report in reports_of(cycle):
            label = f"{word} {report.number}, fällig am {notation.day(report.due_on)}"
            found.append((label, report.get_absolute_url(), report.get_state_display()))
    return found
