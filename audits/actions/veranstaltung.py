"""Workshops and meetings: planned, invited to, held and recorded."""

import datetime as dt
from dataclasses import asdict, dataclass

from django.db.models.functions import Now
from django.urls import reverse

from auditportal import clock, notation
from auditportal.action import happened, part
from auditportal.actions.versioned import overwrite
from auditportal.documents import Upload
from auditportal.models import User
from auditportal.verdict import WHEN, Verdict, unless
from audits import gates, permissions
from audits.actions import action
from audits.actions import document as documents
from audits.gates.berichtigung import is_in_force
from audits.models import AuditCycle, CycleDocument, CycleEventKind, Teilnahme, Veranstaltung
from handlungsfelder.models import GateKind


@dataclass(frozen=True)
class Plan:
    """When and where a Veranstaltung takes place, and what about."""

    title: str
    day: dt.date
    place: str
    starts_at: dt.time | None = None
    ends_at: dt.time | None = None
    agenda: str = ""


def can_plan(user: User, cycle: AuditCycle, code: str = "") -> Verdict:
    """Any meeting while the cycle runs; one that a phase asks for, until that phase is left."""
    verdict = permissions.may_carry(user, cycle) & gates.is_running(cycle)
    if code and verdict:
        verdict &= gates.is_ahead(cycle, GateKind.EVENT, event=code)
    return verdict


@action(CycleEventKind.EVENT_PLANNED)
def plan(*, cycle: AuditCycle, code: str, plan: Plan, by: User) -> Veranstaltung:
    """Fix day and place; `code` is the template's name for it, or empty for any other meeting."""
    _is_new(cycle, code, plan).require()
    event = Veranstaltung(cycle=cycle, code=code)
    overwrite(event, version=None, by=by, **asdict(plan))
    happened(f"Geplant: {event}, {event.place}.")
    return event


def _is_new(cycle: AuditCycle, code: str, plan: Plan) -> Verdict:
    """A second click plans nothing a second time."""
    same = {"title": plan.title, "day": plan.day, "place": plan.place, "starts_at": plan.starts_at}
    found = cycle.veranstaltungen.with_code(code).in_force().filter(**same).first()
    return unless(
        found is None,
        WHEN,
        f"Schon geplant: {found}.",
        link=reverse("audits:veranstaltung_detail", args=[found.pk]) if found else "",
    )


def can_change(user: User, event: Veranstaltung) -> Verdict:
    return (
        permissions.may_carry(user, event.cycle)
        & gates.is_running(event.cycle)
        & is_in_force(event)
        & unless(event.held_on is None, WHEN, "Diese Veranstaltung hat schon stattgefunden.")
    )


@action(CycleEventKind.EVENT_CHANGED)
def change(
    *, event: Veranstaltung, plan: Plan, by: User, version: int | None = None
) -> Veranstaltung:
    """Move or rename it; invitations say by their sequence that they are newer."""
    overwrite(event, version=version, by=by, sequence=event.sequence + 1, **asdict(plan))
    happened(f"Geändert: {event}, {event.place}.")
    return event


def can_invite(user: User, event: Veranstaltung) -> Verdict:
    who = permissions.may_carry(user, event.cycle)
    return who & gates.is_running(event.cycle) & is_in_force(event)


@action(CycleEventKind.EVENT_INVITED)
def invite(
    *,
    event: Veranstaltung,
    name: str,
    by: User,
    organisation: str = "",
    email: str = "",
) -> Teilnahme:
    """Put somebody on the list, with or without a login; afterwards as somebody who was there."""
    is_not_listed(event, name, email).require()
    known = User.objects.filter(email__iexact=email).first() if email else None
    teilnahme = event.teilnahmen.create(
        cycle=event.cycle,
        user=known,
        name=name,
        organisation=organisation,
        email=email,
        was_there=True if event.held_on else None,
    )
    happened(f"Teilnehmende ergänzt: {event}.")
    return teilnahme


def is_not_listed(event: Veranstaltung, name: str, email: str) -> Verdict:
    """The same address twice is the same person; without one the name says who it is."""
    same = {"email__iexact": email} if email else {"name__iexact": name, "email": ""}
    listed = event.teilnahmen.filter(**same).exists()
    return unless(not listed, WHEN, f"{name} steht schon auf der Liste.")


@action(CycleEventKind.EVENT_UNINVITED, asks=can_change)
def uninvite(*, event: Veranstaltung, teilnahme: Teilnahme, by: User) -> None:
    """Take somebody off the list before it has taken place."""
    event.teilnahmen.get(pk=teilnahme.pk).delete()
    happened(f"Von der Liste genommen: {event}.")


@action(CycleEventKind.EVENT_HELD, asks=can_change)
def hold(
    *,
    event: Veranstaltung,
    held_on: dt.date,
    minutes: str,
    by: User,
    upload: Upload | None = None,
    present: list[int] | None = None,
) -> Veranstaltung:
    """It has taken place: its Protokoll as text or file, and who of the list was there."""
    paper = _keep_minutes(event, held_on, upload, by) if upload else None
    _write_minutes(event, held_on, minutes, paper)
    if present is not None:
        event.teilnahmen.filter(pk__in=present).update(was_there=True)
        event.teilnahmen.exclude(pk__in=present).update(was_there=False)
    happened(f"Durchgeführt und protokolliert: {event}.")
    return event


def _write_minutes(
    event: Veranstaltung, held_on: dt.date, minutes: str, paper: CycleDocument | None
) -> None:
    (
        unless(held_on <= clock.today(), WHEN, "Dieser Tag liegt in der Zukunft.")
        & unless(bool(minutes or paper), WHEN, "Das Protokoll fehlt.")
    ).require()
    event.held_on, event.minutes, event.minutes_document = held_on, minutes, paper
    event.minuted_at = Now()  # the database's own time, as of all that is compared with it
    event.save(update_fields=["held_on", "minutes", "minutes_document", "minuted_at"])


@part
def put_right(
    wrong: Veranstaltung, held_on: dt.date | None, minutes: str, upload: Upload | None, by: User
) -> Veranstaltung:
    """The same once more with another Protokoll; without a day it is
    planned as it was before it was held."""
    right = Veranstaltung(cycle=wrong.cycle, code=wrong.code, sequence=wrong.sequence)
    plan = {name: getattr(wrong, name) for name in Plan.__dataclass_fields__}
    overwrite(right, version=None, by=by, **plan)
    Teilnahme.objects.bulk_create(_again(one, right) for one in wrong.teilnahmen.all())
    if held_on:
        paper = _keep_minutes(right, held_on, upload, by) if upload else wrong.minutes_document
        _write_minutes(right, held_on, minutes, paper)
    return right


def _again(teilnahme: Teilnahme, event: Veranstaltung) -> Teilnahme:
    copied = ("cycle", "user", "name", "organisation", "email", "was_there")
    facts = {name: getattr(teilnahme, name) for name in copied}
    return Teilnahme(veranstaltung=event, **facts)


def _keep_minutes(
    event: Veranstaltung, held_on: dt.date, upload: Upload, by: User
) -> CycleDocument:
    title = f"Protokoll: {notation.shortened(event.title, 170)}, {notation.day(held_on)}"
    return documents.add(cycle=event.cycle, code="", title=title, upload=upload, by=by)
