import datetime as dt

import pytest
from django.urls import reverse

from auditportal import clock
from auditportal.models import Betreuung, OrganisationKind, Role
from audits.actions import berufung as berufungen
from audits.actions import cycle as cycles
from audits.models import BerufungFunction
from tests.audits.counting import questions
from tests.factories.auditportal import MitgliedschaftFactory
from tests.factories.audits import (
    a_cycle,
    a_traeger,
    a_user,
    an_organisation,
    appointed,
    cast_of,
    member_of,
)

pytestmark = pytest.mark.django_db
ASSESSOR = BerufungFunction.ASSESSOR
DAY = dt.datetime(2026, 11, 20, 12, tzinfo=dt.UTC)


@pytest.fixture
def cycle():
    return a_cycle("begutachtung")


@pytest.fixture
def cast(cycle):
    return cast_of(cycle)


@pytest.fixture
def url(cycle):
    return reverse("audits:berufung_list", args=[cycle.pk])


def appoint_url(cycle, function="assessor"):
    return reverse("audits:berufung_appoint", args=[cycle.pk, function])


def dismiss_url(berufung):
    return reverse("audits:berufung_dismiss", args=[berufung.pk])


def declare_url(berufung):
    return reverse("audits:berufung_declare", args=[berufung.pk])


@pytest.fixture
def candidate():
    return member_of(an_organisation(OrganisationKind.PARTNER, "Freie Begutachtung"))


# --- the list -----------------------------------------------------------------------------------


def test_the_list_says_the_state_of_each_berufung_in_words(client, cycle, cast, url):
    appointed(cycle, ASSESSOR, declared=False, by=cast.office)
    first, second = (cycle.berufungen.get(user=user) for user in cast.assessors)
    cycle.berufungen.filter(pk=first.pk).update(reads_until=DAY.date())
    berufungen.dismiss(berufung=second, reason="Krank geworden.", by=cast.office)
    client.force_login(cast.office)

    page = client.get(url)

    assert page.status_code == 200
    for words in ("Berufen", "Erklärung offen", "bis 20.11.2026", "Beendet", "Krank geworden."):
        assert words in page.text
    assert (cycle.words["auditor"] in page.text, cycle.words["assessor"] in page.text) == (
        True,
        True,
    )


def test_participants_read_the_list_without_reasons_and_without_forms(client, cycle, cast, url):
    berufung = cycle.berufungen.get(user=cast.assessors[0])
    berufungen.dismiss(berufung=berufung, reason="Krank geworden.", by=cast.office)
    client.force_login(cast.reader)

    page = client.get(url)

    assert page.status_code == 200
    assert cast.auditor.name in page.text
    assert "Krank geworden." not in page.text
    assert 'name="assessor-person"' not in page.text
    assert "Beenden" not in page.text


def test_neither_strangers_nor_assessors_see_the_list(client, cast, url):
    for user in (cast.stranger, cast.assessors[0]):
        client.force_login(user)
        assert client.get(url).status_code == 404


def test_the_list_is_only_read(client, cast, url):
    client.force_login(cast.office)

    assert client.post(url).status_code == 405


def test_the_list_asks_as_much_for_one_person_as_for_many(client, cycle, cast, url, candidate):
    client.force_login(cast.office)
    few = questions(client, url)
    pool = an_organisation(OrganisationKind.PARTNER)
    for _ in range(3):
        member_of(pool)
        appointed(cycle, ASSESSOR, by=cast.office)

    many = questions(client, url)

    assert (many, many <= 10) == (few, True)


def test_what_speaks_against_a_candidate_is_said_and_cannot_be_chosen(
    client, cycle, cast, url, candidate
):
    berufung = berufungen.appoint(cycle=cycle, user=candidate, function="auditor", by=cast.office)
    berufungen.dismiss(berufung=berufung, reason="Fertig.", by=cast.office)
    client.force_login(cast.office)

    page = client.get(url)

    option = f'<option value="{candidate.pk}" disabled>{candidate}, Freie Begutachtung – '
    assert f"{option}{candidate} hat begleitet und begutachtet deshalb nicht.</option>" in page.text
    free = f'<option value="{candidate.pk}">{candidate}, Freie Begutachtung</option>'
    assert page.text.count(free) == 1  # only for the function of a companion


# --- appoint ------------------------------------------------------------------------------------


