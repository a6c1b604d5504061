"""Two Träger in one installation share the master data of an organisation and nothing else."""

import pytest
from django.urls import reverse

from auditportal.actions import contact as contacts
from auditportal.actions import invitation as invitations
from auditportal.actions import organisation as organisations
from auditportal.models import (
    Betreuung,
    Contact,
    Invitation,
    Mitgliedschaft,
    OrganisationEvent,
    OrganisationKind,
    Role,
)
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


def test_with_a_cycle_of_its_own_a_traeger_sees_them_and_the_organisation_reads_of_it(second, town):
    owner = second.mitgliedschaften.get().organisation
    version = a_version(1, owner=owner, code="DAKS")

    cycles.start(beginning=cycles.Beginning(town, version), contact=None, by=second)

    assert seen(second, town) == [True] * 4
    text = f"Betreut jetzt auch von: {owner}."
    assert OrganisationEvent.objects.filter(organisation=town, text=text).exists()


def test_to_act_for_an_organisation_once_is_to_have_taken_it_up(second, town):
    contacts.add(organisation=town, name="Noch jemand", by=second)
    contacts.add(organisation=town, name="Und noch jemand", by=second)

    assert Betreuung.objects.filter(organisation=town).count() == 2
    assert seen(second, town) == [True] * 4


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
