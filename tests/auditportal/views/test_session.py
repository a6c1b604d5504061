"""How long one stays logged in, and what is answered to who is not, or not any more."""

import datetime as dt
import re
from importlib import import_module
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from auditportal import clock, sessions, transaction
from tests.factories.audits import a_cycle, cast_of
from tests.saving import somebody_saves

pytestmark = pytest.mark.django_db
HERE = {"Origin": "http://testserver"}
TOKEN = re.compile('name="csrfmiddlewaretoken" value="([^"]+)"')
SESSIONS = import_module(settings.SESSION_ENGINE).SessionStore


@pytest.fixture
def cycle():
    return a_cycle("zielvereinbarungsworkshop")


@pytest.fixture
def editor(client, cycle):
    user = cast_of(cycle).editor
    client.force_login(user)
    return user


@pytest.fixture
def add_goal(cycle):
    return reverse("audits:goal_add", args=[cycle.pk, "hf1"])


def worked(client, *, began: dt.timedelta, prolonged: dt.timedelta) -> None:
    """As if the login and the last work that was noted were so long ago."""
    session, now = client.session, clock.now()
    session[sessions.BEGAN] = (now - began).timestamp()
    session[sessions.PROLONGED] = (now - prolonged).timestamp()
    session.save()


# --- how long ------------------------------------------------------------------------------------


def test_work_prolongs_the_session_by_the_idle_limit(client, editor):
    worked(client, began=dt.timedelta(hours=11), prolonged=dt.timedelta(hours=1))

    answer = client.get("/")

    assert answer.cookies[settings.SESSION_COOKIE_NAME]["max-age"] == settings.SESSION_COOKIE_AGE


def test_not_every_request_writes_the_session(client, editor):
    worked(client, began=dt.timedelta(hours=1), prolonged=dt.timedelta(minutes=5))

    assert settings.SESSION_COOKIE_NAME not in client.get("/").cookies


def test_no_work_prolongs_it_beyond_the_longest_time(client, editor):
    longest = dt.timedelta(seconds=settings.SESSION_LONGEST)
    worked(client, began=longest - dt.timedelta(hours=1), prolonged=dt.timedelta(hours=2))

    last = client.get("/").cookies[settings.SESSION_COOKIE_NAME]["max-age"]
    worked(client, began=longest, prolonged=dt.timedelta(hours=2))

    assert 3500 < last <= 3600
    assert client.get("/").status_code == 302
    assert not SESSIONS(client.session.session_key).exists(client.session.session_key or "")


def test_the_session_of_a_login_from_before_the_update_stays_as_it_was(client, editor):
    session = client.session
    del session[sessions.BEGAN], session[sessions.PROLONGED]
    session.save()

    assert client.get("/").status_code == 200


# --- who is there --------------------------------------------------------------------------------


def test_a_page_that_is_about_to_send_learns_who_is_logged_in(client, editor):
    url = reverse("session")

    assert client.get(url).json()["person"] == editor.pk
    assert Client().get(url).json()["person"] is None
    assert client.post(url).status_code == 405
    assert "no-store" in client.get(url)["Cache-Control"]


def test_who_is_not_logged_in_any_more_can_send_again_what_was_typed(client, add_goal):
    typed = {"title": "Kurze Wege", "description": "x" * 90}

    answer = client.post(add_goal, typed, headers=HERE)

    assert answer.status_code == 401
    assert answer["X-Refused"] == "login"
    assert 'name="title"' in answer.text
    assert "Noch einmal senden" in answer.text


def test_htmx_is_told_with_a_name_that_the_session_is_over(client, add_goal):
    answer = client.get(add_goal, headers={"HX-Request": "true"})

    assert (answer.status_code, answer["X-Refused"]) == (401, "login")


def test_who_comes_without_a_form_is_led_to_the_login(client, add_goal):
    assert client.get(add_goal).status_code == 302
    assert client.post(add_goal, {"title": "Von anderswo"}).status_code == 302


# --- a token that is stale ------------------------------------------------------------------------


@pytest.fixture
def strict(editor):
    client = Client(enforce_csrf_checks=True)
    client.force_login(editor)
    return client


def test_a_stale_token_is_no_missing_right_and_the_same_can_be_sent_again(strict, add_goal):
    stale = {"title": "Kurze Wege", "version": "0", "csrfmiddlewaretoken": "a" * 64}
    strict.get(add_goal)

    refused = strict.post(add_goal, stale, headers=HERE)
    again = stale | {"csrfmiddlewaretoken": TOKEN.search(refused.text)[1]}

    assert refused.status_code == 403
    assert refused["X-Refused"] == "token"
    assert "Sie haben sich inzwischen neu angemeldet" in refused.text
    assert 'value="Kurze Wege"' in refused.text
    assert strict.post(add_goal, again, headers=HERE).status_code == 302


@pytest.mark.parametrize(
    "origin", [{}, {"Origin": "https://anderswo.example"}, {"Sec-Fetch-Site": "cross-site"}]
)
def test_what_another_page_has_sent_is_not_offered_for_a_click(strict, add_goal, origin):
    answer = strict.post(add_goal, {"title": "Untergeschoben"}, headers=origin)

    assert answer.status_code == 403
    assert "Untergeschoben" not in answer.text
    assert "Das Formular ist abgelaufen" in answer.text


def test_a_password_stands_on_no_page(strict):
    url = reverse("account_change_password")

    answer = strict.post(url, {"oldpassword": "geheim", "password1": "neu"}, headers=HERE)

    assert answer.status_code == 403
    assert "geheim" not in answer.text


def test_a_file_is_said_by_its_name(strict, cycle):
    url = reverse("audits:document_add", args=[cycle.open_run.pk, "kooperation"])
    with Path(__file__).open("rb") as file:
        answer = strict.post(url, {"title": "Vereinbarung", "file": file}, headers=HERE)

    assert "test_session.py" in answer.text


# --- lines and caches -----------------------------------------------------------------------------


def test_a_line_end_counts_as_the_one_sign_that_the_browser_counts(client, editor, cycle):
    """t5-reason-1999-characters.txt, in a field that takes as many."""
    text = "\r\n".join(["x" * 18] * 100 + ["y" * 99])  # 1,999 as the browser counts
    goal = {"title": "Ziel", "description": text, "version": 0}
    client.post(reverse("audits:goal_add", args=[cycle.pk, "hf1"]), goal)

    stored = cycle.goals.get().description
    assert len(stored) == 1999
    assert "\r" not in stored


def test_a_part_of_a_page_is_never_taken_for_the_page(client, editor):
    for headers in ({}, {"HX-Request": "true"}):
        answer = client.get(reverse("audits:cycle_list"), headers=headers)

        assert "HX-Request" in answer["Vary"]
        assert answer["Cache-Control"] == "private, no-store"


# --- somebody else saves -------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_who_waits_too_long_for_somebody_elses_saving_can_send_it_again(
    client, editor, cycle, add_goal, monkeypatch
):
    monkeypatch.setattr(transaction, "PATIENCE", "100ms")
    typed = {"title": "Kurze Wege", "version": "0"}

    with somebody_saves(cycle):
        refused = client.post(add_goal, typed, headers=HERE)
    again = client.post(add_goal, typed, headers=HERE)

    assert (refused.status_code, refused["X-Refused"]) == (409, "busy")
    assert "Gerade speichert jemand anderes" in refused.text
    assert 'value="Kurze Wege"' in refused.text
    assert again.status_code == 302
