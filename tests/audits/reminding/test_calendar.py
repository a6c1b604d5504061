import datetime as dt

import pytest
from icalendar import Calendar

from auditportal import clock
from audits.actions import veranstaltung as events
from audits.actions.veranstaltung import Plan
from audits.reminding import calendar
from tests.factories.audits import a_cycle, cast_of

pytestmark = pytest.mark.django_db
PLAN = Plan(
    "Workshop; „Größe“, 1. Teil",
    dt.date(2026, 3, 30),
    "Rathaus, Saal 1\nMarkt 1",
    dt.time(9, 0),
    dt.time(12, 30),
    "TOP 1: Begrüßung\nTOP 2: " + "sehr lange " * 20,
)


@pytest.fixture
def cycle():
    return a_cycle("strategieworkshop", name="Überlingen")


@pytest.fixture
def by(cycle):
    return cast_of(cycle).auditor


@pytest.fixture
def event(cycle, by):
    return events.plan(cycle=cycle, code="", plan=PLAN, by=by)


def content(event) -> bytes:
    return calendar.invitation(event, list(event.teilnahmen.all()))


def read(event):
    """The entry as another program reads it."""
    return Calendar.from_ical(content(event)).walk("VEVENT")[0]


def test_another_program_reads_back_what_was_planned(event):
    entry = read(event)

    assert entry["summary"] == PLAN.title
    assert entry["location"] == PLAN.place
    assert entry["description"].startswith(PLAN.agenda.strip())
    assert entry.decoded("dtstamp") <= clock.now()
    assert entry["url"].endswith(f"/veranstaltungen/{event.pk}/")


def test_the_time_is_that_of_germany_on_both_sides_of_the_change(event, by):
    winter, summer = dt.timedelta(hours=1), dt.timedelta(hours=2)

    for day, offset in ((dt.date(2026, 3, 28), winter), (dt.date(2026, 3, 29), summer)):
        event.day = day
        entry = read(event)
        assert entry.decoded("dtstart").isoformat()[:16] == f"{day}T09:00"
        assert entry.decoded("dtend").isoformat()[:16] == f"{day}T12:30"
        assert entry.decoded("dtstart").utcoffset() == offset


def test_the_zone_comes_along(event):
    zone = Calendar.from_ical(content(event)).walk("VTIMEZONE")[0].to_tz()

    assert b"DTSTART;TZID=Europe/Berlin:20260330T090000" in content(event)
    assert dt.datetime(2026, 3, 28, 12, tzinfo=zone).utcoffset() == dt.timedelta(hours=1)
    assert dt.datetime(2026, 3, 30, 12, tzinfo=zone).utcoffset() == dt.timedelta(hours=2)
    assert dt.datetime(2026, 10, 26, 12, tzinfo=zone).utcoffset() == dt.timedelta(hours=1)


def test_without_a_time_it_takes_the_whole_day(event):
    event.starts_at = event.ends_at = None

    entry = read(event)

    assert entry.decoded("dtstart") == dt.date(2026, 3, 30)
    assert entry.decoded("dtend") == dt.date(2026, 3, 31)
    assert b"VTIMEZONE" not in content(event)


def test_without_an_end_there_is_none(event):
    event.ends_at = None

    assert "dtend" not in read(event)


def test_a_change_is_the_same_entry_with_a_higher_number(event, by):
    before = read(event)

    changed = events.change(event=event, plan=PLAN, by=by)

    after = read(changed)
    assert after["uid"] == before["uid"]
    assert (before["sequence"], after["sequence"]) == (0, 1)


def test_people_with_an_address_are_attendees_and_somebody_invites_them(event, by):
    events.invite(event=event, name="Frau Ö, Amt 51", email="oe@stadt.example", by=by)
    events.invite(event=event, name="Ohne Adresse", by=by)

    entry = read(event)

    assert entry["attendee"] == "mailto:oe@stadt.example"
    assert entry["attendee"].params["CN"] == "Frau Ö, Amt 51"
    assert entry["organizer"] == "mailto:portal@auditportal.example"
    assert entry["organizer"].params["CN"] == "Überlingen"
    assert b"Ohne Adresse" not in content(event)


def test_without_addresses_nobody_is_named(event):
    assert not {"attendee", "organizer"} & set(read(event))


def test_lines_are_folded_and_end_as_the_standard_says(event):
    lines = content(event).split(b"\r\n")

    assert max(map(len, lines)) <= 75
    assert not any(b"\n" in line for line in lines)