def test_the_office_appoints_somebody_of_the_pool(client, cycle, cast, url, candidate):
    client.force_login(cast.office)

    page = client.post(appoint_url(cycle), {"assessor-person": candidate.pk}, follow=True)

    assert page.redirect_chain == [(url, 302)]
    assert f"Berufen als {cycle.words['assessor']}: {candidate}." in page.text
    assert cycle.berufungen.get(user=candidate).function == ASSESSOR


def test_the_office_appoints_by_the_address_of_a_login(client, cycle, cast):
    user = member_of(an_organisation(OrganisationKind.PARTNER))
    client.force_login(cast.office)

    client.post(appoint_url(cycle, "auditor"), {"auditor-email": user.email.upper()})

    assert cycle.berufungen.get(user=user).function == BerufungFunction.AUDITOR


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"assessor-email": "niemand@fern.example"}, "ist bei Ihren Partnern niemand bekannt"),
        ({"assessor-email": "keine Adresse"}, "gültige E-Mail-Adresse"),
        ({}, "wählen Sie eine Person oder geben Sie eine Adresse an"),
    ],
)
def test_what_does_not_fit_is_said_at_the_place_and_kept(client, cycle, cast, typed, sentence):
    client.force_login(cast.office)

    page = client.post(appoint_url(cycle), typed)

    assert page.status_code == 422
    assert sentence in page.text
    assert all(text in page.text for text in typed.values())
    assert "<title>Fehler: " in page.text


def test_the_address_does_not_tell_who_has_an_account_elsewhere(client, cycle, cast):
    elsewhere = a_traeger()
    town = an_organisation(name="Fremdstadt")
    Betreuung.objects.create(organisation=town, traeger=elsewhere)
    people = [member_of(elsewhere, Role.DIRECTOR), member_of(town), a_user()]
    left = member_of(an_organisation(OrganisationKind.PARTNER))
    left.mitgliedschaften.update(ended_on=DAY.date())
    client.force_login(cast.office)

    answers = {
        client.post(appoint_url(cycle, function), {f"{function}-email": email})
        .text.replace(email, "")
        .split("</header>")[1]
        .split("csrfmiddlewaretoken")[0]
        for function in ("assessor",)
        for email in ("niemand@fern.example", *(one.email for one in [*people, left]))
    }

    assert len(answers) == 1
    assert "ist bei Ihren Partnern niemand bekannt" in answers.pop()


def test_who_is_bound_elsewhere_cannot_be_chosen_to_judge(client, cycle, cast, url, candidate):
    MitgliedschaftFactory(organisation=an_organisation(), user=candidate)
    client.force_login(cast.office)

    page = client.get(url)
    posted = client.post(appoint_url(cycle), {"assessor-person": candidate.pk})

    assert f"{candidate} kommt für die Begutachtung nicht in Frage.</option>" in page.text
    assert posted.status_code == 422


def test_a_person_and_an_address_are_one_too_many(client, cycle, cast, candidate):
    client.force_login(cast.office)
    typed = {"assessor-person": candidate.pk, "assessor-email": cast.stranger.email}

    page = client.post(appoint_url(cycle), typed)

    assert page.status_code == 422
    assert f'<option value="{candidate.pk}" selected>' in page.text
    assert not cycle.berufungen.filter(user=candidate).exists()


def test_a_member_of_a_party_is_refused_by_address_too(client, cycle, cast):
    client.force_login(cast.office)

    page = client.post(appoint_url(cycle), {"assessor-email": cast.reader.email})

    assert page.status_code == 422
    assert "gehört zu einer beteiligten Organisation" in page.text


def test_to_appoint_the_same_person_twice_is_refused_at_the_field(client, cycle, cast, candidate):
    client.force_login(cast.office)
    client.post(appoint_url(cycle), {"assessor-person": candidate.pk})

    client.force_login(cast.director)
    page = client.post(appoint_url(cycle), {"assessor-person": candidate.pk})

    assert page.status_code == 422
    assert "ist hier schon berufen" in page.text
    assert cycle.berufungen.filter(user=candidate).count() == 1


@pytest.mark.parametrize(
    ("name", "status"), [("stranger", 404), ("signatory", 403), ("auditor", 403)]
)
def test_only_the_traeger_appoints(client, cycle, cast, candidate, name, status):
    client.force_login(getattr(cast, name))

    page = client.post(appoint_url(cycle), {"assessor-person": candidate.pk})

    assert page.status_code == status
    assert ("Hier handelt: Geschäftsstelle" in page.text) == (status == 403)


