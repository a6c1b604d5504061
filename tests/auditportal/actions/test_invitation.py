import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from auditportal import clock, mails
from auditportal.actions import invitation as invitations
from auditportal.actions import mitgliedschaft as mitgliedschaften
from auditportal.models import Invitation, Mail, Mitgliedschaft, OutboxState, Role, User
from auditportal.models.invitation import token_hash
from auditportal.verdict import NotYet
from tests.factories import (
    InvitationFactory,
    MitgliedschaftFactory,
    OrganisationFactory,
    TraegerFactory,
    UserFactory,
)


@pytest.fixture
def signatory():
    return MitgliedschaftFactory(role=Role.SIGNATORY)


def invite(member, **changed):
    data = {"email": "neu@kommune.example", "name": "Neue Person", "role": Role.EDITOR}
    data |= {"organisation": member.organisation, "by": member.user} | changed
    return invitations.invite(**data)


def test_an_invitation_plans_its_mail_and_keeps_only_the_hash_of_its_link(signatory):
    made = invite(signatory, email="  Neu@Kommune.example ")

    stored = Invitation.objects.get()
    planned = Mail.objects.get()
    assert stored.email == planned.recipient == "neu@kommune.example"
    assert stored.token_hash == token_hash(made.token)
    assert stored.token == ""
    assert planned.link.endswith(f"/einladung/{made.token}/")
    assert made.token not in planned.body
    assert planned.state == OutboxState.PLANNED
    assert made.expires_at - made.invited_at == dt.timedelta(days=14)


def test_the_mail_says_who_invites_to_what_why_and_until_when(signatory):
    signatory.organisation.name = "Aachen"
    signatory.organisation.save()

    made = invite(signatory)
    text = mails.compose(Mail.objects.get()).body

    for part in ("Guten Tag Neue Person", str(signatory.user), "„Aachen“", "Bearbeiten", "weil"):
        assert part in text
    assert f"{clock.day_of(made.expires_at):%d.%m.%Y}" in text
    assert text.count("http") == 1


def test_an_invitation_in_a_replayed_past_is_noted_and_not_sent(signatory):
    with clock.stopped_at(dt.datetime(2010, 3, 1, tzinfo=dt.UTC)):
        made = invite(signatory)

    planned = Mail.objects.get()
    assert (planned.state, planned.link) == (OutboxState.HISTORIC, "")
    assert made.token


def test_an_editor_invites_nobody():
    editor = MitgliedschaftFactory(role=Role.EDITOR)

    with pytest.raises(PermissionDenied, match="Zeichnungsberechtigte"):
        invite(editor)


def test_a_signatory_offers_no_role_of_a_traeger(signatory):
    with pytest.raises(PermissionDenied, match="nur bei einem Träger"):
        invite(signatory, role=Role.OFFICE)


def test_the_office_of_a_traeger_invites_no_director():
    office = MitgliedschaftFactory(role=Role.OFFICE, organisation=TraegerFactory())

    with pytest.raises(PermissionDenied, match="entscheidet die Geschäftsführung"):
        invite(office, role=Role.DIRECTOR)


def test_one_address_has_one_open_invitation_whatever_its_case(signatory):
    invite(signatory)

    with pytest.raises(NotYet, match="schon eine Einladung"):
        invite(signatory, email="NEU@kommune.example")


def test_the_database_refuses_a_second_open_invitation(signatory):
    made = invite(signatory)

    with pytest.raises(IntegrityError, match="once_pending"), transaction.atomic():
        InvitationFactory(organisation=signatory.organisation, email=made.email)


def test_a_member_is_not_invited(signatory):
    with pytest.raises(NotYet, match="bereits Mitglied"):
        invite(signatory, email=signatory.user.email.upper())


def test_who_has_no_login_gets_one_with_the_first_role(signatory):
    made = invite(signatory)

    joined = invitations.accept_as_new(
        invitation=Invitation.objects.with_token(made.token).get(),
        name="Ein Name",
        password="drei-kleine-Worte",
    )

    person = User.objects.get(email="neu@kommune.example")
    made.refresh_from_db()
    assert (joined.user, joined.role, joined.admitted_by) == (person, "editor", signatory.user)
    assert (made.accepted_by, person.name) == (person, "Ein Name")
    assert person.check_password("drei-kleine-Worte")
    assert person.rights.by_organisation == {signatory.organisation_id: {"view", "change"}}


