"""Inviting, and the link of the mail: for people with a login, and for those who get one."""

import datetime as dt

import pytest
from django.urls import reverse

from auditportal import clock
from auditportal.models import Invitation, Mail, Mitgliedschaft, Role, User
from tests.factories import (
    PASSWORD,
    InvitationFactory,
    MitgliedschaftFactory,
    TraegerFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
NEW = {"name": "Neue Person", "password": "vier-grosse-Worte", "again": "vier-grosse-Worte"}


def address(name, *arguments):
    return reverse(f"auditportal:{name}", args=arguments)


@pytest.fixture
def signatory():
    return MitgliedschaftFactory(role=Role.SIGNATORY, organisation__name="Aachen")


@pytest.fixture
def as_signatory(client, signatory):
    client.force_login(signatory.user)
    return client


@pytest.fixture
def invitation(signatory):
    return InvitationFactory(organisation=signatory.organisation, email="neu@kommune.example")


@pytest.fixture
def link(invitation):
    return address("invitation_accept", invitation.token)


# --- inviting -----------------------------------------------------------------------------------


def test_a_signatory_invites_by_the_page(as_signatory, signatory):
    data = {"name": "Neue Person", "email": "Neu@Kommune.example", "role": "editor"}

    response = as_signatory.post(
        address("invitation_create", signatory.organisation_id), data, follow=True
    )

    made = Invitation.objects.get()
    assert (made.email, made.role, made.invited_by) == (
        "neu@kommune.example",
        "editor",
        signatory.user,
    )
    assert "Die Einladung an neu@kommune.example ist unterwegs." in response.text
    assert Mail.objects.get().recipient == "neu@kommune.example"


def test_the_form_offers_the_roles_of_the_kind(client, signatory):
    director = MitgliedschaftFactory(role=Role.DIRECTOR, organisation=TraegerFactory())
    offered = []

    for member in (signatory, director):
        client.force_login(member.user)
        page = client.get(address("invitation_create", member.organisation_id))
        offered.append([role for role, _ in page.context["form"].fields["role"].choices])

    assert offered == [["reader", "editor", "signatory"], list(Role.values)]


@pytest.mark.parametrize(
    ("typed", "field", "sentence"),
    [
        ({"email": "kein at"}, "email", "Adresse"),
        ({"role": "director"}, "role", "gehört nicht dazu"),
        ({"role": ""}, "role", "Bitte"),
        ({"email": "NEU@kommune.example"}, "email", "schon eine Einladung"),
        ({"email": "{member}"}, "email", "bereits Mitglied"),
    ],
)
def test_what_does_not_fit_is_said_at_the_field(
    as_signatory, signatory, invitation, typed, field, sentence
):
    typed = {key: value.format(member=signatory.user.email) for key, value in typed.items()}
    data = {"name": "Neue Person", "email": "andere@kommune.example", "role": "editor"} | typed

    response = as_signatory.post(address("invitation_create", signatory.organisation_id), data)

    errors = response.context["form"].errors
    assert response.status_code == 422
    assert list(errors) == [field]
    assert sentence in errors[field][0]
    assert 'value="Neue Person"' in response.text


def test_an_invitation_is_sent_again_and_withdrawn(as_signatory, invitation):
    again = as_signatory.post(address("invitation_renew", invitation.pk), follow=True)
    newest = Invitation.objects.pending().get()
    withdrawn = as_signatory.post(address("invitation_withdraw", newest.pk), follow=True)

    assert "Eine neue Einladung an neu@kommune.example" in again.text
    assert "ist zurückgezogen." in withdrawn.text
    assert not Invitation.objects.pending().exists()


@pytest.mark.parametrize("name", ["invitation_renew", "invitation_withdraw"])
def test_a_second_click_is_answered_409(as_signatory, invitation, name):
    as_signatory.post(address("invitation_withdraw", invitation.pk))

    response = as_signatory.post(address(name, invitation.pk))

    assert response.status_code == 409
    assert "Diese Einladung wurde zurückgezogen." in response.text


@pytest.mark.parametrize(
    ("name", "get", "post"),
    [
        ("invitation_create", 403, 403),
        ("invitation_renew", 405, 403),
        ("invitation_withdraw", 405, 403),
    ],
)
def test_a_reader_is_told_who_decides_and_a_stranger_finds_nothing(
    client, signatory, invitation, name, get, post
):
    pk = signatory.organisation_id if name == "invitation_create" else invitation.pk
    url = address(name, pk)
    client.force_login(MitgliedschaftFactory(organisation=signatory.organisation).user)
    refused = client.post(url)

    assert (client.get(url).status_code, refused.status_code) == (get, post)
    assert "entscheiden die Zeichnungsberechtigten" in refused.text
    assert client.put(url).status_code == 405
    client.force_login(MitgliedschaftFactory(role=Role.SIGNATORY).user)
    assert client.post(url).status_code == 404


# --- the link of the mail -----------------------------------------------------------------------


def test_the_link_shows_organisation_role_and_address_without_a_login(client, link):
    response = client.get(link)

    content = response.text
    assert response.status_code == 200
    for part in ("Aachen", "Bearbeiten", "neu@kommune.example"):
        assert part in content
    assert "no-store" in response["Cache-Control"]


def test_who_is_new_sets_name_and_password_and_is_inside(client, link, signatory):
    response = client.post(link, NEW, follow=True)

    person = User.objects.get(email="neu@kommune.example")
    assert response.status_code == 200
    assert response.wsgi_request.user == person
    assert response.request["PATH_INFO"] == signatory.organisation.get_absolute_url()
    assert "Willkommen bei „Aachen“." in response.text
    assert person.check_password(NEW["password"])
    assert Mitgliedschaft.objects.get(user=person).role == Role.EDITOR


@pytest.mark.parametrize(
    ("typed", "field", "sentence"),
    [
        ({"name": ""}, "name", "füllen Sie dieses Feld aus"),
        ({"again": "anders"}, "again", "nicht gleich"),
        ({"password": "kurz", "again": "kurz"}, "password", "zu kurz"),
        ({"password": "q1w2e3r4t5y6", "again": "q1w2e3r4t5y6"}, "password", "zu verbreitet"),
        ({"password": "neu@kommune.exa", "again": "neu@kommune.exa"}, "password", "zu ähnlich"),
    ],
)
def test_a_weak_password_is_refused_and_no_login_arises(client, link, typed, field, sentence):
    response = client.post(link, NEW | typed)

    errors = response.context["form"].errors
    assert response.status_code == 422
    assert list(errors) == [field]
    assert sentence in errors[field][0]
    assert not User.objects.filter(email="neu@kommune.example").exists()


def test_who_has_a_login_is_sent_to_log_in_and_comes_back_to_confirm(client, link):
    person = UserFactory(email="neu@kommune.example")

    asked = client.get(link)
    login = f"{reverse('account_login')}?next={link}"
    assert login in asked.text
    assert "password" not in asked.text
    back = client.post(login, {"login": "NEU@kommune.example", "password": PASSWORD})
    assert back.url == link
    confirmed = client.post(link, follow=True)

    assert "Willkommen bei „Aachen“." in confirmed.text
    assert Mitgliedschaft.objects.get(user=person).role == Role.EDITOR


def test_nobody_takes_an_existing_login_over_by_the_link(client, link):
    UserFactory(email="neu@kommune.example")

    response = client.post(link, NEW)

    assert response.status_code == 200
    assert not response.wsgi_request.user.is_authenticated
    assert User.objects.get(email="neu@kommune.example").check_password(PASSWORD)
    assert not Mitgliedschaft.objects.filter(user__email="neu@kommune.example").exists()


def test_who_is_logged_in_as_somebody_else_is_told_so(as_signatory, link):
    shown, refused = as_signatory.get(link), as_signatory.post(link)

    assert "gilt für eine andere E-Mail-Adresse" in shown.text
    assert "disabled" in shown.text
    assert refused.status_code == 403


def closed(invitation, how):
    if how == "expired":
        invitation.invited_at = clock.now() - dt.timedelta(days=15)
        invitation.expires_at = clock.now() - dt.timedelta(days=1)
    elif how == "withdrawn":
        invitation.withdrawn_at = clock.now()
    else:
        invitation.accepted_at, invitation.accepted_by = clock.now(), UserFactory()
    invitation.save()


@pytest.mark.parametrize(
    ("how", "sentence"),
    [
        ("expired", "Diese Einladung ist abgelaufen."),
        ("withdrawn", "Diese Einladung wurde zurückgezogen."),
        ("used", "Diese Einladung ist schon angenommen."),
    ],
)
def test_a_closed_invitation_says_why_and_makes_no_login(client, invitation, link, how, sentence):
    closed(invitation, how)

    shown = 200 if how == "used" else 409
    for response, status in ((client.get(link), shown), (client.post(link, NEW), 409)):
        assert response.status_code == status
        assert sentence in response.text
    assert not User.objects.filter(email="neu@kommune.example").exists()


def test_a_link_that_nobody_made_leads_nowhere(client, db):
    assert client.get(address("invitation_accept", "erfunden")).status_code == 404


def test_the_link_wants_its_method(client, link):
    assert client.put(link).status_code == 405


# --- members ------------------------------------------------------------------------------------


@pytest.fixture
def member(signatory):
    return MitgliedschaftFactory(organisation=signatory.organisation, role=Role.EDITOR)


def test_a_signatory_gives_another_role(as_signatory, member):
    url = address("mitgliedschaft_change", member.pk)

    assert "checked" in as_signatory.get(url).text
    response = as_signatory.post(url, {"role": "reader"}, follow=True)

    member.refresh_from_db()
    assert member.role == Role.READER
    assert f"{member.user} hat jetzt die Rolle „Lesen“." in response.text


def test_ending_a_mitgliedschaft_asks_first_and_holds_from_the_next_request(
    as_signatory, member, client
):
    url = address("mitgliedschaft_end", member.pk)
    other = type(client)()
    other.force_login(member.user)
    own_page = member.organisation.get_absolute_url()
    assert other.get(own_page).status_code == 200

    assert "sieht danach nichts mehr" in as_signatory.get(url).text
    assert as_signatory.post(url).status_code == 302
    assert as_signatory.post(url).status_code == 409

    assert other.get(own_page).status_code == 404


def test_who_leaves_by_the_own_hand_lands_on_the_own_account(as_signatory, signatory):
    response = as_signatory.post(address("mitgliedschaft_end", signatory.pk), follow=True)

    assert response.request["PATH_INFO"] == reverse("account")
    assert response.status_code == 200


def test_the_last_director_reads_under_the_button_why_it_is_closed(client):
    director = MitgliedschaftFactory(role=Role.DIRECTOR, organisation=TraegerFactory())
    client.force_login(director.user)

    ending = client.get(address("mitgliedschaft_end", director.pk))
    lesser = client.post(address("mitgliedschaft_change", director.pk), {"role": "office"})

    assert "letzte Geschäftsführung" in ending.text
    assert lesser.status_code == 422
    assert "letzte Geschäftsführung" in lesser.text
    assert client.post(address("mitgliedschaft_end", director.pk)).status_code == 409


@pytest.mark.parametrize("name", ["mitgliedschaft_change", "mitgliedschaft_end"])
def test_members_are_settled_by_those_who_may(client, member, name):
    url = address(name, member.pk)
    client.force_login(member.user)
    own = [client.get(url).status_code, client.post(url, {"role": "signatory"}).status_code]
    client.force_login(MitgliedschaftFactory(role=Role.SIGNATORY).user)
    stranger = [client.get(url).status_code, client.post(url).status_code]

    assert (own, stranger, client.put(url).status_code) == ([403, 403], [404, 404], 405)
