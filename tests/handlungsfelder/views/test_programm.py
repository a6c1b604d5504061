"""Programmes: entered and changed by their Träger's Geschäftsstelle, seen by nobody else."""

import datetime as dt

import pytest
from django.urls import reverse

from auditportal.models import Role
from auditportal.verdict import NotYet
from handlungsfelder.actions import programm as programme
from handlungsfelder.models import Programm
from tests.factories.audits import a_traeger, an_organisation, member_of

pytestmark = pytest.mark.django_db
LIST = reverse("handlungsfelder:programm_list")
CREATE = reverse("handlungsfelder:programm_create")
TYPED = {
    "code": "ZWK",
    "name": "Werkstatt",
    "begins_on": "2021-05-01",
    "ends_on": "2024-12-31",
    "apply_until": "2021-07-20",
    "funder": "Bund",
    "funding_per_year": "40.000",
}
FIELDS = {"begins_on": dt.date(2016, 2, 26), "ends_on": dt.date(2020, 12, 31)}


@pytest.fixture
def traeger():
    return a_traeger()


@pytest.fixture
def office(client, traeger):
    user = member_of(traeger, Role.OFFICE)
    client.force_login(user)
    return user


def a_programme(owner, by, code="DWK", **more) -> Programm:
    return programme.create(owner=owner, by=by, code=code, name="Alt", **FIELDS | more)


def test_a_programme_is_entered_with_its_time_and_money(client, traeger, office):
    response = client.post(CREATE, TYPED, follow=True)

    row = Programm.objects.get()
    assert (row.owner, row.funding_per_year) == (traeger, 40_000)
    assert "40.000 €" in response.text


def test_it_is_changed(client, traeger, office):
    row = a_programme(traeger, office)
    url = reverse("handlungsfelder:programm_change", args=[row.pk])

    client.post(url, TYPED | {"name": "Neu", "version": row.version})

    row.refresh_from_db()
    assert (row.name, row.owner) == ("Neu", traeger)


def test_it_ends_after_it_begins(client, office):
    response = client.post(CREATE, TYPED | {"ends_on": "2020-01-01"})

    assert response.status_code == 422
    assert "„Ende“ muss nach „Beginn“ liegen." in response.text


def test_a_code_stands_once_with_each_traeger(client, traeger, office):
    a_programme(traeger, office, code="ZWK")
    other = a_traeger()
    a_programme(other, member_of(other, Role.OFFICE), code="ZWK")

    response = client.post(CREATE, TYPED)

    assert response.status_code == 422
    assert "Dieses Kürzel gibt es schon." in response.text
    with pytest.raises(NotYet, match="Kürzel"):
        a_programme(traeger, office, code="ZWK")


def test_another_traeger_sees_and_changes_nothing_of_it(client, traeger, office):
    row = a_programme(traeger, office, funder="Geheimer Fonds")
    client.force_login(member_of(a_traeger(), Role.DIRECTOR))
    url = reverse("handlungsfelder:programm_change", args=[row.pk])

    assert "Geheimer Fonds" not in client.get(LIST).text
    assert client.get(url).status_code == 404


def test_participants_have_no_programmes_to_run(client):
    client.force_login(member_of(an_organisation(), Role.SIGNATORY))

    assert client.get(LIST).status_code == 403
    assert client.post(CREATE, TYPED).status_code == 403
    assert client.delete(LIST).status_code == 405


def test_the_list_asks_as_much_for_many(client, traeger, office, django_assert_max_num_queries):
    for number in range(25):
        a_programme(traeger, office, code=f"P{number}")

    with django_assert_max_num_queries(8):
        assert "Seite 1 von 2" in client.get(LIST).text
