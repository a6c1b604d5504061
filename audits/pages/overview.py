"""What pages say about a cycle, from the rows that `settle` stored: lines, steps, whose turn."""

import datetime as dt
from dataclasses import dataclass
from functools import cache

from django.urls import reverse

from audits.models import AuditCycle, PhaseRun, Task, reports_of, waiting_in
from handlungsfelder.models import GateKind, Word
from handlungsfelder.wording import gate_text

SOON = 14  # days before the deadline from which a list points it out


@dataclass(frozen=True)
class Line:
    """One task as a row of a list."""

    text: str
    link: str
    due_text: str
    due_state: str
    who: str = ""
    context: str = ""
    reason: str = ""


@dataclass(frozen=True)
class Step:
    """One phase of the way, as the phase bar shows it."""

    name: str
    state: str
    date: str = ""
    url: str = ""


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
        return f"seit {-days} {'Tag' if days == -1 else 'Tagen'} fällig", "overdue"
    if days == 0:
        return "heute fällig", "soon"
    if days <= SOON:
        return f"in {days} {'Tag' if days == 1 else 'Tagen'}", "soon"
    return f"bis {due_on:%d.%m.%Y}", ""


def by_due_day(task: Task) -> tuple:
    """Sorts the tasks of one cycle: what is due first, and then as the template asks for it."""
    return (bool(task.waits_for), task.due_on or dt.date.max, task.gate_id, task.pk)


def line(task: Task, today: dt.date, *, context: bool = True, who: bool = True) -> Line:
    text, state = due_words(task.due_on, today)
    if task.waits_for:
        state = "blocked"
    label = who_acts(task) if who else ""
    about = [task.subject] if task.subject and task.subject not in task.text else []
    return Line(
        text=task.text,
        link=task.link,
        due_text=text,
        due_state=state,
        who=label,
        context=" · ".join([str(task.cycle), *about] if context else about),
        reason=task.waits_for,
    )


def who_acts(task: Task) -> str:
    """The one organisation that is meant, or the side."""
    if task.organisation_id:
        return str(task.organisation)
    return task.cycle.version.party_label(task.party)


def turn(cycle: AuditCycle, tasks: list[Task], run: PhaseRun | None) -> str:
    """Whose turn it is: the sides of the closed gates, or who leaves the phase."""
    if run is None:
        return ""
    label = cycle.version.party_label
    labels = [
        str(task.organisation) if task.organisation_id else label(task.party)
        for task in tasks
        if not task.waits_for
    ]
    return "Jetzt am Zug: " + ", ".join(dict.fromkeys(labels or [label(run.phase.party)]))


def enrich(cycles, today: dt.date) -> None:
    """What a list says about each cycle beyond its row, in one query for all of them."""
    waiting: dict[int, list[tuple[str, str]]] = {}
    for pk, *facts in waiting_in(cycles=[cycle.pk for cycle in cycles]):
        waiting.setdefault(pk, []).append(facts)
    for cycle in cycles:
        facts = waiting.get(cycle.pk, [])
        possible = dict.fromkeys(party for party, waits_for in facts if not waits_for)
        cycle.turn = ", ".join(map(cycle.version.party_label, possible))
        cycle.open_tasks = len(facts)
        cycle.due_text, cycle.due_state = due_words(cycle.phase_due_on, today)


def steps(phases: list, runs: list[PhaseRun]) -> list[Step]:
    """The whole way: what is left behind with its day, where it stands, what is to come."""
    latest = {run.phase_id: run for run in runs}
    return [_step(phase, latest.get(phase.pk)) for phase in phases]


def _step(phase, run: PhaseRun | None) -> Step:
    if run is None:
        return Step(phase.name, "ahead")
    name = f"{phase.name} (Runde {run.round})" if run.round > 1 else phase.name
    url = address("run_detail", run.pk)
    if run.left_on:
        return Step(name, "done", f"{run.left_on:%d.%m.%Y}", url)
    due = f"bis {run.due_on:%d.%m.%Y}" if run.due_on else ""
    return Step(name, "current", due, url)


def gate_lines(cycle: AuditCycle, gates, tasks: list[Task], today: dt.date) -> list[GateLine]:
    """Every gate of a phase with what `settle` says is missing."""
    missing: dict[int, list[Line]] = {}
    for task in tasks:
        task.cycle = cycle
        missing.setdefault(task.gate_id, []).append(line(task, today, context=False))
    return [
        GateLine(
            gate_text(gate.kind, gate.parameters, cycle.words),
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
        for one in cycle.begutachtungen.all():
            state = one.get_judgement_display() or "In Prüfung"
            found.append((f"Begutachtung, Runde {one.round}", one.get_absolute_url(), state))
    if GateKind.REPORTS in kinds:
        word = cycle.words[Word.REPORT]
        for report in reports_of(cycle):
            label = f"{word} {report.number}, fällig am {report.due_on:%d.%m.%Y}"
            found.append((label, report.get_absolute_url(), report.get_state_display()))
    return found


MODULES = "modules"  # not a gate: the version has Handlungsfelder that are chosen


def sections(cycle: AuditCycle, current: str) -> list[dict]:
    """The parts of a cycle, each on its own page; named by the version's words where it has one.

    The last of each three is the kind of gate that it is there for: what the version never asks
    for is left out.
    """
    words, asked = cycle.words, cycle.version.kinds
    names = [
        ("Übersicht", "cycle_detail", None),
        ("Quartier", "quartier_detail", GateKind.SUBJECT),
        (words[Word.SURVEY], "bestandsaufnahme", GateKind.ANSWERS),
        (profile_name(cycle), "profil", GateKind.PROFILE),
        ("Themen" if GateKind.TOPICS in asked else "Module", "thema_list", MODULES),
        ("Bilanz", "bilanz", GateKind.BALANCE),
        ("Beschlüsse", "beschluss_list", GateKind.BESCHLUSS),
        ("Veranstaltungen", "veranstaltung_list", None),
        ("Ziele und Maßnahmen", "goal_list", GateKind.GOALS),
        ("Weiße Flecken", "white_spots", GateKind.GOALS),
        ("Angebote", "angebot_list", GateKind.OFFERS),
        (words[Word.AGREEMENT], "agreement_check", GateKind.FASSUNG),
        ("Dokumente", "document_list", None),
        ("Beteiligte", "beteiligung_list", None),
        ("Berufungen", "berufung_list", GateKind.APPOINTED),
        ("Erinnerungen", "reminder_list", None),
        ("Verlauf", "cycle_history", None),
    ]
    return [
        {
            "label": label,
            "url": address(name, cycle.pk),
            "current": name == current,
        }
        for label, name, needs in names
        if needs is None or needs in asked or (needs == MODULES and cycle.version.has_modules)
    ]


def profile_name(cycle: AuditCycle) -> str:
    """The profile is the analysis at the beginning, unless the version asks for another as well."""
    is_only = GateKind.ANSWERS not in cycle.version.kinds
    return cycle.words[Word.SURVEY] if is_only else "Profil"
