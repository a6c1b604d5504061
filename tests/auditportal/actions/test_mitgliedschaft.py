import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from auditportal import clock
from auditportal.actions import mitgliedschaft as mitgliedschaften
from auditportal.models import Mail, Mitgliedschaft, OrganisationKind, Role, User
from auditportal.permissions import ROLE_RIGHTS
from auditportal.verdict import NotYet
from tests.auditportal.grants import earned, granted
from tests.factories import (
    MitgliedschaftFactory,
    OrganisationFactory,
    TraegerFactory,
    UserFactory,
)


def fresh(user):
    return User.objects.get(pk=user.pk)


@pytest.mark.parametrize("role", list(Role))
def test_every_role_brings_its_rights_and_no_others(role):
    kind = OrganisationKind.TRAEGER if role in ("office", "director") else OrganisationKind.KOMMUNE
    member = MitgliedschaftFactory(role=role, organisation__kind=kind)

    rights = fresh(member.user).rights

    assert rights.by_organisation == {member.organisation_id: frozenset(ROLE_RIGHTS[role])}


def test_a_signatory_admits_somebody_to_the_own_organisation():
    signatory = MitgliedschaftFactory(role=Role.SIGNATORY)
    person = UserFactory()

    member = mitgliedschaften.admit(
        organisation=signatory.organisation, person=person, role=Role.EDITOR, by=signatory.user
    )

    event = signatory.organisation.events.get()
    assert (member.role, member.admitted_by) == (Role.EDITOR, signatory.user)
    assert (event.text, event.person) == ("Neues Mitglied (Rolle: Bearbeiten).", person)


def test_nobody_is_a_member_twice():
    member = MitgliedschaftFactory(role=Role.SIGNATORY)

    with pytest.raises(NotYet, match="bereits Mitglied"):
        mitgliedschaften.admit(
            organisation=member.organisation, person=member.user, role=Role.READER, by=member.user
        )


def test_the_database_refuses_two_open_mitgliedschaften_of_one_person():
    member = MitgliedschaftFactory()

    with pytest.raises(IntegrityError, match="mitgliedschaft_once"), transaction.atomic():
        Mitgliedschaft.objects.create(
            organisation=member.organisation, user=member.user, role=Role.EDITOR
        )


ADMITTING = [
    # (who asks, where, for which role, the sentence or nothing)
    (Role.READER, "own", Role.READER, "entscheiden die Zeichnungsberechtigten"),
    (Role.EDITOR, "own", Role.READER, "entscheiden die Zeichnungsberechtigten"),
    (Role.SIGNATORY, "own", Role.SIGNATORY, ""),
    (Role.SIGNATORY, "own", Role.OFFICE, "nur bei einem Träger"),
    (Role.SIGNATORY, "own", Role.DIRECTOR, "nur bei einem Träger"),
    (Role.SIGNATORY, "other", Role.READER, "entscheiden die Zeichnungsberechtigten"),
    (Role.OFFICE, "other", Role.SIGNATORY, ""),
    (Role.OFFICE, "other", Role.DIRECTOR, "nur bei einem Träger"),
    (Role.OFFICE, "traeger", Role.OFFICE, "entscheidet die Geschäftsführung"),
    (Role.DIRECTOR, "traeger", Role.DIRECTOR, ""),
    (Role.SIGNATORY, "traeger", Role.DIRECTOR, "entscheidet die Geschäftsführung"),
]


@pytest.mark.parametrize(("asking", "where", "role", "sentence"), ADMITTING)
def test_who_may_admit_whom(asking, where, role, sentence):
    home = TraegerFactory() if asking in ("office", "director") or where == "traeger" else None
    asker = MitgliedschaftFactory(role=asking, organisation=home or OrganisationFactory())
    organisation = OrganisationFactory() if where == "other" else asker.organisation

    verdict = mitgliedschaften.can_admit(asker.user, organisation, role, UserFactory())

    assert bool(verdict) is not bool(sentence)
    assert sentence in str(verdict)


def test_another_role_brings_its_rights_at_the_next_request():
    signatory = MitgliedschaftFactory(role=Role.SIGNATORY)
    member = MitgliedschaftFactory(organisation=signatory.organisation, role=Role.EDITOR)

    mitgliedschaften.change_role(mitgliedschaft=member, role=Role.READER, by=signatory.user)

    assert fresh(member.user).rights.by_organisation[member.organisation_id] == {"view"}
    event = member.organisation.events.get()
    assert event.text == "Rolle geändert: Bearbeiten → Lesen."
    assert (event.by, event.person) == (signatory.user, member.user)


def test_the_same_role_again_writes_nothing():
    signatory = MitgliedschaftFactory(role=Role.SIGNATORY)
    member = MitgliedschaftFactory(organisation=signatory.organisation, role=Role.EDITOR)

    mitgliedschaften.change_role(mitgliedschaft=member, role=Role.EDITOR, by=signatory.user)

    assert not member.organisation.events.exists()


def test_an_editor_may_not_change_a_role():
    editor = MitgliedschaftFactory(role=Role.EDITOR)

    with pytest.raises(PermissionDenied, match="Zeichnungsberechtigte"):
        mitgliedschaften.change_role(mitgliedschaft=editor, role=Role.SIGNATORY, by=editor.user)


def test_a_role_taken_in_another_request_counts_under_the_lock():
    signatory = MitgliedschaftFactory(role=Role.SIGNATORY)
    asking = fresh(signatory.user)
    assert asking.rights.is_traeger is False  # the rights are read and kept
    mitgliedschaften.change_role(mitgliedschaft=signatory, role=Role.READER, by=signatory.user)

    with pytest.raises(PermissionDenied):
        mitgliedschaften.change_role(mitgliedschaft=signatory, role=Role.SIGNATORY, by=asking)


