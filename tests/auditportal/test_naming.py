"""Names of the official list: what one is called, and how it is found again."""

import pytest
from django.urls import reverse

from auditportal.actions import invitation as invitations
from auditportal.actions import organisation as organisations
from auditportal.forms.organisation import OrganisationChoice, OrganisationForm
from auditportal.models import Organisation, OrganisationKind, RegisterEntry, RegisterLevel, Role
from auditportal.verdict import NotYet
from tests.factories.auditportal import KreisFactory, RegisterEntryFactory
from tests.factories.audits import a_traeger, an_organisation, member_of

pytestmark = pytest.mark.django_db


def entry(name: str, ags: str, **more) -> RegisterEntry:
    return RegisterEntryFactory(name=name, ags=ags, ars=more.pop("ars", ags), **more)


@pytest.mark.parametrize(
    ("asked", "name", "ags", "level"),
    [
        ("Muenchen", "München, Landeshauptstadt", "09162000", "gemeinde"),
        ("Luebeck", "Lübeck, Hansestadt", "01003000", "gemeinde"),
        ("Frankfurt/Oder", "Frankfurt (Oder), Stadt", "12053000", "gemeinde"),
        ("Landkreis Kassel", "Kassel", "06633", "kreis"),
        ("05 9 78 008", "Bönen", "05978008", "gemeinde"),
        ("5978008", "Bönen", "05978008", "gemeinde"),
        ("Rotenburg an der Fulda", "Rotenburg a. d. Fulda, Stadt", "06632018", "gemeinde"),
        ("fulda rotenburg", "Rotenburg a. d. Fulda, Stadt", "06632018", "gemeinde"),
    ],
)
def test_the_list_is_searched_as_people_type(asked, name, ags, level):
    wanted = entry(name, ags, level=level)
    entry("Kassel, documenta-Stadt", "06611000")

    assert list(RegisterEntry.objects.matching(asked)) == [wanted]


def test_organisations_are_found_by_the_same_words_and_by_their_key():
    city = an_organisation(name="Frankfurt (Oder)")
    Organisation.objects.filter(pk=city.pk).update(ags="12053000")

    for asked in ("Frankfurt/Oder", "12 053", "Oder"):
        assert city in Organisation.objects.named_like(asked)
    assert not Organisation.objects.named_like("%").filter(pk=city.pk).exists()


@pytest.mark.parametrize(
    ("name", "level", "code", "short"),
    [
        ("Kassel", RegisterLevel.KREIS, "44", "Landkreis Kassel"),
        ("Unna", RegisterLevel.KREIS, "43", "Kreis Unna"),
        ("Rhein-Erft-Kreis", RegisterLevel.KREIS, "43", "Rhein-Erft-Kreis"),
        ("Regionalverband Saarbrücken", RegisterLevel.KREIS, "45", "Regionalverband Saarbrücken"),
        ("Kassel, documenta-Stadt", RegisterLevel.GEMEINDE, "61", "Kassel"),
    ],
)
def test_a_kreis_is_called_by_what_it_is(name, level, code, short):
    assert RegisterEntry(name=name, level=level, type_code=code).short_name == short


def test_of_two_of_the_same_name_each_says_which_one_it_is():
    kreis = KreisFactory(name="Kreis Steinfurt")
    one, other = an_organisation(name="Neuenkirchen"), an_organisation(name="Neuenkirchen")
    third = an_organisation(name="Aachen")
    Organisation.objects.filter(pk=one.pk).update(parent=kreis, ags="05566060")

    choices = dict(OrganisationChoice(Organisation.objects.of_kind("kommune")).choices)

    assert choices[one.pk] == "Neuenkirchen (Kommune, Kreis Steinfurt, 05566060)"
    assert choices[other.pk] == "Neuenkirchen (Kommune)"
    assert choices[third.pk] == "Aachen"


def test_a_key_is_given_once_and_the_form_leads_to_who_has_it():
    office = member_of(a_traeger(), Role.OFFICE)
    data = {"name": "Musterhausen", "kind": OrganisationKind.KOMMUNE, "ags": "05999999"}
    first = organisations.enter(by=office, **data)

    form = OrganisationForm(data, by=office)

    assert form.errors["ags"] == [f"Diesen AGS hat schon „{first.described}“."]
    assert form.twin == first.get_absolute_url()
    with pytest.raises(NotYet, match="Diesen AGS hat schon"):
        organisations.enter(by=office, **data)


def test_the_list_offers_nothing_to_enter_that_is_here_by_hand(client):
    office = member_of(a_traeger(), Role.OFFICE)
    wanted = entry("Musterhausen", "05999999")
    here = organisations.enter(by=office, name="Musterhausen", kind="kommune", ags="05999999")
    client.force_login(office)

    page = client.get(reverse("auditportal:register_search"), {"q": "Musterhausen"})
    create = reverse("auditportal:organisation_create_from_register", args=[wanted.pk])

    assert here.get_absolute_url() in page.text
    assert create not in page.text
    assert client.get(create).status_code == 409


def test_an_invitation_that_was_accepted_leads_on(client):
    organisation = an_organisation()
    signatory = member_of(organisation, Role.SIGNATORY)
    invitation = invitations.invite(
        organisation=organisation,
        email="neu@kommune.example",
        name="Neue Person",
        role=Role.EDITOR,
        by=signatory,
    )
    url = reverse("auditportal:invitation_accept", args=[invitation.token])
    joined = invitations.accept_as_new(
        invitation=invitation, name="Neue Person", password="ein langes Passwort"
    )

    logged_out = client.get(url)
    client.force_login(joined.user)
    logged_in = client.get(url)

    assert logged_out.status_code == 200
    assert "schon angenommen" in logged_out.text
    assert 'value="neu@kommune.example"' in logged_out.text
    assert logged_in["Location"] == organisation.get_absolute_url()
