import pytest
from django.urls import reverse

from auditportal.models import Role
from audits.actions import fassung as fassungen
from audits.actions import zustimmung as zustimmungen
from audits.models import FassungKind, Zustimmung
from tests.factories.audits import (
    a_cycle,
    a_fassung,
    a_goal,
    a_measure,
    a_version,
    cast_of,
    member_of,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def cycle():
    cycle = a_cycle("ausarbeitung", a_version(1, code="GWQ"))
    a_fassung(cycle, member_of(cycle.owner, Role.OFFICE))
    return cycle


@pytest.fixture
def cast(cycle):
    return cast_of(cycle)


def newest(cycle):
    return cycle.fassungen.get(kind=FassungKind.AGREEMENT)


def page(cycle):
    return reverse("audits:zustimmung_detail", args=[newest(cycle).pk])


def company(cycle):
    return cycle.parties.get(side="unternehmen").organisation


def door(cycle, organisation=None):
    pk = (organisation or company(cycle)).pk
    return reverse("audits:zustimmung_give", args=[newest(cycle).pk, pk])


def test_who_signs_reads_the_version_and_agrees_for_the_own_side_alone(client, cycle, cast):
    client.force_login(cast.signatory)
    shown = client.get(page(cycle)).text
    assert shown.count("Angaben prüfen") == 2  # the button's label and its words
    assert "Zum Beispiel: Geschäftsführung oder Aufsichtsrat." in shown

    answer = client.post(door(cycle), {"body": "Aufsichtsrat", "checked": "1"}, follow=True)

    assert "Entschieden hat: Aufsichtsrat" in answer.text
    assert Zustimmung.objects.get().organisation == company(cycle)


def test_both_sides_see_who_has_agreed(client, cycle, cast):
    client.force_login(cast.signatory)
    client.post(door(cycle), {"body": "Aufsichtsrat", "checked": "1"})
    town = cycle.parties.get(side="kommune").organisation
    client.force_login(member_of(town, Role.READER))

    shown = client.get(page(cycle)).text

    assert f"Wohnungsunternehmen: {company(cycle)}" in shown
    assert "Zugestimmt" in shown
    assert f"Zustimmen kann, wer für {town} zeichnet." in shown


def test_nobody_agrees_without_saying_who_decided(client, cycle, cast):
    client.force_login(cast.signatory)

    answer = client.post(door(cycle), {"body": " "})

    assert answer.status_code == 422
    assert not Zustimmung.objects.exists()


def test_a_second_click_is_told_so(client, cycle, cast):
    client.force_login(cast.signatory)
    client.post(door(cycle), {"body": "Aufsichtsrat", "checked": "1"})

    answer = client.post(door(cycle), {"body": "Vorstand", "checked": "1"})

    assert answer.status_code == 409
    assert Zustimmung.objects.get().body == "Aufsichtsrat"


def test_strangers_assessors_and_those_who_do_not_sign_are_kept_out(client, cycle, cast):
    answers = {}
    for name in ("stranger", "reader", "editor", "office", "auditor"):
        client.force_login(getattr(cast, name))
        got, sent = (
            client.get(page(cycle)),
            client.post(door(cycle), {"body": "Ich", "checked": "1"}),
        )
        answers[name] = (got.status_code, sent.status_code)
    client.force_login(cast.assessors[0])
    answers["assessor"] = (client.get(page(cycle)).status_code, 404)

    inside = (200, 403)
    assert answers == {
        "stranger": (404, 404),
        "reader": inside,
        "editor": inside,
        "office": inside,
        "auditor": inside,
        "assessor": (404, 404),
    }
    assert not Zustimmung.objects.exists()


def test_who_takes_no_part_has_no_door(client, cycle, cast):
    client.force_login(cast.signatory)

    assert client.post(door(cycle, cycle.owner), {"body": "Ich", "checked": "1"}).status_code == 404
    assert client.get(door(cycle)).status_code == 405
    assert client.post(page(cycle)).status_code == 405


def test_where_a_council_decides_there_is_no_such_page(client):
    cycle = a_cycle("beschluss")
    client.force_login(cast_of(cycle).editor)

    assert client.get(page(cycle)).status_code == 404


def test_the_frozen_version_leads_to_it(client, cycle, cast):
    client.force_login(cast.reader)

    shown = client.get(newest(cycle).get_absolute_url()).text

    assert page(cycle) in shown


def test_the_head_of_the_cycle_names_the_one_whose_turn_it_is(client):
    cycle = a_cycle("ausarbeitung", a_version(1, code="GWQ"))
    for feld in cycle.felder:
        a_measure(a_goal(cycle, feld), influence="direct")
    people = cast_of(cycle)
    fassungen.freeze(cycle=cycle, by=people.editor)
    zustimmungen.agree(
        fassung=newest(cycle), organisation=company(cycle), body="Vorstand", by=people.signatory
    )
    client.force_login(people.reader)

    shown = client.get(cycle.get_absolute_url()).text

    town = cycle.parties.get(side="kommune").organisation
    assert f"Jetzt am Zug: {town}" in shown
