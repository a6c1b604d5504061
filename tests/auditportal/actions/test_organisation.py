import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from auditportal.actions import organisation as organisations
from auditportal.models import (
    Organisation,
    OrganisationEvent,
    OrganisationKind,
    RegisterLevel,
    Role,
)
from auditportal.verdict import NotYet
from tests.factories import (
    InvitationFactory,
    KreisFactory,
    MitgliedschaftFactory,
    OrganisationFactory,
    RegisterEntryFactory,
    TraegerFactory,
)


@pytest.fixture
def office():
    return MitgliedschaftFactory(role=Role.OFFICE, organisation=TraegerFactory()).user


def test_the_office_enters_an_organisation_by_hand(office):
    made = organisations.enter(name="Übach", kind=OrganisationKind.KOMMUNE, by=office)

    assert (made.name, made.sort_name, made.register_entry) == ("Übach", "ubach", None)
    event = made.events.get()
    assert (event.text, event.by) == ("Angelegt.", office)


def test_names_may_repeat(office):
    for _ in range(2):
        organisations.enter(name="Neustadt", kind=OrganisationKind.KOMMUNE, by=office)

    assert Organisation.objects.filter(name="Neustadt").count() == 2


def test_only_the_people_of_a_traeger_enter_organisations():
    signatory = MitgliedschaftFactory(role=Role.SIGNATORY).user

    with pytest.raises(PermissionDenied, match="Aufgabe der Geschäftsstelle"):
        organisations.enter(name="Neustadt", kind=OrganisationKind.KOMMUNE, by=signatory)


def test_nobody_makes_a_traeger_by_hand(office):
    with pytest.raises(PermissionDenied, match="Betriebsleitung"):
        organisations.enter(name="Noch ein Verein", kind=OrganisationKind.TRAEGER, by=office)


def test_an_entry_of_the_register_brings_its_master_data(office):
    kreis_entry = RegisterEntryFactory(level=RegisterLevel.KREIS, ars="05334", ags="05334")
    kreis = KreisFactory(register_entry=kreis_entry)
    entry = RegisterEntryFactory(name="Aachen, Stadt", parent=kreis_entry, inhabitants=252136)

    data = organisations.master_data_of(entry)
    made = organisations.enter(by=office, register_entry=entry, **data)

    assert (made.name, made.kind, made.parent) == ("Aachen", OrganisationKind.KOMMUNE, kreis)
    assert (made.ags, made.ars) == (entry.ags, entry.ars)
    assert (made.inhabitants, made.inhabitants_on) == (252136, dt.date(2023, 11, 30))
    assert made.events.get().text == "Angelegt aus dem Gemeindeverzeichnis."


def test_an_entry_becomes_an_organisation_once(office):
    entry = RegisterEntryFactory()
    there = OrganisationFactory(name="Aachen", register_entry=entry)

    with pytest.raises(NotYet, match="ist schon angelegt") as refused:
        organisations.enter(by=office, register_entry=entry, **organisations.master_data_of(entry))

    assert refused.value.verdict.reasons[0].link == there.get_absolute_url()


def test_the_database_refuses_a_second_organisation_for_an_entry():
    entry = RegisterEntryFactory()
    OrganisationFactory(register_entry=entry)

    with pytest.raises(IntegrityError, match="once_per_register_entry"), transaction.atomic():
        OrganisationFactory(register_entry=entry)


def test_kommunen_that_came_before_their_kreis_belong_to_it_afterwards(office):
    entry = RegisterEntryFactory(level=RegisterLevel.KREIS)
    kommune = OrganisationFactory(register_entry=RegisterEntryFactory(parent=entry))
    stranger = OrganisationFactory(register_entry=RegisterEntryFactory())

    kreis = organisations.enter(
        by=office, register_entry=entry, **organisations.master_data_of(entry)
    )

    kommune.refresh_from_db()
    stranger.refresh_from_db()
    assert (kommune.parent, stranger.parent) == (kreis, None)
    assert kommune.events.get().text == f"Gehört zum Kreis „{kreis}“."


def test_a_change_of_master_data_says_in_words_what_was_before():
    editor = MitgliedschaftFactory(role=Role.EDITOR, organisation__name="Aachen")

    changed = organisations.change(
        organisation=editor.organisation,
        by=editor.user,
        name="Stadt Aachen",
        kind=OrganisationKind.KOMMUNE,
        inhabitants=252136,
        inhabitants_on=dt.date(2023, 11, 30),
    )

    assert (changed.name, changed.sort_name) == ("Stadt Aachen", "stadt aachen")
    assert changed.events.get().text == (
        "Stammdaten: Name „Aachen“ → „Stadt Aachen“; Einwohnerzahl ohne Angabe → „252136“; "
        "Stichtag der Einwohnerzahl ohne Angabe → 30.11.2023."
    )


