"""How an organisation comes into the portal, and how its master data change."""

import datetime as dt
from collections.abc import Callable
from typing import TypedDict, Unpack

from django.db import connection
from django.db.models import Field

from auditportal import notation, permissions
from auditportal.action import happened, unasked
from auditportal.actions import action
from auditportal.actions import invitation as invitations
from auditportal.actions.betreuung import take_up
from auditportal.actions.versioned import overwrite
from auditportal.history import record
from auditportal.models import (
    Invitation,
    Organisation,
    OrganisationEventKind,
    OrganisationKind,
    RegisterEntry,
    RegisterLevel,
    Role,
    User,
)
from auditportal.verdict import WHEN, WHO, Verdict, because, unless

KINDS: dict[str, OrganisationKind] = {
    RegisterLevel.KREIS: OrganisationKind.KREIS,
    RegisterLevel.GEMEINDE: OrganisationKind.KOMMUNE,
}


# What else bears the name of an organisation; upper rooms put it here, since none is called up.
BEARERS: list[Callable[[Organisation], None]] = []


class MasterData(TypedDict, total=False):
    """What people type about an organisation."""

    name: str
    kind: str
    parent: Organisation | None
    ags: str
    ars: str
    keys_from: dt.date | None
    keys_to: dt.date | None
    inhabitants: int | None
    inhabitants_on: dt.date | None


def master_data_of(entry: RegisterEntry) -> MasterData:
    """What the official list knows about it, as a proposal."""
    parent = Organisation.objects.filter(register_entry=entry.parent_id).first()
    return {
        "name": entry.short_name,
        "kind": KINDS[entry.level],
        "parent": parent if entry.parent_id else None,
        "ags": entry.ags,
        "ars": entry.ars,
        "inhabitants": entry.inhabitants,
        "inhabitants_on": entry.as_of if entry.inhabitants is not None else None,
    }


def can_enter(user: User, register_entry: RegisterEntry | None = None) -> Verdict:
    return permissions.may_run_any(user) & _is_new(register_entry)


@action(OrganisationEventKind.FOUNDED)
def enter(
    *, register_entry: RegisterEntry | None = None, by: User, **data: Unpack[MasterData]
) -> Organisation:
    """Enter an organisation by hand, or from its entry in the official list."""
    _keeps_out_of_traeger(data).require()
    _one_key_at_a_time()
    has_its_own_key(data.get("ags", "")).require()
    organisation = Organisation.objects.create(register_entry=register_entry, **data)
    source = " aus dem Gemeindeverzeichnis" if register_entry else ""
    happened(f"Angelegt{source}.", organisation=organisation)
    take_up(organisation, by)
    _adopt(organisation, by)
    return organisation


def can_change(user: User, organisation: Organisation) -> Verdict:
    return permissions.may_change(user, organisation)


@action(OrganisationEventKind.CHANGED)
def change(
    *, organisation: Organisation, by: User, version: int | None = None, **data: Unpack[MasterData]
) -> Organisation:
    """Write down new master data; what was there before stays in the history."""
    _may_become(by, organisation, data).require()
    if data.get("ags", organisation.ags) != organisation.ags:
        _one_key_at_a_time()
        has_its_own_key(data["ags"], organisation).require()
    changes = [_in_words(organisation, name, data[name]) for name in data]  # type: ignore[literal-required] # its own
    is_renamed = data.get("name", organisation.name) != organisation.name
    overwrite(organisation, version=version, by=by, **data)
    for follow in BEARERS if is_renamed else ():
        follow(organisation)
    text = "; ".join(filter(None, changes))
    happened(f"Stammdaten: {text}." if text else "")
    return organisation


