"""Who guesses passwords waits; nobody else does."""

import datetime as dt

import pytest
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.test import Client

from auditportal import attempts, clock
from auditportal.models import Attempt
from tests.factories.auditportal import UserFactory

pytestmark = pytest.mark.django_db
PASSWORD = "Sehr-geheim-2026"
LOGIN = "/konto/login/"


@pytest.fixture
def person():
    person = UserFactory(email="person@stadt.example")
    person.set_password(PASSWORD)
    person.save()
    return person


@pytest.fixture(autouse=True)
def _one_proxy(settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1


def log_in(client, email, password, address="203.0.113.7"):
    data = {"login": email, "password": password}
    return client.post(LOGIN, data, headers={"X-Forwarded-For": address})


def fail(client, times, email="person@stadt.example", address="203.0.113.7"):
    """Each as soon as it is taken."""
    for _ in range(times):
        log_in(client, email, "falsch-falsch-falsch", address)


def leave(client):
    """Log out; the browser stays the same."""
    client.post("/konto/logout/")


def test_whoever_guesses_waits_and_is_told_how_long(client, person):
    fail(client, attempts.FREE["account"])

    refused = log_in(client, person.email, PASSWORD)

    assert refused.status_code == 200
    assert "Bitte warten Sie 2 Sekunden" in refused.text


def test_the_wait_doubles_up_to_a_quarter_of_an_hour():
    account = attempts.Counter.of("account", "x")
    free = attempts.FREE["account"]

    waits = [account.blocks_for(failures).total_seconds() for failures in range(free - 1, free + 4)]

    assert waits == [0, 2, 4, 8, 16]
    assert account.blocks_for(500) == attempts.LONGEST


def test_after_the_wait_the_right_password_is_taken(client, person):
    fail(client, attempts.FREE["account"])

    with clock.stopped_at(clock.now() + dt.timedelta(seconds=3)):
        answer = log_in(client, person.email, PASSWORD)

    assert answer.status_code == 302


def test_a_browser_that_this_account_knows_is_locked_out_by_nobody(client, person):
    stranger = Client()
    log_in(client, person.email, PASSWORD)
    leave(client)
    fail(stranger, 40, address="203.0.113.7")

    assert log_in(stranger, person.email, PASSWORD).status_code == 200
    assert log_in(client, person.email, PASSWORD).status_code == 302


def test_a_known_browser_is_no_key_to_another_account(client, person):
    other = UserFactory(email="andere@stadt.example")
    log_in(client, person.email, PASSWORD)
    leave(client)
    fail(client, attempts.FREE["account"], email=other.email)

    assert "Bitte warten Sie" in log_in(client, other.email, "falsch-falsch-falsch").text


def test_a_known_browser_that_guesses_waits_too(client, person):
    log_in(client, person.email, PASSWORD)
    leave(client)
    fail(client, attempts.FREE["browser"])

    assert "Bitte warten Sie" in log_in(client, person.email, PASSWORD).text


def test_eleven_people_behind_one_address_mistype_and_the_twelfth_comes_in(client, person):
    for number in range(11):
        fail(client, 1, email=f"person{number}@gemeinde{number}.example")

    assert log_in(client, person.email, PASSWORD).status_code == 302


def test_a_network_that_guesses_at_many_accounts_waits(client, person):
    for number in range(attempts.FREE["network"]):
        fail(client, 1, email=f"person{number}@stadt.example", address=f"203.0.113.{number}")

    assert "Bitte warten Sie" in log_in(client, person.email, PASSWORD).text
    assert log_in(client, person.email, PASSWORD, address="198.51.100.1").status_code == 302


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        ("2001:db8:1:ff00::1", "2001:db8:1:ffff::2", True),
        ("2001:db8:1::1", "2001:db8:2::1", False),
        ("192.0.2.1", "192.0.2.200", True),
        ("192.0.2.1", "192.0.3.1", False),
    ],
)
def test_one_customer_of_a_provider_is_one_network(one, other, is_same):
    keys = {attempts.counters("a@b.example", address, "")[1].key for address in (one, other)}

    assert (len(keys) == 1) is is_same


def test_what_says_nothing_any_more_is_forgotten_and_names_nobody(client, person):
    fail(client, 1)
    rows = [row.key for row in Attempt.objects.all()]

    with clock.stopped_at(clock.now() + attempts.FADES + dt.timedelta(seconds=1)):
        forgotten = attempts.forget_faded()

    assert forgotten == 2
    assert all(len(key) == 64 and "person" not in key for key in rows)


def test_a_server_behind_an_unknown_proxy_does_not_pass_the_check(settings):
    settings.IS_HTTPS, settings.ALLAUTH_TRUSTED_PROXY_COUNT = True, 0

    with pytest.raises(SystemCheckError, match=r"auditportal\.E002"):
        call_command("check", "--deploy", "--tag", "security")
