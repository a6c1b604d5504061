import pytest
from django.urls import reverse

from auditportal.models import OrganisationKind
from audits.actions import beteiligung as beteiligungen
from tests.factories.audits import a_cycle, a_version, an_organisation, cast_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def cycle():
    return a_cycle("strategieworkshop", a_version(1, code="GWQ"))


@pytest.fixture
def cast(cycle):
    return cast_of(cycle)


def page(cycle):
    return reverse("audits:beteiligung_list", args=[cycle.pk])


def door(name, cycle, pk):
    return reverse(f"audits:beteiligung_{name}", args=[cycle.pk, pk])


def test_the_page_lists_all_with_what_they_are(client, cycle, cast):
    client.force_login(cast.reader)

    shown = client.get(page(cycle)).text

    assert "Wohnungsunternehmen" in shown
    assert "Kommune" in shown
    assert "Zur Mitwirkung einladen" not in shown


def test_an_organisation_is_found_by_a_part_of_its_name_invited_and_released(client, cycle, cast):
    guest = an_organisation(OrganisationKind.PARTNER, "Nachbarschaftshaus Übach")
    client.force_login(cast.editor)
    assert f"Einladen: {guest}" in client.get(page(cycle), {"q": "haus ü"}).text

    client.post(door("invite", cycle, guest.pk))

    assert "Mitwirkende" in client.get(page(cycle)).text
    assert f"Einladen: {guest}" not in client.get(page(cycle), {"q": "haus ü"}).text
    party = cycle.parties.get(organisation=guest)
    client.post(door("release", cycle, party.pk))
    assert not cycle.parties.filter(organisation=guest).exists()


def test_the_search_never_lists_ten_thousand(client, cycle, cast, django_assert_max_num_queries):
    for _ in range(30):
        an_organisation(name="Verein für alles")
    client.force_login(cast.editor)

    with django_assert_max_num_queries(14):
        shown = client.get(page(cycle), {"q": "verein"}).text

    assert shown.count("Einladen: Verein für alles") == 20


def test_nothing_found_says_so(client, cycle, cast):
    client.force_login(cast.editor)

    shown = client.get(page(cycle), {"q": "gibt es nicht"}).text

    assert "Keine Organisation passt zu „gibt es nicht“." in shown


def test_strangers_find_nothing_and_readers_invite_nobody(client, cycle, cast):
    guest = an_organisation(OrganisationKind.PARTNER)
    party = beteiligungen.invite(cycle=cycle, organisation=guest, by=cast.office)
    doors = [door("invite", cycle, an_organisation().pk), door("release", cycle, party.pk)]

    client.force_login(cast.stranger)
    assert [client.get(page(cycle)).status_code] == [404]
    assert [client.post(url).status_code for url in doors] == [404, 404]
    client.force_login(cast.reader)
    assert [client.post(url).status_code for url in doors] == [403, 403]
    assert [client.get(url).status_code for url in doors] == [405, 405]


def test_a_party_of_another_cycle_is_not_released_here(client, cycle, cast):
    other = a_cycle("strategieworkshop", cycle.version)
    client.force_login(cast.office)

    answer = client.post(door("release", cycle, other.parties.first().pk))

    assert answer.status_code == 404


def test_whoever_takes_part_already_is_told_so(client, cycle, cast):
    client.force_login(cast.editor)

    answer = client.post(door("invite", cycle, cycle.parties.first().organisation_id))

    assert answer.status_code == 409
    assert "Schon beteiligt" in answer.text