def test_it_is_too_late_to_appoint_after_the_end(client, cycle, cast, candidate):
    cycles.stop(cycle=cycle, reason="Abgesagt.", by=cast.office)
    client.force_login(cast.office)

    page = client.post(appoint_url(cycle), {"assessor-person": candidate.pk})

    assert page.status_code == 409
    assert "Dieser Durchlauf ist beendet." in page.text


def test_only_the_two_functions_exist_and_only_by_post(client, cycle, cast):
    client.force_login(cast.office)

    assert client.post(appoint_url(cycle, "traeger")).status_code == 404
    assert client.get(appoint_url(cycle)).status_code == 405


# --- dismiss ------------------------------------------------------------------------------------


def test_the_office_ends_a_berufung_with_its_reason(client, cycle, cast, url):
    berufung = cycle.berufungen.get(user=cast.auditor)
    client.force_login(cast.office)

    asked = client.get(dismiss_url(berufung))
    page = client.post(dismiss_url(berufung), {"reason": "Ruhestand."})

    assert (asked.status_code, page.status_code, page.url) == (200, 302, url)
    assert cycle.berufungen.get(pk=berufung.pk).end_reason == "Ruhestand."


def test_an_end_without_a_reason_is_none(client, cycle, cast):
    berufung = cycle.berufungen.get(user=cast.auditor)
    client.force_login(cast.office)

    page = client.post(dismiss_url(berufung), {"reason": " "})

    assert page.status_code == 422
    assert cycle.berufungen.get(pk=berufung.pk).is_active


@pytest.mark.parametrize(("name", "status"), [("stranger", 404), ("signatory", 403)])
def test_only_the_traeger_ends_a_berufung(client, cycle, cast, name, status):
    berufung = cycle.berufungen.get(user=cast.auditor)
    client.force_login(getattr(cast, name))

    assert client.get(dismiss_url(berufung)).status_code == status
    assert client.post(dismiss_url(berufung), {"reason": "Nein."}).status_code == status


def test_a_berufung_ends_once(client, cycle, cast):
    berufung = cycle.berufungen.get(user=cast.auditor)
    client.force_login(cast.office)
    client.post(dismiss_url(berufung), {"reason": "Ruhestand."})

    page = client.post(dismiss_url(berufung), {"reason": "Noch einmal."})

    assert page.status_code == 409
    assert "schon beendet" in page.text


# --- declare ------------------------------------------------------------------------------------


@pytest.fixture
def undeclared(cycle, cast):
    user = appointed(cycle, ASSESSOR, declared=False, by=cast.office)
    return cycle.berufungen.get(user=user)


def test_before_the_declaration_one_reads_parties_verfahren_companions_and_days_alone(
    client, cycle, cast, undeclared
):
    client.force_login(undeclared.user)

    page = client.get(declare_url(undeclared))

    assert page.status_code == 200
    days = [f"{cycle.began_on:%d.%m.%Y}", f"{undeclared.appointed_on:%d.%m.%Y}"]
    for known in (cycle.title, str(cycle.version.verfahren), cast.auditor.name, *days):
        assert known in page.text
    goal = cycle.goals.first().title
    other = cast.assessors[0].name
    dossier = cycle.begutachtungen.get().dossier.sha256
    for hidden in (goal, other, dossier):
        assert hidden not in page.text


def test_whoever_is_unbiased_declares_and_may_read(client, cycle, undeclared):
    client.force_login(undeclared.user)

    page = client.post(declare_url(undeclared), {"choice": "unbiased"})

    assert (page.status_code, page.url) == (302, cycle.get_absolute_url())
    assert cycle.berufungen.get(pk=undeclared.pk).declared_at is not None
    dossier = reverse("audits:dossier_detail", args=[cycle.begutachtungen.get().pk])
    assert client.get(dossier).status_code == 200


