"""The pages about organisations: who sees what, what works, what is refused and how."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from auditportal.models import Contact, Organisation, OrganisationKind, RegisterLevel, Role
from tests.factories import (
    ContactFactory,
    InvitationFactory,
    KreisFactory,
    MailFactory,
    MitgliedschaftFactory,
    OrganisationFactory,
    RegisterEntryFactory,
    TraegerFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


def address(name, *arguments):
    return reverse(f"auditportal:{name}", args=arguments)


@pytest.fixture
def office():
    return MitgliedschaftFactory(role=Role.OFFICE, organisation=TraegerFactory())


@pytest.fixture
def editor():
    return MitgliedschaftFactory(role=Role.EDITOR, organisation__name="Aachen")


@pytest.fixture
def as_office(client, office):
    client.force_login(office.user)
    return client


@pytest.fixture
def as_editor(client, editor):
    client.force_login(editor.user)
    return client


@pytest.fixture
def as_reader(client, editor):
    reader = MitgliedschaftFactory(organisation=editor.organisation, role=Role.READER)
    client.force_login(reader.user)
    return client


TRANSACTION = ("SAVEPOINT", "RELEASE", "select set_config")


def queries_of(client, url) -> int:
    """Without the statements of the transaction itself."""
    client.get(url)  # what a process asks once is asked
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return sum(not query["sql"].startswith(TRANSACTION) for query in captured)


# --- the list -----------------------------------------------------------------------------------


def test_the_office_sees_every_organisation_by_name(as_office):
    for name in ("Übach", "Zeven", "aachen"):
        OrganisationFactory(name=name)

    page = as_office.get(address("organisation_list")).context["page"]

    assert [row.name for row in page if row.kind == "kommune"] == ["aachen", "Übach", "Zeven"]


def test_everybody_else_sees_the_own_organisations(as_editor):
    OrganisationFactory(name="Fremdstadt")

    content = as_editor.get(address("organisation_list")).text

    assert "Aachen" in content
    assert "Fremdstadt" not in content
    assert "Von Hand anlegen" not in content


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("q=ubach", ["Übach"]),
        ("q=ÜBACH", ["Übach"]),
        ("q=a&kind=kommune", ["Aachen", "Übach"]),
        ("kind=kreis", ["Kreis Übach"]),
        ("q=%20kreis%20", ["Kreis Übach"]),
        ("q=nirgends", []),
    ],
)
def test_the_list_is_narrowed_by_name_and_kind(as_office, office, query, names):
    office.organisation.name = "Verein"
    office.organisation.save()
    for name in ("Aachen", "Übach"):
        OrganisationFactory(name=name)
    KreisFactory(name="Kreis Übach")

    page = as_office.get(f"{address('organisation_list')}?{query}").context["page"]

    found = [row.name for row in page]
    assert found == names if "kind" in query or not names else set(names) <= set(found)


def test_a_kind_that_does_not_exist_narrows_nothing(as_office):
    OrganisationFactory()

    response = as_office.get(address("organisation_list") + "?kind=xx&page=99")

    assert response.status_code == 200
    assert response.context["page"].paginator.count == Organisation.objects.count()


def test_twenty_stand_on_a_page_and_the_filter_stays_on_the_next(as_office):
    OrganisationFactory.create_batch(21)

    response = as_office.get(address("organisation_list") + "?kind=kommune")

    assert len(response.context["page"]) == 20
    assert "?kind=kommune&amp;page=2" in response.text


def test_the_list_asks_the_same_for_one_row_and_for_three(as_office):
    OrganisationFactory(parent=KreisFactory())
    one = queries_of(as_office, address("organisation_list") + "?kind=kommune")
    for _ in range(2):
        OrganisationFactory(parent=KreisFactory())

    assert queries_of(as_office, address("organisation_list") + "?kind=kommune") == one
    assert one <= 8


def test_the_list_wants_a_login(client, db):
    response = client.get(address("organisation_list"))

    assert response.status_code == 302
    assert response.url.startswith(reverse("account_login"))


def test_somebody_without_an_organisation_reads_who_can_help(client, db):
    client.force_login(UserFactory())

    content = client.get(address("organisation_list")).text

    assert "Sie gehören noch zu keiner Organisation." in content


# --- one organisation ---------------------------------------------------------------------------


def test_the_page_shows_master_data_people_invitations_contacts_and_history(as_editor, editor):
    organisation = editor.organisation
    entry = RegisterEntryFactory(name="Aachen, Stadt", ags="05334002")
    Organisation.objects.filter(pk=organisation.pk).update(
        ags="05334001", register_entry=entry, parent=KreisFactory(name="Städteregion")
    )
    MailFactory(
        invitation=InvitationFactory(organisation=organisation, email="weg@kommune.example"),
        state="failed",
    )
    ContactFactory(organisation=organisation, name="Leitung Jugendamt")

    content = as_editor.get(organisation.get_absolute_url()).text

    for part in (
        "Städteregion",
        "05334001",
        "jetzt mit dem AGS 05334002",
        editor.user.email,
        "weg@kommune.example",
        "Nicht zustellbar",
        "Leitung Jugendamt",
        "Noch ist nichts geschehen.",
        "Stammdaten ändern",
    ):
        assert part in content
    assert "Person einladen" not in content


def test_a_kreis_shows_only_the_organisations_that_one_may_see(client):
    member = MitgliedschaftFactory(organisation=KreisFactory())
    own = MitgliedschaftFactory(user=member.user, organisation__parent=member.organisation)
    other = OrganisationFactory(parent=member.organisation, name="Fremdstadt")
    client.force_login(member.user)

    content = client.get(member.organisation.get_absolute_url()).text

    assert own.organisation.get_absolute_url() in content
    assert other.name not in content


def test_the_page_asks_the_same_for_one_row_and_for_three_of_everything(client):
    kreis = KreisFactory(parent=None, register_entry=RegisterEntryFactory())
    signatory = MitgliedschaftFactory(organisation=kreis, role=Role.SIGNATORY)
    client.force_login(signatory.user)
    more_of_everything(kreis, 1)
    one = queries_of(client, kreis.get_absolute_url())

    more_of_everything(kreis, 2)

    assert queries_of(client, kreis.get_absolute_url()) == one


def test_the_page_of_a_kommune_stays_within_its_budget(client):
    kommune = OrganisationFactory(parent=KreisFactory(), register_entry=RegisterEntryFactory())
    client.force_login(MitgliedschaftFactory(organisation=kommune, role=Role.SIGNATORY).user)
    more_of_everything(kommune, 3)

    assert queries_of(client, kommune.get_absolute_url()) <= 10


def more_of_everything(organisation, number):
    for _ in range(number):
        person = MitgliedschaftFactory(organisation=organisation).user
        invitation = InvitationFactory(organisation=organisation, invited_by=person)
        MailFactory(invitation=invitation)
        ContactFactory(organisation=organisation)
        OrganisationFactory(parent=organisation if organisation.kind == "kreis" else None)
        organisation.events.create(
            kind="x", text="Etwas.", by=person, person=person, happened_at=invitation.invited_at
        )


def test_the_history_stands_on_pages_of_its_own(as_editor, editor):
    more_of_everything(editor.organisation, 51)

    response = as_editor.get(address("organisation_history", editor.organisation_id))

    assert len(response.context["events"]) == 50
    assert "Betrifft: " in response.text


# --- strangers, readers, methods ----------------------------------------------------------------

PAGES = {
    # name: (what its address names, may a reader see it)
    "organisation_detail": ("organisation", True),
    "organisation_history": ("organisation", True),
    "organisation_change": ("organisation", False),
    "contact_create": ("organisation", False),
    "contact_change": ("contact", False),
}


def target_of(kind, editor):
    if kind == "contact":
        return ContactFactory(organisation=editor.organisation)
    return editor.organisation


@pytest.mark.parametrize("name", PAGES)
def test_a_member_with_the_right_opens_every_page(as_editor, editor, name):
    target = target_of(PAGES[name][0], editor)

    assert as_editor.get(address(name, target.pk)).status_code == 200


@pytest.mark.parametrize("name", PAGES)
def test_a_stranger_finds_nothing(client, editor, name):
    target = target_of(PAGES[name][0], editor)
    client.force_login(MitgliedschaftFactory(role=Role.SIGNATORY).user)

    assert client.get(address(name, target.pk)).status_code == 404
    assert client.post(address(name, target.pk)).status_code in (404, 405)


@pytest.mark.parametrize("name", PAGES)
def test_a_reader_reads_and_is_told_why_nothing_more(as_reader, editor, name):
    kind, reads = PAGES[name]

    response = as_reader.get(address(name, target_of(kind, editor).pk))

    assert response.status_code == (200 if reads else 403)
    assert reads or "brauchen Sie das Recht „Bearbeiten“" in response.text


@pytest.mark.parametrize("name", PAGES)
def test_every_page_wants_its_method(as_editor, editor, name):
    url = address(name, target_of(PAGES[name][0], editor).pk)

    assert as_editor.put(url).status_code == 405
    assert as_editor.delete(url).status_code == 405


def test_removing_a_contact_wants_a_post_a_right_and_no_stranger(client, editor):
    contact = ContactFactory(organisation=editor.organisation)
    url = address("contact_remove", contact.pk)
    reader = MitgliedschaftFactory(organisation=editor.organisation)

    answers = []
    for user in (MitgliedschaftFactory().user, reader.user, editor.user):
        client.force_login(user)
        answers.append((client.get(url).status_code, client.post(url).status_code))

    assert answers == [(405, 404), (405, 403), (405, 302)]
    assert not Contact.objects.exists()


# --- entering and changing ----------------------------------------------------------------------


def test_the_office_enters_an_organisation_by_hand(as_office, office):
    response = as_office.post(
        address("organisation_create"), {"name": "Lichtenberg", "kind": "kommune"}, follow=True
    )

    made = Organisation.objects.get(name="Lichtenberg")
    assert response.redirect_chain[-1][0] == made.get_absolute_url()
    assert "„Lichtenberg“ ist angelegt." in response.text


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"name": ""}, "Bitte füllen Sie dieses Feld aus."),
        ({"kind": "traeger"}, "„traeger“ gehört nicht dazu"),
        ({"ags": "1234"}, "Der AGS hat 5 oder 8 Ziffern."),
        ({"ars": "abc"}, "Der ARS hat 5 oder 12 Ziffern."),
        ({"inhabitants": "12"}, "Zur Einwohnerzahl gehört ihr Stichtag."),
        (
            {"keys_from": "2024-02-01", "keys_to": "2024-01-31"},
            "„Schlüssel gültig bis“ darf nicht vor „Schlüssel gültig ab“ liegen.",
        ),
    ],
)
def test_what_does_not_fit_is_said_once_and_all_that_was_typed_stays(as_office, typed, sentence):
    data = {"name": "Lichtenberg", "kind": "kommune", "ags": "11001001"} | typed

    response = as_office.post(address("organisation_create"), data)

    content = response.text
    assert response.status_code == 422
    assert sentence in content
    assert sum(len(errors) for errors in response.context["form"].errors.values()) == 1
    assert all(f'value="{value}"' in content for value in data.values() if value != "traeger")
    assert not Organisation.objects.filter(name="Lichtenberg").exists()


def test_a_kreis_belongs_to_no_kreis(as_office):
    data = {"name": "Kreis", "kind": "kreis", "parent": KreisFactory().pk}

    response = as_office.post(address("organisation_create"), data)

    assert response.context["form"].errors == {
        "parent": ["Diese Art von Organisation gehört zu keinem Kreis."]
    }


def test_only_the_people_of_a_traeger_enter_organisations(as_editor):
    entry = RegisterEntryFactory()

    for name, arguments in (
        ("organisation_create", ()),
        ("register_search", ()),
        ("organisation_create_from_register", (entry.pk,)),
    ):
        response = as_editor.get(address(name, *arguments))
        assert response.status_code == 403
        assert "Aufgabe der Geschäftsstelle" in response.text


def test_the_register_is_found_by_name_and_by_key(as_office):
    kreis = RegisterEntryFactory(level=RegisterLevel.KREIS, name="Städteregion")
    RegisterEntryFactory(name="Würselen, Stadt", ags="05334036", parent=kreis)
    RegisterEntryFactory(name="Würselen-Alt", is_current=False)

    for asked in ("wurselen", "Würs", "05334"):
        hits = as_office.get(address("register_search"), {"q": asked}).context["hits"]
        assert [entry.name for entry in hits] == ["Würselen, Stadt"]


def test_an_empty_register_is_said_to_be_empty_and_nobody_is_asked_to_load_it(as_office):
    empty = as_office.get(address("register_search"), {"q": "ort"}).text
    RegisterEntryFactory(name="Würselen, Stadt")
    filled = as_office.get(address("register_search"), {"q": "ort"}).text

    assert "noch leer" in empty
    assert "Stimmt die Schreibweise?" in filled
    assert "noch leer" not in filled


def test_the_search_answers_htmx_with_the_hits_alone(as_office):
    RegisterEntryFactory(name="Würselen, Stadt")
    url = address("register_search") + "?q=würs"

    part = as_office.get(url, headers={"HX-Request": "true"}).text

    assert "Würselen, Stadt" in part
    assert "<html" not in part
    assert "<html" in as_office.get(url).text


def test_the_search_shows_what_is_already_here_and_asks_the_same_for_three_hits(as_office):
    OrganisationFactory(name="Hier", register_entry=RegisterEntryFactory(name="Ort 1"))
    url = address("register_search") + "?q=ort"
    one = queries_of(as_office, url)
    for number in (2, 3):
        kreis = RegisterEntryFactory(level=RegisterLevel.KREIS, name="Kreis")
        RegisterEntryFactory(name=f"Ort {number}", parent=kreis)

    assert ">Hier</a>" in as_office.get(url).text
    assert queries_of(as_office, url) <= one + 1  # the Kreise, in one


def test_an_entry_is_a_proposal_that_the_office_may_correct(as_office):
    entry = RegisterEntryFactory(name="Würselen, Stadt", ags="05334036", ars="053340036036")
    url = address("organisation_create_from_register", entry.pk)

    proposal = as_office.get(url)
    shown = proposal.context["form"].initial
    as_office.post(url, {"name": "Stadt Würselen", "kind": "kommune", "ags": shown["ags"]})

    made = Organisation.objects.get(register_entry=entry)
    assert 'value="Würselen"' in proposal.text
    assert (made.name, made.ags) == ("Stadt Würselen", "05334036")
    again = as_office.post(url, {"name": "Noch einmal", "kind": "kommune"})
    assert again.status_code == 409
    assert made.get_absolute_url() in again.text


def test_an_editor_changes_the_master_data(as_editor, editor):
    response = as_editor.post(
        address("organisation_change", editor.organisation_id),
        {"name": "Stadt Aachen", "kind": "kommune"},
    )

    editor.organisation.refresh_from_db()
    assert response.url == editor.organisation.get_absolute_url()
    assert editor.organisation.name == "Stadt Aachen"


def test_what_does_not_fit_does_not_stand_in_the_title(as_editor, editor):
    url = address("organisation_change", editor.organisation_id)

    response = as_editor.post(url, {"name": "Falschstadt", "kind": "kommune", "ags": "x"})

    assert response.status_code == 422
    assert "<title>Fehler: Stammdaten ändern: Aachen" in response.text


def test_a_member_neither_chooses_the_kind_nor_sees_foreign_kreise(as_editor, editor):
    own, foreign = KreisFactory(), KreisFactory()
    Organisation.objects.filter(pk=editor.organisation_id).update(parent=own)
    url = address("organisation_change", editor.organisation_id)

    fields = as_editor.get(url).context["form"].fields
    refused = as_editor.post(url, {"name": "Aachen", "kind": "kreis", "parent": foreign.pk})

    assert fields["kind"].choices == [("kommune", "Kommune")]
    assert list(fields["parent"].queryset) == [own]
    assert refused.status_code == 422
    assert set(refused.context["form"].errors) == {"kind", "parent"}


def test_a_traeger_stays_one_when_its_data_change(client):
    director = MitgliedschaftFactory(role=Role.DIRECTOR, organisation=TraegerFactory())
    client.force_login(director.user)
    url = address("organisation_change", director.organisation_id)

    client.post(url, {"name": "Verein neu", "kind": "traeger"})
    refused = client.post(url, {"name": "Verein neu", "kind": "kommune"})

    director.organisation.refresh_from_db()
    assert director.organisation.name == "Verein neu"
    assert refused.status_code == 422
    assert director.organisation.kind == OrganisationKind.TRAEGER


def test_contacts_are_entered_changed_and_removed(as_editor, editor):
    data = {"name": "Jugendamt", "function": "Leitung", "phone": "0241 432"}
    as_editor.post(address("contact_create", editor.organisation_id), data)
    contact = Contact.objects.get()

    as_editor.post(address("contact_change", contact.pk), data | {"phone": "0241 999"})
    contact.refresh_from_db()
    assert contact.phone == "0241 999"

    response = as_editor.post(address("contact_remove", contact.pk), follow=True)
    assert "Der Kontakt ist entfernt." in response.text
    assert as_editor.post(address("contact_remove", contact.pk)).status_code == 404


def test_a_contact_that_nobody_can_reach_is_refused(as_editor, editor):
    url = address("contact_create", editor.organisation_id)

    response = as_editor.post(url, {"name": "Jugendamt"})

    assert response.status_code == 422
    assert "eine E-Mail-Adresse oder ein Telefon" in response.text
