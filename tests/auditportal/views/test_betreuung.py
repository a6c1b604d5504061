"""Two Träger in one installation share the master data of an organisation and nothing else."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from auditportal.actions import betreuung as betreuungen
from auditportal.actions import contact as contacts
from auditportal.actions import invitation as invitations
from auditportal.actions import organisation as organisations
from auditportal.models import (
    Contact,
    Invitation,
    Mail,
    Mitgliedschaft,
    Organisation,
    OrganisationEvent,
    OrganisationKind,
    Role,
)
from auditportal.verdict import NotYet
from audits.actions import berufung as berufungen
from audits.actions import cycle as cycles
from tests.factories.audits import a_cycle, a_traeger, a_version, member_of

pytestmark = pytest.mark.django_db
PEOPLE = (Contact, Invitation, Mitgliedschaft, OrganisationEvent)


@pytest.fixture
def first():
    return member_of(a_traeger(), Role.OFFICE)


@pytest.fixture
def second():
    return member_of(a_traeger(), Role.OFFICE)


@pytest.fixture
def town(first):
    """With a member, a contact and somebody invited, all of the first Träger's doing."""
    place = organisations.enter(
        name="Dortmund", kind=OrganisationKind.KOMMUNE, ags="05913000", by=first
    )
    member_of(place, Role.EDITOR)
    contacts.add(
        organisation=place, name="Frau Kontakt", email="kontakt@dortmund.example", by=first
    )
    about = {"email": "neu@dortmund.example", "name": "Neue Person", "role": Role.READER}
    invitations.invite(organisation=place, by=first, **about)
    return place


def seen(user, place) -> list[bool]:
    user.forget_rights()
    return [model.objects.visible_to(user).filter(organisation=place).exists() for model in PEOPLE]


def test_the_other_traeger_reads_the_master_data_and_no_person(client, second, town):
    client.force_login(second)

    page = client.get(town.get_absolute_url()).text
    history = client.get(reverse("auditportal:organisation_history", args=[town.pk]))

    assert "05913000" in page
    assert "sehen nur die Träger, die mit dieser Organisation arbeiten" in page
    assert "Hier arbeitet noch niemand mit." not in page
    for private in ("kontakt@dortmund.example", "neu@dortmund.example", "Angelegt."):
        assert private not in page
    assert "Angelegt." not in history.text


def test_whoever_founded_it_sees_its_people(first, second, town):
    assert seen(first, town) == [True] * 4
    assert seen(second, town) == [False] * 4


def begin(town, by):
    owner = by.mitgliedschaften.get().organisation
    beginning = cycles.Beginning(town, a_version(1, owner=owner, code="DAKS"))
    return cycles.start(beginning=beginning, contact=None, by=by)


ACTS = {
    "begin": begin,
    "change": lambda town, by: organisations.change(organisation=town, by=by, name="Anders"),
    "contact": lambda town, by: contacts.add(organisation=town, by=by, name="X", phone="1"),
    "invite": lambda town, by: invitations.invite(
        organisation=town, by=by, email="ich@traeger.example", name="Ich", role=Role.SIGNATORY
    ),
}


@pytest.mark.parametrize("act", ACTS.values(), ids=ACTS)
def test_what_one_traeger_works_with_another_does_not_touch(act, second, town):
    with pytest.raises((NotYet, PermissionDenied)):
        act(town, second)

    town.refresh_from_db()
    assert town.name == "Dortmund"
    assert seen(second, town) == [False] * 4


@pytest.fixture
def mayor(town):
    return member_of(town, Role.SIGNATORY)


def test_the_second_traeger_asks_and_who_signs_says_yes(client, second, town, mayor):
    client.force_login(second)
    client.post(reverse("auditportal:betreuung_ask", args=[town.pk]))
    mail = Mail.objects.get(recipient=mayor.email)
    before = seen(second, town)

    client.force_login(mayor)
    page = client.get(town.get_absolute_url()).text
    asked = town.betreuungen.get(granted_at=None)
    client.post(reverse("auditportal:betreuung_grant", args=[asked.pk]))

    assert town.get_absolute_url() in mail.body
    assert before == [False] * 4
    assert "Betreuung erlauben" in page
    assert seen(second, town) == [True] * 4
    assert begin(town, second)
    text = f"Betreut jetzt auch von: {asked.traeger}."
    assert OrganisationEvent.objects.filter(organisation=town, text=text).exists()


def test_who_signs_may_say_no_and_the_traeger_may_ask_again(client, second, town, mayor):
    betreuungen.ask(organisation=town, by=second)
    client.force_login(mayor)

    asked = town.betreuungen.get(granted_at=None)
    client.post(reverse("auditportal:betreuung_decline", args=[asked.pk]))

    assert seen(second, town) == [False] * 4
    assert betreuungen.can_ask(second, Organisation.objects.get(pk=town.pk))


def test_while_nobody_signs_the_first_traeger_decides(first, second, town):
    director = member_of(first.mitgliedschaften.get().organisation, Role.DIRECTOR)

    [asked] = betreuungen.ask(organisation=town, by=second)

    assert Mail.objects.get(subject__contains="möchte").recipient == director.email
    assert betreuungen.can_answer(first, asked)
    assert not betreuungen.can_answer(second, asked)


def test_an_editor_decides_on_no_traeger(client, second, town):
    editor = member_of(town, Role.EDITOR)
    [asked] = betreuungen.ask(organisation=town, by=second)
    client.force_login(editor)

    answer = client.post(reverse("auditportal:betreuung_grant", args=[asked.pk]))

    assert answer.status_code == 403
    assert "Betreuung erlauben" not in client.get(town.get_absolute_url()).text


def test_a_request_is_nobody_else_s_affair(client, second, town):
    third = member_of(a_traeger(), Role.OFFICE)
    [asked] = betreuungen.ask(organisation=town, by=second)
    client.force_login(third)

    answer = client.post(reverse("auditportal:betreuung_grant", args=[asked.pk]))

    assert answer.status_code == 404


@pytest.mark.parametrize("name", ["betreuung_grant", "betreuung_decline", "betreuung_ask"])
def test_a_question_and_its_answer_want_a_post(client, first, second, town, name):
    [asked] = betreuungen.ask(organisation=town, by=second)
    client.force_login(first)
    place = town.pk if name == "betreuung_ask" else asked.pk

    assert client.get(reverse(f"auditportal:{name}", args=[place])).status_code == 405


def test_the_office_names_one_who_signs_and_no_second(first, town):
    about = {"organisation": town, "name": "Zeichnende", "role": Role.SIGNATORY, "by": first}
    invitations.invite(email="eins@dortmund.example", **about)

    with pytest.raises(NotYet, match="schon eingeladen"):
        invitations.invite(email="zwei@dortmund.example", **about)


def test_the_people_of_a_traeger_are_nobody_elses_affair(first, second):
    own = first.mitgliedschaften.get().organisation

    assert Mitgliedschaft.objects.visible_to(first).filter(organisation=own).exists()
    assert not Mitgliedschaft.objects.visible_to(second).filter(organisation=own).exists()


def test_the_pool_of_one_traeger_is_not_offered_to_the_other(first, second):
    pool = organisations.enter(name="Pool", kind=OrganisationKind.PARTNER, by=first)
    person = member_of(pool, Role.READER)
    owners = [one.mitgliedschaften.get().organisation for one in (first, second)]
    made = [a_cycle(version=a_version(1, owner=owner, code="DAKS")) for owner in owners]

    offered = [[one.pk for one in berufungen.candidates(cycle)] for cycle in made]

    assert offered == [[person.pk], []]