def test_whoever_is_biased_says_why_and_leaves(client, cycle, undeclared):
    client.force_login(undeclared.user)

    page = client.post(declare_url(undeclared), {"choice": "biased", "reason": "Verwandt."})

    assert (page.status_code, page.url) == (302, "/")
    assert cycle.berufungen.get(pk=undeclared.pk).end_reason == "Verwandt."
    assert client.get(declare_url(undeclared)).status_code == 404


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"choice": "biased"}, "Bitte nennen Sie kurz den Grund."),
        ({"choice": ""}, "Bitte wählen Sie eine Antwort."),
    ],
)
def test_an_incomplete_declaration_is_said_at_the_field(client, cycle, undeclared, typed, sentence):
    client.force_login(undeclared.user)

    page = client.post(declare_url(undeclared), typed)

    assert page.status_code == 422
    assert sentence in page.text
    assert cycle.berufungen.get(pk=undeclared.pk).is_active


def test_who_has_declared_finds_the_way_back(client, cycle, undeclared):
    client.force_login(undeclared.user)
    client.post(declare_url(undeclared), {"choice": "unbiased"})
    step_back = reverse("audits:berufung_step_back", args=[undeclared.pk])

    assert step_back in client.get(declare_url(undeclared)).text
    assert client.get(step_back).status_code == 200
    assert client.post(step_back, {"reason": " "}).status_code == 422
    page = client.post(step_back, {"reason": "Doch verwandt."})

    assert (page.status_code, page.url) == (302, "/")
    assert cycle.berufungen.get(pk=undeclared.pk).end_reason == "Doch verwandt."
    assert client.get(step_back).status_code == 404


@pytest.mark.parametrize(
    ("name", "status"), [("stranger", 404), ("office", 403), ("auditor", 403), ("reader", 403)]
)
def test_nobody_steps_back_for_somebody_else(client, cast, undeclared, name, status):
    client.force_login(getattr(cast, name))
    step_back = reverse("audits:berufung_step_back", args=[undeclared.pk])

    assert client.get(step_back).status_code == status
    assert client.post(step_back, {"reason": "Doch."}).status_code == status


@pytest.mark.parametrize("role", ["reader", "editor", "signatory", "auditor"])
def test_why_somebody_was_dismissed_is_read_by_the_traeger_alone(client, cycle, cast, url, role):
    berufung = cycle.berufungen.get(user=cast.assessors[0])
    berufungen.dismiss(berufung=berufung, reason="Vertraulich.", by=cast.office)
    history = reverse("audits:cycle_history", args=[cycle.pk])
    client.force_login(getattr(cast, role))

    for page in (url, history, cycle.get_absolute_url()):
        assert "Vertraulich." not in client.get(page).text


def test_a_second_declaration_is_too_late(client, undeclared):
    client.force_login(undeclared.user)
    client.post(declare_url(undeclared), {"choice": "unbiased"})

    again = client.get(declare_url(undeclared))
    page = client.post(declare_url(undeclared), {"choice": "biased", "reason": "Doch."})

    assert again.status_code == 200
    assert "Unbefangenheit erklärt" in again.text
    assert page.status_code == 409


@pytest.mark.parametrize(
    ("name", "status"), [("stranger", 404), ("office", 403), ("auditor", 403), ("reader", 403)]
)
def test_nobody_opens_the_declaration_of_somebody_else(client, cast, undeclared, name, status):
    client.force_login(getattr(cast, name))

    assert client.get(declare_url(undeclared)).status_code == status
    page = client.post(declare_url(undeclared), {"choice": "unbiased"})

    assert page.status_code == status


def test_after_the_window_the_page_is_closed_before_any_task_ran(client, cycle, cast):
    berufung = cycle.berufungen.get(user=cast.assessors[0])
    cycle.berufungen.filter(pk=berufung.pk).update(reads_until=DAY.date())
    client.force_login(cast.assessors[0])

    with clock.stopped_at(DAY):
        on_the_last_day = client.get(declare_url(berufung))
    with clock.stopped_at(DAY + dt.timedelta(days=1)):
        afterwards = client.get(declare_url(berufung))

    assert (on_the_last_day.status_code, afterwards.status_code) == (200, 403)
    assert "Ihre Einsicht endete am 20.11.2026." in afterwards.text


def test_the_declaration_asks_little(client, cycle, undeclared):
    client.force_login(undeclared.user)

    assert questions(client, declare_url(undeclared)) <= 10


def test_the_declaration_takes_no_other_method(client, undeclared):
    client.force_login(undeclared.user)

    assert client.put(declare_url(undeclared)).status_code == 405
