import datetime as dt

import pytest
from django.urls import reverse

from auditportal import clock
from audits.models import Vermerk
from handlungsfelder.models import GateKind
from tests.factories.audits import a_cycle, cast_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def cycle():
    return a_cycle("erstkontakt")


@pytest.fixture
def cast(cycle):
    return cast_of(cycle)


@pytest.fixture
def url(cycle):
    run = cycle.open_run
    gate = run.phase.gates.get(kind=GateKind.VERMERK)
    return reverse("audits:vermerk_note", args=[run.pk, gate.pk])


def typed(**changed):
    return {"on": f"{clock.today():%Y-%m-%d}", "text": "Per Brief", "checked": "1"} | changed


def test_noting_opens_the_gate_and_leads_back_to_the_phase(client, cycle, cast, url):
    client.force_login(cast.office)

    shown = client.get(url)
    answer = client.post(url, typed())

    assert shown.status_code == 200
    assert "Angebot mit Kostenbeitrag versandt" in shown.text
    assert (answer.status_code, answer.url) == (302, cycle.open_run.get_absolute_url())
    noted = Vermerk.objects.get(cycle=cycle)
    assert (noted.on, noted.text, noted.noted_by) == (clock.today(), "Per Brief", cast.office)
    assert not cycle.tasks.exists()


def test_the_task_of_a_vermerk_leads_to_its_form(cycle, url):
    assert [task.link for task in cycle.tasks.all()] == [url]


def test_a_stranger_is_not_told_that_the_phase_exists(client, cast, url):
    client.force_login(cast.stranger)

    assert client.get(url).status_code == 404
    assert client.post(url, typed()).status_code == 404


def test_an_assessor_does_not_get_inside(client, cast, url):
    client.force_login(cast.assessors[0])

    assert client.get(url).status_code == 404


def test_a_member_without_the_right_reads_whose_turn_it_is(client, cast, url):
    client.force_login(cast.editor)

    answer = client.post(url, typed())

    assert answer.status_code == 403
    assert "Hier handelt: Geschäftsstelle" in answer.text
    assert not Vermerk.objects.exists()


def test_a_second_click_changes_nothing(client, cast, url):
    client.force_login(cast.office)
    client.post(url, typed())

    answer = client.post(url, typed(text="Noch einmal"))

    assert answer.status_code == 409
    assert "Das ist bereits vermerkt." in answer.text
    assert Vermerk.objects.get().text == "Per Brief"


def test_a_phase_that_was_left_takes_no_vermerk(client):
    cycle = a_cycle("teilnahmebeschluss")
    run = cycle.runs.get(phase__code="erstkontakt")
    client.force_login(cast_of(cycle).office)

    answer = client.get(reverse("audits:vermerk_note", args=[run.pk, run.phase.gates.get().pk]))

    assert answer.status_code == 409
    assert "ist bereits abgeschlossen" in answer.text


def test_a_gate_of_another_phase_is_not_found(client, cycle, cast):
    gate = cycle.version.phases.get(code="teilnahmebeschluss").gates.get()
    client.force_login(cast.office)

    answer = client.get(reverse("audits:vermerk_note", args=[cycle.open_run.pk, gate.pk]))

    assert answer.status_code == 404


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        (f"{clock.today() + dt.timedelta(days=1):%Y-%m-%d}", "Dieser Tag liegt in der Zukunft."),
        ("31.02.2026", "Bitte geben Sie ein gültiges Datum ein"),
        ("", "Bitte füllen Sie dieses Feld aus."),
    ],
)
def test_a_day_that_cannot_be_is_said_beside_the_field(client, cast, url, day, sentence):
    client.force_login(cast.office)

    answer = client.post(url, typed(on=day, text="Das habe ich getippt"))

    assert answer.status_code == 422
    assert sentence in answer.text
    assert "Das habe ich getippt" in answer.text
    assert f'value="{day}"' in answer.text or not day
    assert not Vermerk.objects.exists()


def test_other_methods_are_refused(client, cast, url):
    client.force_login(cast.office)

    assert client.put(url).status_code == 405
