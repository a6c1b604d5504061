"""3,000 reminders by three planners and three senders, some of whom are killed while they work."""

import datetime as dt
import os
import random
import subprocess
import sys
import time
from collections import Counter

import pytest
from django.conf import settings

from auditportal import clock, outbox
from auditportal.models import OutboxState, User
from audits.actions import reminder as actions
from audits.models import AuditCycle, Reminder, Task
from audits.reminding import recipients
from handlungsfelder.models import Party, Right
from tests.factories.audits import a_cycle, a_version

pytestmark = pytest.mark.long

CYCLES, PEOPLE, TASKS = 30, 10, 10  # cycles, people of each, tasks of each person
ALL = CYCLES * PEOPLE * TASKS
MAILS = CYCLES * PEOPLE
KILLS = 6
PLAN = "from audits.actions import reminder; print(reminder.plan())"
DRAIN = """
from auditportal import clock
from audits.actions import reminder
from audits.models import Reminder
while Reminder.objects.ready(clock.now()).exists():
    reminder.drain()
"""


@pytest.fixture
def tasks(fresh_database):
    """Each person has ten tasks whose seventh day before comes in the morning."""
    version, due_on = a_version(), recipients.next_mailing(clock.now()).date() + dt.timedelta(7)
    for number in range(CYCLES):
        cycle = a_cycle(version=version)
        cycle.tasks.all().delete()
        write_tasks(cycle, number, due_on)
    AuditCycle.objects.update(recorded_at=clock.now() - dt.timedelta(days=365))
    return Task.objects.select_related("assignee")


def write_tasks(cycle, number, due_on):
    run = cycle.open_run
    names = [f"Person {number}-{n}" for n in range(PEOPLE)]
    people = User.objects.bulk_create(
        User(email=f"{name.replace(' ', '.').lower()}@kommune.example", name=name) for name in names
    )
    Task.objects.bulk_create(
        Task(
            cycle=cycle,
            owner_id=cycle.owner_id,
            run=run,
            gate=run.phase.gates.get(),
            text=f"Aufgabe {n} von {person.name}.",
            subject=f"{person.name}, {n}",
            party=Party.ASSESSOR,
            right=Right.REVIEW,
            assignee=person,
            due_on=due_on,
            link="/",
        )
        for person in people
        for n in range(TASKS)
    )


@pytest.fixture
def start(fresh_database, cloned, smtp):
    """Starts a process of its own on this database and mail server."""
    environment = os.environ | cloned.environment(fresh_database)
    environment["MAIL_URL"] = f"smtp://127.0.0.1:{smtp.port}"
    started = []

    def run(code):
        command = [sys.executable, "manage.py", "shell", "-v", "0", "-c", code]
        pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL, "text": True}
        process = subprocess.Popen(command, env=environment, cwd=settings.BASE_DIR, **pipes)
        started.append(process)
        return process

    yield run
    for process in started:
        process.kill()
        process.communicate()


def at_once(start, code):
    """What three processes say that are started at the same time."""
    processes = [start(code) for _ in range(3)]
    return [process.communicate(timeout=120)[0].strip() for process in processes]


def drain_with_kills(start, smtp) -> int:
    """Three senders; whenever a share of the mails is out, one of them dies and another begins."""
    dice = random.Random(7)
    senders = [start(DRAIN) for _ in range(3)]
    limits = [MAILS * (n + 1) // (KILLS + 2) for n in range(KILLS)]
    killed, patience = 0, time.monotonic() + 300
    while any(sender.poll() is None for sender in senders) and time.monotonic() < patience:
        if limits and len(smtp.mails) >= limits[0]:
            limits.pop(0)
            victim = dice.choice([sender for sender in senders if sender.poll() is None])
            victim.kill()
            victim.wait()
            killed += 1
            senders.append(start(DRAIN))
        time.sleep(0.002)
    return killed


def told(smtp) -> Counter:
    """How often each person was told each task."""
    return Counter(
        (mail["To"], line)
        for mail in smtp.mails
        for line in mail.get_content().splitlines()
        if line.startswith("Aufgabe ")
    )


def test_nothing_is_lost_and_no_more_doubled_than_processes_died(tasks, start, smtp, capsys):
    began = time.monotonic()
    planned = [int(number) for number in at_once(start, PLAN)]
    planning = time.monotonic() - began

    assert sorted(planned) == [0, 0, ALL]
    assert Reminder.objects.count() == Reminder.objects.values("key").distinct().count() == ALL

    Reminder.objects.update(due_at=clock.now())  # let the morning come
    began = time.monotonic()
    killed = drain_with_kills(start, smtp)
    sending = time.monotonic() - began
    left = Reminder.objects.filter(state=OutboxState.PLANNED).count()
    with clock.stopped_at(clock.now() + outbox.LEASE + dt.timedelta(seconds=1)):
        while actions.drain():
            pass

    expected = {(task.assignee.email, task.text) for task in tasks}
    counts, ids = told(smtp), Counter(mail["Message-ID"] for mail in smtp.mails)
    doubled = len(smtp.mails) - len(ids)
    table(
        capsys,
        reminders=ALL,
        planners=3,
        planning_seconds=round(planning, 1),
        senders=3,
        killed=killed,
        sending_seconds=round(sending, 1),
        left_to_the_lease=left,
        mails=len(smtp.mails),
        lost=len(expected - set(counts)),
        doubled_mails=doubled,
    )
    assert killed == KILLS
    assert Reminder.objects.filter(state=OutboxState.SENT).count() == ALL
    assert set(counts) == expected
    assert len(ids) == MAILS
    assert doubled <= killed


def table(capsys, **numbers):
    with capsys.disabled():
        print()
        for name, number in numbers.items():
            print(f"| {name.replace('_', ' '):<20} | {number:>7} |")
