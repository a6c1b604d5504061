"""One's own account, the theme, and the ways in: password, code, never a sign-up."""

import re

import pytest
from django.core import mail
from django.urls import reverse

from auditportal import mails, outbox
from auditportal.machine.engines.server import free_port
from auditportal.models import Mail, Theme, User
from tests.factories import PASSWORD, MitgliedschaftFactory, UserFactory

pytestmark = pytest.mark.django_db
SMTP = "django.core.mail.backends.smtp.EmailBackend"
CODE = r"^\s*([A-Z0-9]{3,4}-?[A-Z0-9]{3,4})\s*$"


@pytest.fixture
def person():
    return UserFactory(email="person@kommune.example")


@pytest.fixture
def as_person(client, person):
    client.force_login(person)
    return client


def test_the_account_shows_address_name_and_organisations(as_person, person):
    MitgliedschaftFactory(user=person, organisation__name="Aachen")

    content = as_person.get(reverse("account")).text

    for part in ("person@kommune.example", f'value="{person.name}"', "Aachen", "Lesen"):
        assert part in content
    assert reverse("account_change_password") in content


def test_a_new_name_is_kept(as_person, person):
    response = as_person.post(reverse("account"), {"name": "Anderer Name"})

    person.refresh_from_db()
    assert (response.status_code, person.name) == (302, "Anderer Name")


def test_an_empty_name_is_refused(as_person, person):
    response = as_person.post(reverse("account"), {"name": " "})

    assert response.status_code == 422
    assert User.objects.get(pk=person.pk).name == person.name


@pytest.mark.parametrize("theme", Theme.values)
def test_the_theme_is_kept_in_the_profile_and_leads_back(as_person, person, theme):
    there = reverse("auditportal:organisation_list")

    response = as_person.post(reverse("display"), {"theme": theme, "next": there})

    person.refresh_from_db()
    assert (response.url, person.theme) == (there, theme)
    assert f'data-kern-theme="{theme}"' in as_person.get(there).text


@pytest.mark.parametrize("back", ["https://fremd.example/", "//fremd.example", "", "javascript:1"])
def test_the_theme_leads_nobody_away(as_person, back):
    response = as_person.post(reverse("display"), {"theme": "dark", "next": back})

    assert response.url == reverse("account")


def test_a_theme_that_does_not_exist_changes_nothing(as_person, person):
    response = as_person.post(reverse("display"), {"theme": "bunt"}, follow=True)

    person.refresh_from_db()
    assert person.theme == Theme.SYSTEM
    assert "Diese Darstellung gibt es nicht." in response.text


def test_the_account_and_the_theme_want_a_login_and_their_method(client, as_person):
    assert as_person.put(reverse("account")).status_code == 405
    assert as_person.get(reverse("display")).status_code == 405
    client.logout()
    for name in ("account", "display"):
        assert client.post(reverse(name)).url.startswith(reverse("account_login"))


# --- the ways in --------------------------------------------------------------------------------


@pytest.mark.parametrize("typed", ["person@kommune.example", "PERSON@Kommune.EXAMPLE"])
def test_login_by_password_whatever_the_case_of_the_address(client, person, typed):
    response = client.post(reverse("account_login"), {"login": typed, "password": PASSWORD})

    assert response.status_code == 302
    assert client.get(reverse("account")).wsgi_request.user == person


def test_a_wrong_password_leads_nowhere(client, person):
    response = client.post(
        reverse("account_login"), {"login": person.email, "password": "falsch-geraten"}
    )

    assert "E-Mail-Adresse oder Passwort stimmen nicht." in response.text
    assert not response.wsgi_request.user.is_authenticated


def test_login_by_a_code_that_comes_by_mail(client, person):
    asked = client.post(reverse("account_request_login_code"), {"email": "Person@Kommune.example"})
    planned = Mail.objects.get()
    code = re.search(CODE, planned.secret, re.M).group(1)
    entered = client.post(asked.url, {"code": code})

    assert planned.recipient == person.email
    assert entered.status_code == 302
    assert client.get(reverse("account")).wsgi_request.user == person


def test_a_code_for_an_unknown_address_makes_no_login(client):
    client.post(reverse("account_request_login_code"), {"email": "fremd@kommune.example"})

    assert not User.objects.filter(email="fremd@kommune.example").exists()
    assert {planned.recipient for planned in Mail.objects.all()} <= {"fremd@kommune.example"}
    assert not any(re.search(CODE, planned.secret, re.M) for planned in Mail.objects.all())


def test_a_code_waits_for_a_mail_server_that_is_away_and_is_forgotten_once_it_is_out(
    client, person, settings
):
    here, nowhere = settings.MAILERS, {"host": "127.0.0.1", "port": free_port(), "timeout": 2}
    settings.MAILERS = {"default": {"BACKEND": SMTP, "OPTIONS": nowhere}}
    asked = client.post(reverse("account_request_login_code"), {"email": person.email})
    waiting = outbox.drain(Mail, mails.compose)
    settings.MAILERS = here
    sent = outbox.drain(Mail, mails.compose)

    (message,) = mail.outbox
    assert (asked.status_code, waiting, sent) == (302, 0, 1)
    assert re.search(CODE, message.body, re.M)
    assert Mail.objects.get().secret == ""


def test_nobody_signs_up_alone(client):
    data = {"email": "fremd@kommune.example", "password1": PASSWORD, "password2": PASSWORD}

    response = client.post(reverse("account_signup"), data)

    assert response.status_code in (200, 403)
    assert not User.objects.filter(email="fremd@kommune.example").exists()


def test_a_login_of_somebody_who_is_locked_out_fails(client, person):
    User.objects.update(is_active=False)

    response = client.post(
        reverse("account_login"), {"login": person.email, "password": PASSWORD}, follow=True
    )

    assert not response.wsgi_request.user.is_authenticated


def test_nobody_changes_the_address_of_a_login(as_person, person):
    data = {"email": "anders@kommune.example", "action_add": ""}

    response = as_person.post(reverse("account_email"), data)

    person.refresh_from_db()
    assert response.url == reverse("account")
    assert person.email == "person@kommune.example"


def test_two_logins_never_share_an_address_whatever_its_case(person):
    with pytest.raises(Exception, match=r"user_email_once|auditportal_user_email"):
        User.objects.create(email="PERSON@kommune.example", name="Doppelt")


# --- public pages -------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["impressum", "datenschutz", "barrierefreiheit", "hilfe"])
def test_the_duty_pages_are_open_to_everybody_and_read_only(client, path):
    response = client.get(f"/{path}/")

    assert response.status_code == 200
    assert "<h1>" in response.text
    assert reverse(path) == f"/{path}/"
    assert client.post(f"/{path}/").status_code == 405


@pytest.mark.parametrize("path", ["impressum", "barrierefreiheit"])
def test_who_answers_is_said_with_address_and_mail(client, path):
    content = client.get(f"/{path}/").text

    assert "44787 Bochum" in content
    assert "mailto:" in content