def test_who_has_a_login_takes_the_role_with_it(signatory):
    person = UserFactory(email="neu@kommune.example")
    made = invite(signatory, role=Role.READER)

    joined = invitations.accept(invitation=made, by=person)

    assert (joined.user, joined.role) == (person, Role.READER)


def test_a_second_login_for_one_address_is_refused(signatory):
    UserFactory(email="neu@kommune.example")
    made = invite(signatory)

    with pytest.raises(NotYet, match="schon einen Zugang"):
        invitations.accept_as_new(invitation=made, name="Doppelt", password="drei-kleine-Worte")


def test_nobody_else_takes_an_invitation(signatory):
    made = invite(signatory)

    with pytest.raises(PermissionDenied, match="andere E-Mail-Adresse"):
        invitations.accept(invitation=made, by=UserFactory())


def test_an_invitation_is_accepted_once(signatory):
    person = UserFactory(email="neu@kommune.example")
    made = invite(signatory)
    joined = invitations.accept(invitation=made, by=person)
    mitgliedschaften.end(mitgliedschaft=joined, by=signatory.user)

    with pytest.raises(NotYet, match="schon angenommen"):
        invitations.accept(invitation=made, by=person)


def test_an_invitation_ends_after_fourteen_days(signatory):
    person = UserFactory(email="neu@kommune.example")
    made = invite(signatory)

    with clock.stopped_at(made.expires_at), pytest.raises(NotYet, match="abgelaufen"):
        invitations.accept(invitation=made, by=person)
    with clock.stopped_at(made.expires_at - dt.timedelta(seconds=1)):
        invitations.accept(invitation=made, by=person)


def test_a_withdrawn_invitation_is_worth_nothing_and_its_mail_stays_here(signatory):
    person = UserFactory(email="neu@kommune.example")
    made = invite(signatory)

    invitations.withdraw(invitation=made, by=signatory.user)

    planned = Mail.objects.get()
    assert (planned.state, planned.link) == (OutboxState.DROPPED, "")
    with pytest.raises(NotYet, match="zurückgezogen"):
        invitations.accept(invitation=made, by=person)
    with pytest.raises(NotYet, match="zurückgezogen"):
        invitations.withdraw(invitation=made, by=signatory.user)


def test_a_renewed_invitation_has_a_new_link_and_the_old_one_is_worth_nothing(signatory):
    first = invite(signatory)

    second = invitations.renew(invitation=first, by=signatory.user)

    first.refresh_from_db()
    assert first.withdrawn_at is not None
    assert (second.email, second.role, second.name) == (first.email, first.role, first.name)
    assert second.token != first.token
    states = Mail.objects.order_by("pk").values_list("state", flat=True)
    assert list(states) == [OutboxState.DROPPED, OutboxState.PLANNED]


def test_a_reader_neither_renews_nor_withdraws():
    reader = MitgliedschaftFactory(role=Role.READER)
    open_one = InvitationFactory(organisation=reader.organisation)

    for verb in (invitations.renew, invitations.withdraw):
        with pytest.raises(PermissionDenied):
            verb(invitation=open_one, by=reader.user)


def test_a_director_invites_a_director():
    director = MitgliedschaftFactory(role=Role.DIRECTOR, organisation=TraegerFactory())

    made = invite(director, role=Role.DIRECTOR)
    invitations.accept_as_new(invitation=made, name="Zweite", password="drei-kleine-Worte")

    directors = Mitgliedschaft.objects.open().filter(role=Role.DIRECTOR)
    assert directors.filter(organisation=director.organisation).count() == 2


def test_what_fails_leaves_neither_an_invitation_nor_a_mail(signatory):
    with pytest.raises(PermissionDenied):
        invite(signatory, organisation=OrganisationFactory())

    assert (Invitation.objects.count(), Mail.objects.count()) == (0, 0)