def test_saving_what_is_already_there_is_no_event():
    editor = MitgliedschaftFactory(role=Role.EDITOR)
    organisation = editor.organisation

    organisations.change(organisation=organisation, by=editor.user, name=organisation.name)

    assert not organisation.events.exists()


def test_the_office_changes_the_master_data_of_a_kommune(office):
    kommune = OrganisationFactory()

    organisations.change(organisation=kommune, by=office, ags="05334002")

    kommune.refresh_from_db()
    assert kommune.ags == "05334002"


def test_a_reader_changes_nothing():
    reader = MitgliedschaftFactory(role=Role.READER)

    with pytest.raises(PermissionDenied, match="das Recht „Bearbeiten“"):
        organisations.change(organisation=reader.organisation, by=reader.user, name="Anders")


def test_another_traegers_office_does_not_change_a_traeger(office):
    other = TraegerFactory()

    with pytest.raises(PermissionDenied):
        organisations.change(organisation=other, by=office, name="Anders")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (OrganisationKind.KOMMUNE, OrganisationKind.TRAEGER),
        (OrganisationKind.TRAEGER, OrganisationKind.KOMMUNE),
    ],
)
def test_no_change_makes_or_unmakes_a_traeger(before, after):
    role = Role.DIRECTOR if before == OrganisationKind.TRAEGER else Role.SIGNATORY
    member = MitgliedschaftFactory(role=role, organisation__kind=before)

    with pytest.raises(PermissionDenied, match="Träger"):
        organisations.change(organisation=member.organisation, by=member.user, kind=after)


def test_the_kind_is_for_the_office_to_change_and_not_for_members(office):
    signatory = MitgliedschaftFactory(role=Role.SIGNATORY)
    kommune, kreis = signatory.organisation, OrganisationKind.KREIS

    with pytest.raises(PermissionDenied, match="Aufgabe der Geschäftsstelle"):
        organisations.change(organisation=kommune, by=signatory.user, kind=kreis)
    organisations.change(organisation=kommune, by=office, kind=kreis)

    kommune.refresh_from_db()
    assert kommune.kind == kreis


def test_a_kreis_with_kommunen_stays_a_kreis(office):
    kreis = KreisFactory()
    OrganisationFactory(parent=kreis)

    with pytest.raises(NotYet, match="gehören Kommunen"):
        organisations.change(organisation=kreis, by=office, kind=OrganisationKind.PARTNER)


def test_the_installation_makes_a_traeger_and_invites_its_director(db):
    invitation = organisations.install(
        name="Familie e. V.", director="Leitung", email="Leitung@Verein.example"
    )

    traeger = invitation.organisation
    assert (traeger.kind, invitation.role) == (OrganisationKind.TRAEGER, Role.DIRECTOR)
    assert (invitation.email, invitation.invited_by) == ("leitung@verein.example", None)
    assert invitation.token


def test_installing_again_replaces_an_invitation_that_nobody_accepted(db):
    data = {"name": "Familie e. V.", "director": "Leitung", "email": "leitung@verein.example"}
    first = organisations.install(**data)

    second = organisations.install(**data)

    first.refresh_from_db()
    assert first.organisation == second.organisation
    assert first.withdrawn_at is not None


def test_installing_ends_where_there_is_a_director():
    director = MitgliedschaftFactory(role=Role.DIRECTOR, organisation=TraegerFactory())

    with pytest.raises(NotYet, match="hat schon eine Geschäftsführung"):
        organisations.install(
            name=director.organisation.name, director="Zweite", email="zweite@verein.example"
        )


BROKEN = [
    ("organisation_keys_end_after_they_begin", {
        "keys_from": dt.date(2020, 1, 1), "keys_to": dt.date(2019, 12, 31)}),
    ("organisation_inhabitants_have_a_day", {"inhabitants": 5}),
]  # fmt: skip


@pytest.mark.parametrize(("constraint", "data"), BROKEN)
def test_the_database_holds_what_must_always_hold(db, constraint, data):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        OrganisationFactory(**data)


def test_an_organisation_is_not_its_own_parent(db):
    kreis = KreisFactory()
    kreis.parent = kreis

    with pytest.raises(IntegrityError, match="not_its_own_parent"), transaction.atomic():
        kreis.save()


def test_history_cannot_be_rewritten(office):
    made = organisations.enter(name="Aachen", kind=OrganisationKind.KOMMUNE, by=office)

    with pytest.raises(IntegrityError, match="refused"), transaction.atomic():
        OrganisationEvent.objects.filter(organisation=made).update(text="Nie geschehen.")
    with pytest.raises(IntegrityError, match="refused"), transaction.atomic():
        OrganisationEvent.objects.filter(organisation=made).delete()


def test_an_invitation_ends_after_it_begins(db):
    with pytest.raises(IntegrityError, match="expires_after_it_begins"), transaction.atomic():
        InvitationFactory(expires_at=dt.datetime(2000, 1, 1, tzinfo=dt.UTC))
