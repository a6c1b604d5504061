"""How something is set right: the row beside the entry, what falls with it, what opens again."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager

from auditportal import clock
from auditportal.action import happened, part
from auditportal.models import User
from auditportal.verdict import WHEN, WHO, Verdict, unless
from audits import gates, permissions
from audits.actions import document as documents
from audits.gates import berichtigung as correcting
from audits.gates.berichtigung import Entry, Paper
from audits.gates.beschluss import decisive
from audits.models import (
    AuditCycle,
    Begutachtung,
    Berichtigung,
    Freigabe,
    Jahresbericht,
    PhaseRun,
    Signature,
    Topic,
    Veranstaltung,
    Vermerk,
)
from handlungsfelder.models import Party, Right

BESIDE = (Party.TRAEGER, Right.RUN)  # whoever else may, the Träger may too


OWN = (Party.MAIN, Right.CHANGE)


def may_correct(user: User, entry: Entry | Begutachtung | Jahresbericht | PhaseRun) -> Verdict:
    """Who entered such a thing, and the Träger."""
    cycle = entry.cycle
    if isinstance(entry, Signature):
        of_traeger = permissions.may_act(user, cycle, *BESIDE)
        return of_traeger or documents.may_enter_for(user, cycle, entry.organisation)
    if isinstance(entry, Veranstaltung):
        return permissions.may_carry(user, cycle)
    if isinstance(entry, Freigabe):
        return may_take_back(user, cycle)
    if isinstance(entry, Vermerk):
        return permissions.may_act_any(user, cycle, (entry.gate.party, entry.gate.right), BESIDE)
    others: dict[type, tuple] = {
        PhaseRun: (),
        Begutachtung: (OWN, (Party.MAIN, Right.SIGN)),
    }
    return permissions.may_act_any(user, cycle, *others.get(type(entry), (OWN,)), BESIDE)


def may_take_back(user: User, cycle: AuditCycle) -> Verdict:
    """A release is the companion's."""
    return permissions.may_act_any(user, cycle, (Party.AUDITOR, Right.ACCOMPANY), BESIDE)


def can_be_set_right(user: User, entry: Entry) -> Verdict:
    """Nothing judged rests on it, and what else does is in the hands of the Träger."""
    if not (who := may_correct(user, entry)):
        return who
    rest = correcting.rest_on(entry)
    return (
        gates.is_running(entry.cycle)
        & correcting.is_in_force(entry)
        & rest.bound
        & may_set_aside(user, entry.cycle, bool(rest.papers))
    )


def may_set_aside(user: User, cycle: AuditCycle, something: bool) -> Verdict:
    label = cycle.version.party_label(Party.TRAEGER)
    return unless(
        not something or bool(permissions.may_act(user, cycle, *BESIDE)),
        WHO,
        "Darauf beruht schon, was eingefroren, beschlossen oder eingereicht ist. "
        f"Das berichtigt: {label}.",
    )


def go_back(
    run: PhaseRun, reason: str, by: User, cause: Berichtigung | None = None
) -> Berichtigung:
    cycle = run.cycle
    rest = correcting.rest_after(cycle, run)
    rest.bound.require()
    later = list(cycle.runs.in_force().filter(pk__gt=run.pk))
    row = write_down(run, reason, by, new=begin_again(run, by), cause=cause)
    for fallen in (*later, *rest.papers):
        write_down(fallen, reason, by, cause=row)
    return row


class Found:
    """The new entry, once there is one, and the row that says so."""

    new: Entry | None = None
    row: Berichtigung


@contextmanager
def setting_right(entry: Entry, reason: str, by: User) -> Iterator[Found]:
    """Around the writing of the new entry: what rests on the old one is known before."""
    cycle, rest, before = entry.cycle, correcting.rest_on(entry), open_gates(entry.cycle)
    found = Found()
    yield found
    found.row = write_down(entry, reason, by, new=found.new)
    for paper in rest.papers:
        write_down(paper, reason, by, cause=found.row)
    reopened = open_again(cycle, before, found.row)
    may_set_aside(by, cycle, bool(rest.papers) or reopened).require()
    instead = f" Richtig ist: {found.new}." if found.new else ""
    happened(f"Berichtigt: {entry}.{instead} Grund: {reason}")


@part
def write_down(
    what: Entry | Paper | PhaseRun,
    reason: str,
    by: User,
    *,
    new: Entry | PhaseRun | None = None,
    cause: Berichtigung | None = None,
) -> Berichtigung:
    unless(bool(reason.strip()), WHEN, "Nennen Sie den Grund der Berichtigung.").require()
    name = Berichtigung.name_of(what)
    row = {name: what} | ({f"new_{name}": new} if new else {})
    return Berichtigung.objects.create(
        cycle=what.cycle,
        reason=reason,
        cause=cause,
        corrected_at=clock.now(),
        corrected_by=by,
        **row,
    )


def open_gates(cycle: AuditCycle) -> dict[int, tuple[PhaseRun, set[int]]]:
    """Of every phase that was left: those of its gates through which one can still go."""
    found = {}
    for run in cycle.runs.in_force().filter(left_on__isnull=False):
        run.cycle = cycle
        passed = {gate.pk for gate, verdict in gates.answers(run) if verdict}
        found[run.pk] = run, passed
    return found


def open_again(
    cycle: AuditCycle, before: dict[int, tuple[PhaseRun, set[int]]], row: Berichtigung
) -> bool:
    """The first phase of which a gate has closed by this: there the cycle stands again."""
    after = open_gates(cycle)
    closed = [run for pk, (run, passed) in before.items() if passed - after[pk][1]]
    if closed:
        go_back(min(closed, key=lambda run: run.pk), row.reason, row.corrected_by, cause=row)
    return bool(closed)


@part
def begin_again(run: PhaseRun, by: User) -> PhaseRun:
    """Go on where a phase was left by mistake, with its old due day."""
    cycle, latest = run.cycle, run.cycle.runs.filter(phase=run.phase, round=run.round).last()
    current = cycle.open_run
    current.left_on, current.left_by = clock.today(), by
    current.save(update_fields=["left_on", "left_by"])
    days = {"began_on": run.began_on, "due_on": run.due_on}
    again = PhaseRun(cycle=cycle, phase=run.phase, round=run.round, **days)
    again.follow(latest)
    again.save()
    starting = next((one for one in cycle.version.way if one.starts_clock), None)
    if starting and run.phase.position <= starting.position and cycle.started_on:
        cycle.started_on = None
        cycle.save(update_fields=["started_on"])
    return again


@part
def count_from_its_beschluss(cycle: AuditCycle, wrong: dt.date) -> None:
    """The day from which deadlines count was that of a Beschluss that was set right."""
    decided = decisive(cycle, Topic.PARTICIPATION)
    if cycle.started_on == wrong and decided:
        cycle.started_on = decided[-1].session_on
        cycle.save(update_fields=["started_on"])