def _one_at_a_time() -> None:
    """Two commands at once enter one Träger, not two of one name."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtext('auditportal.install'))")


@action(OrganisationEventKind.INVITED, asks=unasked, locks=_one_at_a_time)
def install(*, name: str, director: str, email: str) -> Invitation:
    """A Träger and the invitation of its Geschäftsführung: whoever reaches the command may."""
    traeger = Organisation.objects.select_for_update().filter(kind=OrganisationKind.TRAEGER)
    organisation = traeger.filter(name=name).first()
    if organisation is None:
        organisation = Organisation.objects.create(name=name, kind=OrganisationKind.TRAEGER)
        record(
            organisation=organisation, kind=OrganisationEventKind.FOUNDED, text="Angelegt.", by=None
        )
    directors = organisation.mitgliedschaften.open().filter(role=Role.DIRECTOR)
    unless(not directors.exists(), WHEN, f"„{name}“ hat schon eine Geschäftsführung.").require()
    for earlier in organisation.invitations.pending():
        invitations.close(earlier)
    return invitations.issue(
        organisation=organisation, email=email, name=director, role=Role.DIRECTOR, by=None
    )


def _one_key_at_a_time() -> None:
    """Two who enter the same Kommune at once wait for each other."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtext('auditportal.ags'))")


def has_its_own_key(ags: str, organisation: Organisation | None = None) -> Verdict:
    """One key, one organisation: a second one would be the same Kommune once more."""
    twins = Organisation.objects.with_ags(ags)
    if organisation is not None:
        twins = twins.exclude(pk=organisation.pk)
    twin = twins.by_name().first()
    if twin is None:
        return Verdict()
    link = twin.get_absolute_url()
    return because(WHEN, f"Diesen AGS hat schon „{twin.described}“.", link=link)


def _is_new(entry: RegisterEntry | None) -> Verdict:
    there = entry and (
        entry.organisations.first() or Organisation.objects.with_ags(entry.ags).first()
    )
    if not there:
        return Verdict()
    text = f"„{there.described}“ ist schon angelegt."
    return because(WHEN, text, link=there.get_absolute_url())


def _keeps_out_of_traeger(data: MasterData) -> Verdict:
    """Whoever runs Verfahren is trusted by the installation, not by a form."""
    return unless(
        data.get("kind") != OrganisationKind.TRAEGER,
        WHO,
        "Einen Träger legt die Betriebsleitung des Portals an.",
    )


def _may_become(user: User, organisation: Organisation, data: MasterData) -> Verdict:
    """The kind decides which Verfahren are open, so that it is not for members to choose."""
    kind = data.get("kind", organisation.kind)
    if kind == organisation.kind:
        return Verdict()
    is_traeger = organisation.kind == OrganisationKind.TRAEGER
    return (
        permissions.may_run_any(user)
        & _keeps_out_of_traeger(data)
        & unless(not is_traeger, WHO, "Ein Träger von Verfahren bleibt ein Träger.")
        & unless(
            not organisation.children.exists(),
            WHEN,
            "Zu diesem Kreis gehören Kommunen: Die Art bleibt, solange das so ist.",
        )
    )


def _in_words(organisation: Organisation, name: str, value: object) -> str:
    """One changed field: „Name „Aachen“ → „Stadt Aachen““; nothing where nothing changed."""
    before = getattr(organisation, name)
    if before == value:
        return ""
    field: Field = Organisation._meta.get_field(name)  # type: ignore[assignment] # a column
    words = [_shown(field, was) for was in (before, value)]
    return f"{field.verbose_name} {words[0]} → {words[1]}"


def _shown(field: Field, value: object) -> str:
    if value in (None, ""):
        return "ohne Angabe"
    if isinstance(value, dt.date):
        return notation.day(value)
    return f"„{dict(field.flatchoices).get(value, value)}“"


def _adopt(kreis: Organisation, by: User) -> None:
    """Kommunen of the official list that came before their Kreis now belong to it."""
    if kreis.register_entry is None or kreis.kind != OrganisationKind.KREIS:
        return
    children = Organisation.objects.filter(
        register_entry__parent=kreis.register_entry, parent__isnull=True
    )
    for child in children.select_for_update(of=["self"]):
        overwrite(child, version=None, by=by, parent=kreis)
        record(
            organisation=child,
            kind=OrganisationEventKind.CHANGED,
            text=f"Gehört zum Kreis „{kreis}“.",
            by=by,
        )