def test_an_ended_mitgliedschaft_takes_every_right_and_stays_as_a_record():
    signatory = MitgliedschaftFactory(role=Role.SIGNATORY)
    member = MitgliedschaftFactory(organisation=signatory.organisation, role=Role.EDITOR)

    with clock.stopped_at(dt.datetime(2026, 5, 4, 12, tzinfo=dt.UTC)):
        mitgliedschaften.end(mitgliedschaft=member, by=signatory.user)

    member.refresh_from_db()
    assert member.ended_on == dt.date(2026, 5, 4)
    assert fresh(member.user).rights.by_organisation == {}
    assert member.organisation.events.get().kind == "ended"


def test_a_mitgliedschaft_ends_once():
    signatory = MitgliedschaftFactory(role=Role.SIGNATORY)
    member = MitgliedschaftFactory(organisation=signatory.organisation)
    mitgliedschaften.end(mitgliedschaft=member, by=signatory.user)

    with pytest.raises(NotYet, match="schon beendet"):
        mitgliedschaften.end(mitgliedschaft=member, by=signatory.user)
    with pytest.raises(NotYet, match="schon beendet"):
        mitgliedschaften.change_role(mitgliedschaft=member, role=Role.EDITOR, by=signatory.user)


def test_who_has_left_may_come_back_in_a_row_of_its_own():
    signatory = MitgliedschaftFactory(role=Role.SIGNATORY)
    member = MitgliedschaftFactory(organisation=signatory.organisation)
    mitgliedschaften.end(mitgliedschaft=member, by=signatory.user)

    again = mitgliedschaften.admit(
        organisation=member.organisation, person=member.user, role=Role.EDITOR, by=signatory.user
    )

    assert again.pk != member.pk
    assert fresh(member.user).rights.by_organisation[member.organisation_id] == {"view", "change"}


def test_the_last_director_of_a_traeger_stays():
    director = MitgliedschaftFactory(role=Role.DIRECTOR, organisation=TraegerFactory())

    with pytest.raises(NotYet, match="letzte Geschäftsführung"):
        mitgliedschaften.end(mitgliedschaft=director, by=director.user)
    with pytest.raises(NotYet, match="letzte Geschäftsführung"):
        mitgliedschaften.change_role(mitgliedschaft=director, role=Role.OFFICE, by=director.user)


def test_one_of_two_directors_may_go():
    director = MitgliedschaftFactory(role=Role.DIRECTOR, organisation=TraegerFactory())
    second = MitgliedschaftFactory(role=Role.DIRECTOR, organisation=director.organisation)

    mitgliedschaften.end(mitgliedschaft=second, by=director.user)

    assert not mitgliedschaften.can_end(director.user, director)


def test_the_last_signatory_of_a_kommune_may_go_as_the_office_can_name_another():
    office = MitgliedschaftFactory(role=Role.OFFICE, organisation=TraegerFactory())
    signatory = MitgliedschaftFactory(role=Role.SIGNATORY)
    kommune = signatory.organisation

    mitgliedschaften.end(mitgliedschaft=signatory, by=signatory.user)

    assert not kommune.mitgliedschaften.open().exists()
    assert mitgliedschaften.can_admit(office.user, kommune, Role.SIGNATORY, UserFactory())


def test_while_somebody_signs_for_a_kommune_the_office_names_and_dismisses_nobody():
    office = MitgliedschaftFactory(role=Role.OFFICE, organisation=TraegerFactory())
    signatory = MitgliedschaftFactory(role=Role.SIGNATORY)
    editor = MitgliedschaftFactory(role=Role.EDITOR, organisation=signatory.organisation)

    refusals = [
        mitgliedschaften.can_end(office.user, signatory),
        mitgliedschaften.can_change_role(office.user, editor, Role.SIGNATORY),
        mitgliedschaften.can_admit(office.user, editor.organisation, Role.READER, UserFactory()),
    ]

    assert [str(verdict.who) for verdict in refusals] == [
        "Wer hier mitarbeitet, entscheiden die Zeichnungsberechtigten dieser Organisation."
    ] * 3


def test_every_new_right_to_sign_is_told_to_those_who_sign_already():
    first = MitgliedschaftFactory(role=Role.SIGNATORY)
    editor = MitgliedschaftFactory(role=Role.EDITOR, organisation=first.organisation)
    second = MitgliedschaftFactory(role=Role.SIGNATORY, organisation=first.organisation)

    mitgliedschaften.change_role(mitgliedschaft=editor, role=Role.SIGNATORY, by=second.user)

    recipients = list(Mail.objects.order_by("pk").values_list("recipient", flat=True))
    assert recipients == [first.user.email, second.user.email]
    assert all(f"{editor.user} darf jetzt" in mail.body for mail in Mail.objects.all())


def test_grants_and_open_mitgliedschaften_agree_after_each_step_of_a_life():
    director = MitgliedschaftFactory(role=Role.DIRECTOR, organisation=TraegerFactory())
    kommune, person = OrganisationFactory(), UserFactory()
    asked = {"organisation": kommune, "person": person, "by": director.user}

    member = mitgliedschaften.admit(role=Role.READER, **asked)
    assert granted() == earned()
    for role in (Role.EDITOR, Role.READER):
        mitgliedschaften.change_role(mitgliedschaft=member, role=role, by=director.user)
        assert granted() == earned()
    mitgliedschaften.end(mitgliedschaft=member, by=director.user)
    assert granted() == earned()
    mitgliedschaften.admit(role=Role.EDITOR, **asked)
    assert granted() == earned()
