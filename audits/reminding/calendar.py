"""An invitation as a calendar reads it (RFC 5545): one entry that keeps its name when it moves."""

import datetime as dt
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.conf import settings
from django.urls import reverse
from icalendar import Calendar, Event, Timezone, vCalAddress

from auditportal import clock
from auditportal.models import User
from audits.models import Veranstaltung

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


def invitation(event: Veranstaltung, asking: User) -> bytes:
    """The file to open or to pass on; the calendars of all who get it know it by the same UID.

    Nobody's address is in it but that of who reads the answers: who passes it on hands out no list.
    """
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("prodid", "-//Auditportal//Veranstaltungen//DE")
    if event.starts_at:
        calendar.add_component(Timezone.from_ical(BERLIN))
    calendar.add_component(entry(event, asking))
    return calendar.to_ical()


def entry(event: Veranstaltung, asking: User) -> Event:
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
    component.add("organizer", organizer(event, asking))
    return component


def times(event: Veranstaltung) -> dict:
    """A whole day ends before its DTEND; without an end the calendar shows the beginning."""
    if not event.starts_at:
        return {"dtstart": event.day, "dtend": event.day + dt.timedelta(days=1)}
    found = {"dtstart": dt.datetime.combine(event.day, event.starts_at, ZONE)}
    if event.ends_at:
        found["dtend"] = dt.datetime.combine(event.day, event.ends_at, ZONE)
    return found


def organizer(event: Veranstaltung, asking: User) -> vCalAddress:
    """Who reads the answers: the contact on site or, without one, whoever passes the file on."""
    contact = event.cycle.contact
    if contact and contact.email:
        return address(contact.email, contact.name)
    return address(asking.email, str(asking))


def address(email: str, name: str) -> vCalAddress:
    found = vCalAddress(f"mailto:{email}")
    found.params["cn"] = name
    return found
