"""A form that makes something makes it once, however often it is sent."""

import datetime as dt
import threading
from contextlib import suppress

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from auditportal import clock, tasks
from auditportal.models import Mail, TakenForm
from audits.models import Goal, Measure
from tests.factories.audits import a_cycle, a_goal, cast_of

HERE = {"Origin": "http://testserver"}
GOAL = {"title": "Kurze Wege", "version": "0"}


@pytest.fixture
def cycle(db):
    return a_cycle("zielvereinbarungsworkshop")


@pytest.fixture
def editor(client, cycle):
    user = cast_of(cycle).editor
    client.force_login(user)
    return user


@pytest.fixture
def add_goal(cycle):
    return reverse("audits:goal_add", args=[cycle.pk, "hf1"])


def test_the_same_sent_twice_is_made_once_and_says_where(client, editor, add_goal):
    first = client.post(add_goal, GOAL)
    second = client.post(add_goal, GOAL, headers=HERE)

    assert (first.status_code, second.status_code) == (302, 409)
    assert f'href="{first["Location"]}"' in second.text
    assert "Das ist schon gespeichert" in second.text
    assert Goal.objects.count() == 1


def test_something_else_is_made_too(client, editor, add_goal):
    client.post(add_goal, GOAL)
    client.post(add_goal, GOAL | {"title": "Kürzere Wege"})

    assert Goal.objects.count() == 2


def test_what_was_refused_can_be_sent_again_as_it_was(client, editor, cycle):
    url = reverse("audits:measure_add", args=[a_goal(cycle).pk])
    refused = [client.post(url, {"title": "", "version": "0"}) for _ in range(2)]

    assert [one.status_code for one in refused] == [422, 422]
    assert not TakenForm.objects.exists()


def test_htmx_shows_the_page_anew(client, editor, cycle):
    url = reverse("audits:measure_add", args=[a_goal(cycle).pk])
    measure = {"title": "Ferienprogramm", "version": "0"}
    answers = [client.post(url, measure, headers={"HX-Request": "true"}) for _ in range(2)]

    assert [one.status_code for one in answers] == [200, 200]
    assert [one.get("HX-Refresh") for one in answers] == [None, "true"]
    assert Measure.objects.count() == 1


def test_another_person_may_say_the_same(client, cycle, add_goal):
    for person in (cast_of(cycle).editor, cast_of(cycle).office):
        client.force_login(person)
        client.post(add_goal, GOAL)

    assert Goal.objects.count() == 2


def test_after_half_a_day_the_same_is_something_new(client, editor, add_goal):
    client.post(add_goal, GOAL)
    with clock.stopped_at(clock.now() + dt.timedelta(hours=13)):
        tasks.forget_old()

    assert client.post(add_goal, GOAL).status_code == 302


@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_one_is_made():
    cycle = a_cycle("zielvereinbarungsworkshop")
    editor, url = cast_of(cycle).editor, reverse("audits:goal_add", args=[cycle.pk, "hf1"])
    ready, answers = threading.Barrier(2), []

    def send():
        client = Client()
        client.force_login(editor)
        with suppress(threading.BrokenBarrierError):
            ready.wait(10)
        answers.append(client.post(url, GOAL).status_code)
        connection.close()

    threads = [threading.Thread(target=send) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(answers) == [302, 409]
    assert Goal.objects.count() == 1


def test_mail_of_what_was_taken_already_is_planned_once(client, editor, cycle):
    organisation = cycle.parties.get().organisation
    client.force_login(cast_of(cycle).signatory)
    url = reverse("auditportal:invitation_create", args=[organisation.pk])
    invitation = {"email": "neu@kommune.example", "name": "Neu", "role": "reader"}
    for _ in range(2):
        client.post(url, invitation)

    assert Mail.objects.filter(recipient="neu@kommune.example").count() == 1
