"""When something may happen to a cycle: one function for each kind of gate a template can set.

An open gate can be passed. What the closed ones say guards the transition, explains the disabled
button, is the task list, drives the reminders and is the progress: stored once, by `settle`.
"""

import datetime as dt
from collections.abc import Iterable, Iterator
from operator import attrgetter

from auditportal import notation
from auditportal.transaction import joined, once
from auditportal.verdict import WHEN, Reason, Verdict, unless
from audits.gates import (
    angebot,
    award,
    begutachtung,
    berufung,
    beschluss,
    bestandsaufnahme,
    document,
    fassung,
    goal,
    jahresbericht,
    profil,
    quartier,
    release,
    thema,
    uebernahme,
    veranstaltung,
    vermerk,
    way,
    zustimmung,
)
from audits.models import FACTS, AuditCycle, PhaseRun, Task, stored_tasks, tasks_with_kind
from handlungsfelder.models import Gate, GateKind

CHECKS = {
    GateKind.VERMERK: vermerk.is_noted,
    GateKind.BESCHLUSS: beschluss.is_decided,
    GateKind.CONSENT: zustimmung.is_agreed,
    GateKind.DOCUMENT: document.is_there,
    GateKind.PROFILE: profil.is_filled_in,
    GateKind.TOPICS: thema.are_chosen,
    GateKind.SUBJECT: quartier.is_described,
    GateKind.ANSWERS: bestandsaufnahme.is_answered,
    GateKind.RELEASE: release.is_released,
    GateKind.EVENT: veranstaltung.is_held,
    GateKind.BALANCE: uebernahme.is_balanced,
    GateKind.OFFERS: angebot.is_answered,
    GateKind.GOALS: goal.every_handlungsfeld_has_a_goal,
    GateKind.MEASURES: goal.every_goal_has_a_whole_measure,
    GateKind.FASSUNG: fassung.is_frozen,
    GateKind.SUBMISSION: begutachtung.is_submitted,
    GateKind.APPOINTED: berufung.is_appointed,
    GateKind.VOTA: begutachtung.vota_are_signed,
    GateKind.SIGN_OFF: begutachtung.is_signed_off,
    GateKind.AWARD: award.is_there,
    GateKind.REPORTS: jahresbericht.are_accepted,
}


# These come last: they wait until the gates before them in their phase are open.
LAST = {GateKind.RELEASE, GateKind.FASSUNG, GateKind.SIGN_OFF, GateKind.AWARD}


def answers(run: PhaseRun | None) -> Iterator[tuple[Gate, Verdict]]:
    """What each gate of this run says now; a cycle at its end has no gates."""
    if run is not None:
        for gate in run.phase.gates.all():
            yield gate, CHECKS[GateKind(gate.kind)](run, gate)


def _due_on(run: PhaseRun, gate: Gate) -> dt.date | None:
    """A gate may be due before its phase is; its version is frozen, so the day never moves."""
    days = gate.parameters.get("due_days")
    return run.began_on + dt.timedelta(days) if days else run.due_on


def task_for(run: PhaseRun, gate: Gate, reason: Reason, waits_for: str) -> Task:
    """A reason as a row: by whom, until when, where; the gate speaks where the reason is silent."""
    return Task(
        cycle_id=run.cycle_id,
        owner_id=run.cycle.owner_id,
        run=run,
        gate=gate,
        text=reason.text,
        subject=reason.subject,
        party=reason.party or gate.party,
        right=reason.right or gate.right,
        organisation_id=reason.organisation,
        assignee_id=reason.assignee,
        due_on=reason.due_on or _due_on(run, gate),
        link=reason.link or run.get_absolute_url(),
        waits_for=reason.waits_for or waits_for,
    )


def fresh_tasks(cycle: AuditCycle) -> list[Task]:
    """The closed gates as rows to be done, computed now."""
    run = cycle.open_run
    if run is not None:
        run.cycle = cycle
    tasks: list[Task] = []
    for gate, answer in answers(run):
        waits_for = f"Zuerst: {tasks[0].text}" if tasks and gate.kind in LAST else ""
        tasks += [task_for(run, gate, reason, waits_for) for reason in answer.reasons]
    return tasks


_facts = attrgetter(*FACTS)


def settle(cycle: AuditCycle) -> None:
    """Store what the gates say now; only under the cycle's lock, so that lists never lie."""
    with joined():
        stored = {row[:-1]: row[-1] for row in stored_tasks(cycle=cycle.pk)}
        fresh = {_facts(task): task for task in fresh_tasks(cycle)}
    gone = [pk for facts, pk in stored.items() if facts not in fresh]
    if gone:
        Task.objects.among(gone).delete()
    Task.objects.bulk_create(task for facts, task in fresh.items() if facts not in stored)
    _store_next_day(cycle, fresh.values())


def _store_next_day(cycle: AuditCycle, tasks: Iterable[Task]) -> None:
    """So that what is late is found without looking at every task."""
    next_due_on = min((task.due_on for task in tasks if task.due_on), default=None)
    if cycle.next_due_on != next_due_on:
        cycle.next_due_on = next_due_on
        cycle.save(update_fields=["next_due_on"])


def tasks_of(cycle: AuditCycle) -> list[Task]:
    """What the closed gates say as `settle` stored it, each with the `kind` of its gate."""
    return cycle.own(once(tasks_with_kind, cycle=cycle.pk))


def closed_gates(cycle: AuditCycle, *apart_from: GateKind) -> Verdict:
    """What still stands in the way of leaving the current phase, as `settle` stored it."""
    return Verdict(
        tuple(
            task.reason
            for task in tasks_of(cycle)
            if task.kind not in apart_from  # type: ignore[attr-defined] # tasks_with_kind
        )
    )


def is_running(cycle: AuditCycle) -> Verdict:
    return unless(cycle.ended_on is None, WHEN, "Dieser Durchlauf ist beendet.")


def is_still_open(run: PhaseRun) -> Verdict:
    return unless(run.is_open, WHEN, f"Die Phase „{run.phase}“ ist bereits abgeschlossen.")


def doubt_about(cycle: AuditCycle, day: dt.date, what: str) -> list[str]:
    """A day that can be and is seldom meant, such as one of another year."""
    if day >= cycle.began_on:
        return []
    began = notation.day(cycle.began_on)
    return [f"{what} am {notation.day(day)} liegt vor dem Beginn dieses Durchlaufs ({began})."]


def is_demanded(cycle: AuditCycle, kind: GateKind, **parameters: object) -> Verdict:
    """Whether the current phase asks for this."""
    return unless(
        way.asks_now(cycle, kind, **parameters),
        WHEN,
        f"In der jetzigen Phase nicht vorgesehen: {GateKind(kind).act}.",
    )


def is_ahead(cycle: AuditCycle, kind: GateKind, **parameters: object) -> Verdict:
    """Whether this phase or one that comes asks for it: then it may be worked on already."""
    return unless(
        way.will_ask(cycle, kind, **parameters),
        WHEN,
        "Das ist in diesem Durchlauf abgeschlossen.",
    )
