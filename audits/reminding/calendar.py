"""An invitation as a calendar reads it (RFC 5545): one entry that keeps its name when it moves."""

import datetime as dt
from email.utils import parseaddr
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.conf import settings
from django.urls import reverse
from icalendar import Calendar, Event, Timezone, vCalAddress

from auditportal import clock
from audits.models import Teilnahme, Veranstaltung

ZONE = ZoneInfo("Europe/Berlin")
# The rule of the European Union since 1996; calendars without a zone list of their own need it.
BERLIN = """BEGIN:VTIMEZONE
TZID:Europe/Berlin
BEGIN:DAYLIGHT
DTSTART:19960331T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
TZNAME:CEST
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
END:DAYLIGHT
BEGIN:STANDARD
DTSTART:19961027T030000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
TZNAME:CET
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
END:STANDARD
END:VTIMEZONE
"""


def invitation(event: Veranstaltung, people: list[Teilnahme]) -> bytes:
    """The file to open or to pass on; the calendars of all who get it know it by the same UID."""
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", "-//Auditportal//Veranstaltungen//DE")
    if event.starts_at:
        calendar.add_component(Timezone.from_ical(BERLIN))
    calendar.add_component(entry(event, people))
    return calendar.to_ical()


def entry(event: Veranstaltung, people: list[Teilnahme]) -> Event:
    url = f"{settings.PUBLIC_URL}{reverse('audits:veranstaltung_detail', args=[event.pk])}"
    component = Event()
    component.add("uid", f"veranstaltung-{event.pk}@{urlsplit(settings.PUBLIC_URL).hostname}")
    component.add("sequence", event.sequence)
    component.add("dtstamp", clock.now().astimezone(dt.UTC))
    component.add("summary", event.title)
    component.add("location", event.place)
    component.add("description", f"{event.agenda}\n\nMit Zugang zum Portal: {url}".strip())
    component.add("url", url)
    for name, moment in times(event).items():
        component.add(name, moment)
    invited = [one for one in people if one.email]
    if invited:
        component.add("organizer", organizer(event))
    for one in invited:
        component.add("attendee", attendee(one))
    return component


def times(event: Veranstaltung) -> dict:
    """A whole day ends before its DTEND; without an end the calendar shows the beginning."""
    if not event.starts_at:
        return {"dtstart": event.day, "dtend": event.day + dt.timedelta(days=1)}
    found = {"dtstart": dt.datetime.combine(event.day, event.starts_at, ZONE)}
    if event.ends_at:
        found["dtend"] = dt.datetime.combine(event.day, event.ends_at, ZONE)
    return found


def organizer(event: Veranstaltung) -> vCalAddress:
    """Whoever lists attendees has to say who invites them."""
    return address(parseaddr(settings.DEFAULT_FROM_EMAIL)[1], event.cycle.title)


def attendee(teilnahme: Teilnahme) -> vCalAddress:
    person = address(teilnahme.email, teilnahme.name)
    person.params["role"] = "REQ-PARTICIPANT"
    person.params["partstat"] = "NEEDS-ACTION"
    return person


def address(email: str, name: str) -> vCalAddress:
    found = vCalAddress(f"mailto:{email}")
    found.params["cn"] = name
    return found
