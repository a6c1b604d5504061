"""Both sides see the same: what comes next, and who was reminded of what."""

import datetime as dt

import pytest
from django.urls import reverse

from auditportal import clock
from auditportal.models import OutboxState
from audits import gates
from audits.actions import reminder as actions
from audits.models import AuditCycle, Reminder
from audits.reminding import recipients
from tests.audits.counting import questions
from tests.factories.audits import a_cycle, cast_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def cycle():
    """Its one task is due in seven days, counted from the coming morning."""
    cycle = a_cycle()
    AuditCycle.objects.update(recorded_at=dt.datetime(2020, 1, 1, tzinfo=dt.UTC))
    due_on = recipients.next_mailing(clock.now()).date() + dt.timedelta(days=7)
    cycle.runs.open().update(due_on=due_on)
    gates.settle(cycle)
    return cycle


@pytest.fixture
def cast(cycle):
    return cast_of(cycle)


def url(cycle):
    return reverse("audits:reminder_list", args=[cycle.pk])


def reminded(cycle, count, state=OutboxState.SENT):
    """So many rows of the past."""
    for n in range(count):
        Reminder.objects.create(
            key=f"alt:{n}",
            recipient=f"person{n}@kommune.example",
            due_at=clock.now() - dt.timedelta(days=n + 1),
            sent_at=clock.now() if state == OutboxState.SENT else None,
            state=state,
            cycle=cycle,
            text=f"Aufgabe Nummer {n}.",
            link="/",
            due_on=clock.today(),
            stage=-7,
            why="Als Kontakt eingetragen.",
        )


@pytest.mark.parametrize("part", ["office", "director", "editor", "signatory", "reader", "auditor"])
def test_every_side_sees_what_is_planned_and_what_comes_next(client, cycle, cast, part):
    task = cycle.tasks.get()
    actions.plan()
    client.force_login(getattr(cast, part))

    page = client.get(url(cycle)).text

    following = task.due_on - dt.timedelta(days=1)
    assert page.count(task.text) == 1 + Reminder.objects.count()
    assert f"{following:%d.%m.%Y}" in page
    assert "1 Tag vor der Frist" in page
    assert "7 Tage vor der Frist" in page
    assert str(cast.office) in page
    assert "Rolle „Geschäftsstelle“" in page
    assert ">Geplant<" in page


@pytest.mark.parametrize(
    ("state", "word"),
    [
        (OutboxState.SENT, "Gesendet"),
        (OutboxState.DROPPED, "Entfallen"),
        (OutboxState.FAILED, "Nicht zustellbar"),
        (OutboxState.HISTORIC, "Nicht gesendet"),
    ],
)
def test_the_state_of_a_reminder_is_said_in_words(client, cycle, cast, state, word):
    reminded(cycle, 1, state)
    client.force_login(cast.reader)

    page = client.get(url(cycle)).text

    assert f">{word}<" in page
    assert "person0@kommune.example" in page
    assert "Als Kontakt eingetragen." in page


def test_a_cycle_without_reminders_says_so(client, cycle, cast):
    cycle.tasks.all().delete()
    client.force_login(cast.reader)

    page = client.get(url(cycle)).text

    assert "Es ist keine weitere Erinnerung vorgesehen." in page
    assert "Noch wurde an nichts erinnert." in page


def test_strangers_and_assessors_find_nothing(client, cycle, cast):
    for person in (cast.stranger, *cast.assessors):
        client.force_login(person)
        assert client.get(url(cycle)).status_code == 404


def test_the_page_only_shows(client, cycle, cast):
    client.force_login(cast.office)

    assert client.post(url(cycle)).status_code == 405
    assert Reminder.objects.count() == 0


def test_reminders_of_other_cycles_stay_there(client, cycle, cast):
    reminded(a_cycle(), 1)
    client.force_login(cast.office)

    assert "Aufgabe Nummer 0." not in client.get(url(cycle)).text


def test_twenty_are_on_a_page_the_newest_first(client, cycle, cast):
    reminded(cycle, 21)
    client.force_login(cast.reader)

    first, second = client.get(url(cycle)).text, client.get(url(cycle), {"page": 2}).text

    assert first.index("Aufgabe Nummer 0.") < first.index("Aufgabe Nummer 19.")
    assert "Aufgabe Nummer 20." not in first
    assert "Aufgabe Nummer 20." in second


def test_the_page_costs_the_same_however_long(client, cycle, cast):
    client.force_login(cast.reader)
    counts = []

    for count in (1, 20):
        Reminder.objects.all().delete()
        reminded(cycle, count)
        counts.append(questions(client, url(cycle)))

    assert counts[0] == counts[1] <= 8
