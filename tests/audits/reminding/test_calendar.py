import datetime as dt

import pytest
from icalendar import Calendar

from auditportal import clock
from auditportal.models import Contact, User
from audits.actions import veranstaltung as events
from audits.actions.veranstaltung import Plan
from audits.reminding import calendar
from tests.factories.audits import a_cycle, cast_of

pytestmark = pytest.mark.django_db
ASKING = User(email="geschaeftsstelle@verein.example", name="Geschäftsstelle")
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
    return calendar.invitation(event, ASKING)


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


def test_who_reads_the_answers_invites_and_nobodys_address_is_handed_out(event, by):
    events.invite(event=event, name="Frau Ö, Amt 51", email="oe@stadt.example", by=by)

    entry = read(event)

    assert entry["organizer"] == f"mailto:{ASKING.email}"
    assert entry["organizer"].params["CN"] == ASKING.name
    assert "attendee" not in entry
    assert b"oe@stadt.example" not in content(event)
    assert b"METHOD:PUBLISH" in content(event)


def test_the_contact_on_site_reads_the_answers_where_there_is_one(event):
    contact = Contact.objects.create(
        organisation=event.cycle.parties.first().organisation,
        name="Ansprechperson",
        email="ansprechperson@stadt.example",
    )
    event.cycle.contact = contact

    assert read(event)["organizer"] == "mailto:ansprechperson@stadt.example"


def test_lines_are_folded_and_end_as_the_standard_says(event):
    lines = content(event).split(b"\r\n")

    assert max(map(len, lines)) <= 75
    assert not any(b"\n" in line for line in lines)
