"""The reminders that the clock starts: planned once with a unique key, sent as one mail a day.

Nobody asks for these writes, so there is no `by`, no question and no line in a cycle's history:
the rows themselves say who was reminded of what. What is sent of them the outbox writes down.
"""

import datetime as dt
from collections.abc import Iterator

from django.db import connection

from auditportal import clock, outbox
from auditportal.action import unasked
from auditportal.models import OutboxState
from audits.actions import action
from audits.models import Reminder, Task
from audits.reminding import mails, recipients
from audits.reminding.recipients import People


def _one_planner() -> None:
    """Two of them wait for each other; nobody else waits for them."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtext('audits.reminders'))")


@action(None, asks=unasked, locks=_one_planner)
def plan() -> int:
    """Put into the outbox what the coming morning brings, and say how many reminders are new.

    What has come by then and was not planned yet is asked, never which day it is: a planner that
    was away for days makes up for it.
    """
    mailing = recipients.next_mailing(clock.now())
    tasks = recipients.tasks(due_on__lte=mailing.date() - dt.timedelta(recipients.STAGES[0]))
    people = People.around(task.cycle_id for task in tasks)
    rows = {row.key: row for task in tasks for row in _rows(task, people, mailing)}
    known = set(Reminder.objects.filter(key__in=list(rows)).values_list("key", flat=True))
    fresh = [row for key, row in rows.items() if key not in known]
    Reminder.objects.bulk_create(fresh, ignore_conflicts=True, batch_size=1000)
    return len(fresh)


def _rows(task: Task, people: People, mailing: dt.datetime) -> Iterator[Reminder]:
    assert task.due_on is not None  # `recipients.tasks` asks for no others
    stage = recipients.reached(task.due_on, mailing.date())
    if stage is None:
        return
    recorded_on = clock.day_of(people.cycles[task.cycle_id].recorded_at)
    day = recipients.day_of(task.due_on, stage)
    past = clock.is_stopped() or day < recorded_on
    if past and day > clock.today():
        return  # a replayed past has no tomorrow
    for recipient in recipients.recipients(task, people):
        yield Reminder(
            key=recipients.key(task, stage, recipient.email),
            recipient=recipient.email,
            due_at=recipients.morning(day) if past else mailing,
            state=OutboxState.HISTORIC if past else OutboxState.PLANNED,
            cycle_id=task.cycle_id,
            user_id=recipient.user_id,
            text=task.text,
            link=task.link,
            due_on=task.due_on,
            stage=stage,
            why=recipient.why,
        )


def drain() -> int:
    """Send what the morning brought: all that one person is to know is one mail."""
    return outbox.drain(Reminder, mails.compose, together="recipient")
