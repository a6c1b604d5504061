import pytest
from django.urls import reverse

from auditportal.documents import examine
from auditportal.models import OrganisationKind, Role
from audits.actions import beteiligung as beteiligungen
from audits.actions import document as documents
from audits.models import Mitwirkung
from tests.audits.counting import asked
from tests.audits.uploads import a_pdf
from tests.factories.audits import (
    a_cycle,
    a_goal,
    a_partner,
    a_version,
    an_organisation,
    cast_of,
    member_of,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def cycle():
    return a_cycle("strategieworkshop", a_version(1, code="GWQ"))


@pytest.fixture
def cast(cycle):
    return cast_of(cycle)


@pytest.fixture
def guest():
    return an_organisation(OrganisationKind.PARTNER, "Nachbarschaftshaus Übach")


def page(cycle):
    return reverse("audits:beteiligung_list", args=[cycle.pk])


def propose(client, cycle, **typed):
    return client.post(reverse("audits:mitwirkung_propose", args=[cycle.pk]), typed)


def answer(name, mitwirkung):
    return reverse(f"audits:mitwirkung_{name}", args=[mitwirkung.pk])


def release(cycle, organisation):
    party = cycle.parties.get(organisation=organisation)
    return reverse("audits:beteiligung_release", args=[cycle.pk, party.pk])


def test_the_page_lists_all_with_what_they_are(client, cycle, cast):
    client.force_login(cast.reader)

    shown = client.get(page(cycle)).text

    assert "Wohnungsunternehmen" in shown
    assert "Kommune" in shown
    assert "Zur Mitwirkung vorschlagen" not in shown


@pytest.mark.parametrize("typed", ["Nachbarschaftshaus Übach", " nachbarschaftshaus übach ", "AGS"])
def test_who_knows_the_whole_name_or_the_key_proposes(client, cycle, cast, typed):
    guest = an_organisation(name="Nachbarschaftshaus Übach")
    guest.ags = "05370032"
    guest.save()
    client.force_login(cast.editor)

    client.post(
        reverse("audits:mitwirkung_propose", args=[cycle.pk]),
        {"q": typed.replace("AGS", guest.ags)},
    )

    assert Mitwirkung.objects.get().organisation == guest
    assert "Vorgeschlagen" in client.get(page(cycle)).text


@pytest.mark.parametrize("typed", ["Nachbarschaft", "haus", "", "%", "0537", "Nachbarschaftshaus"])
def test_a_part_of_the_name_finds_nobody_and_keeps_what_was_typed(
    client, cycle, cast, guest, typed
):
    client.force_login(cast.editor)

    shown = propose(client, cycle, q=typed)

    assert shown.status_code == 422
    assert guest.name not in shown.text
    assert f'value="{typed}"' in shown.text or not typed
    assert not Mitwirkung.objects.exists()


def test_a_number_of_an_organisation_opens_nothing(client, cycle, cast, guest):
    client.force_login(cast.editor)

    shown = propose(client, cycle, q="gibt es nicht", organisation=guest.pk)

    assert shown.status_code == 422
    assert guest.name not in shown.text
    assert "Es gibt hier keine Organisation, die genau so heißt" in shown.text


def test_of_equal_names_one_is_chosen(client, cycle, cast, guest):
    other = an_organisation(name=guest.name)
    client.force_login(cast.editor)

    asked = propose(client, cycle, q=guest.name)
    propose(client, cycle, q=guest.name, organisation=other.pk)

    assert asked.status_code == 422
    assert "Mehrere Organisationen heißen so." in asked.text
    assert Mitwirkung.objects.get().organisation == other


def test_no_traeger_is_found(client, cycle, cast):
    client.force_login(cast.editor)

    assert propose(client, cycle, q=cycle.owner.name).status_code == 422


def test_from_the_proposal_to_the_first_page(client, cycle, cast, guest):
    signatory = member_of(guest, Role.SIGNATORY)
    client.force_login(cast.editor)
    propose(client, cycle, q=guest.name)
    proposed = Mitwirkung.objects.get()

    client.force_login(signatory)
    assert cycle.title not in client.get(reverse("audits:mitwirkung_inbox")).text
    assert client.post(answer("accept", proposed)).status_code == 404
    client.force_login(cast.signatory)
    client.post(answer("give", proposed))
    client.force_login(signatory)
    assert "1 Einladung" in client.get("/").text
    assert cycle.title in client.get(reverse("audits:mitwirkung_inbox")).text
    shown = client.post(answer("accept", proposed), follow=True).text

    assert "Sie wirken mit" in shown
    assert "1 Einladung" not in client.get("/").text


def test_who_contributes_sees_the_contents_and_nothing_of_contract_and_history(
    client, cycle, cast, guest
):
    reader = member_of(a_partner(cycle, guest), Role.EDITOR)
    run, goal = cycle.open_run, a_goal(cycle)
    paper = documents.add(
        cycle=cycle, code="", title="Vertrag", upload=examine(a_pdf()), by=cast.editor
    )
    client.force_login(reader)

    def status(name, *args):
        return client.get(reverse(f"audits:{name}", args=args)).status_code

    inside = ["cycle_detail", "goal_list", "profil", "veranstaltung_list", "beteiligung_list"]
    hidden = ["cycle_history", "reminder_list", "document_list", "beschluss_list", "berufung_list"]
    assert {name: status(name, cycle.pk) for name in inside} == dict.fromkeys(inside, 200)
    assert {name: status(name, cycle.pk) for name in hidden} == dict.fromkeys(hidden, 404)
    assert status("run_detail", run.pk) == status("document_detail", paper.pk) == 404
    assert status("document_download", paper.pk) == 404
    assert status("goal_change", goal.pk) == 200
    shown = client.get(cycle.get_absolute_url()).text
    for name in (*hidden, "run_detail"):
        assert (
            reverse(f"audits:{name}", args=[run.pk if name == "run_detail" else cycle.pk])
            not in shown
        )


def test_either_side_ends_it(client, cycle, cast, guest):
    member = member_of(a_partner(cycle, guest), Role.SIGNATORY)
    client.force_login(member)

    left = client.post(release(cycle, guest))

    assert (left.status_code, left.url) == (302, reverse("audits:task_list"))
    assert not cycle.parties.filter(organisation=guest).exists()


def test_strangers_find_nothing_and_readers_propose_nobody(client, cycle, cast, guest):
    proposed = beteiligungen.propose(cycle=cycle, organisation=guest, by=cast.office)
    a_partner(cycle, house := an_organisation(OrganisationKind.PARTNER))
    doors = [
        reverse("audits:mitwirkung_propose", args=[cycle.pk]),
        answer("give", proposed),
        answer("accept", proposed),
        answer("decline", proposed),
        release(cycle, house),
    ]

    client.force_login(cast.stranger)
    assert client.get(page(cycle)).status_code == 404
    assert [client.post(url).status_code for url in doors] == [404] * 5
    client.force_login(cast.reader)
    assert [client.post(url).status_code for url in doors] == [403] * 5
    assert [client.get(url).status_code for url in doors] == [405] * 5


def test_a_party_of_another_cycle_is_not_released_here(client, cycle, cast):
    other = a_cycle("strategieworkshop", cycle.version)
    client.force_login(cast.office)
    party = other.parties.first()

    url = reverse("audits:beteiligung_release", args=[cycle.pk, party.pk])

    assert client.post(url).status_code == 404


def test_whoever_takes_part_already_is_told_so(client, cycle, cast):
    client.force_login(cast.editor)

    answered = propose(client, cycle, q=cycle.parties.first().organisation.name)

    assert answered.status_code == 409
    assert "Schon beteiligt" in answered.text


def test_the_page_asks_as_much_for_three_proposals_as_for_one(client, cycle, cast):
    client.force_login(cast.editor)
    client.get(page(cycle))
    counts = []
    for _ in range(3):
        beteiligungen.propose(cycle=cycle, organisation=an_organisation(), by=cast.editor)
        counts.append(asked(lambda: client.get(page(cycle))))

    assert counts[0] == counts[2]
