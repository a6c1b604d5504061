"""The pages on which what binds is set right, from the link to the struck entry."""

import pytest
from django.urls import reverse

from audits.actions import cycle as cycles
from audits.models import Berichtigung
from tests.audits.correcting import (
    KINDS,
    REASON,
    a_beschluss,
    a_phase,
    a_release,
    a_report,
    a_signature,
    a_submission,
    a_vermerk,
    judged,
    some_minutes,
    submitted,
)
from tests.audits.counting import questions

pytestmark = pytest.mark.django_db
NAMES = {
    "a_beschluss": "beschluss_correct",
    "a_vermerk": "vermerk_correct",
    "a_signature": "signature_correct",
    "some_minutes": "minutes_correct",
    "a_release": "freigabe_correct",
    "a_phase": "run_correct",
    "a_submission": "submission_correct",
    "a_report": "report_correct",
}
ALL = [*KINDS, a_report]
BY_NAME = {"ids": lambda make: make.__name__}


def door(make, case):
    return reverse(f"audits:{NAMES[make.__name__]}", args=[case.given[case.act.about].pk])


def typed(make, case) -> dict:
    """What stands in the form when it opens, with a reason."""
    given = case.given
    days = {"session_on": "decision", "on": "on", "signed_on": "signed_on", "held_on": "held_on"}
    found = {"reason": REASON}
    for field, name in days.items():
        if name in given:
            day = given[name].session_on if name == "decision" else given[name]
            found[field] = f"{day:%Y-%m-%d}"
    if make is a_beschluss:
        fassung = case.cycle.fassungen.agreements().get().pk
        found |= {"body": "Rat", "result": "adopted", "is_authoritative": "on", "rows": "3"}
        found |= {"yes": "31", "no": "4", "abstained": "0", "fassung": fassung}
    return found | ({"minutes": "Richtig."} if make is some_minutes else {})


@pytest.mark.parametrize("make", ALL, **BY_NAME)
def test_each_is_asked_shown_and_set_right(client, make):
    case = make()
    client.force_login(getattr(case.cast, case.by))
    url = door(make, case)

    asked = client.get(url)
    shown = client.post(url, typed(make, case))
    assert (asked.status_code, shown.status_code) == (200, 200)
    assert "Bisher" in shown.text
    assert "Angaben prüfen" in shown.text
    assert not Berichtigung.objects.exists()

    done = client.post(url, typed(make, case) | {"checked": "1", "sure": "on"}, follow=True)
    assert done.status_code == 200
    assert "Berichtigt" in done.text
    assert Berichtigung.objects.filter(cause=None).get().reason == REASON


@pytest.mark.parametrize("make", KINDS, **BY_NAME)
def test_what_falls_with_it_is_told_before(client, make):
    case = make()
    submitted(case)
    client.force_login(case.cast.office)

    only = {"is_void": "on"} if make is a_signature else {}  # each side signs for itself
    shown = client.post(door(make, case), typed(make, case) | only)

    assert shown.status_code == 200
    assert "Die Einreichung vom" in shown.text or make.__name__ == "a_submission"
    assert "Verbindlich:" in shown.text
    assert not Berichtigung.objects.exists()


@pytest.mark.parametrize("make", KINDS, **BY_NAME)
def test_what_was_judged_is_refused_with_the_way_that_is_open(client, make):
    case = make()
    judged(case)
    client.force_login(case.cast.office)

    answer = client.get(door(make, case))

    assert answer.status_code == 409
    assert "Der Weg dafür ist eine Nachbesserung" in answer.text


@pytest.mark.parametrize("make", ALL, **BY_NAME)
def test_who_may_not_is_kept_out(client, make):
    case = make()
    url = door(make, case)
    answers = []
    for person in (case.cast.stranger, case.cast.assessors[0], case.cast.reader):
        client.force_login(person)
        answers.append((client.get(url).status_code, client.put(url).status_code))

    seen = 403 if make.__name__ == "a_submission" else 404  # a submission is known to who judges
    assert [get for get, _ in answers] == [404, seen, 403]
    assert {put for _, put in answers} == {405}


@pytest.mark.parametrize("make", ALL, **BY_NAME)
def test_without_a_reason_all_that_was_typed_stays(client, make):
    case = make()
    client.force_login(getattr(case.cast, case.by))

    answer = client.post(door(make, case), typed(make, case) | {"reason": "", "checked": "1"})

    assert answer.status_code == 422
    assert "Bitte füllen Sie dieses Feld aus." in answer.text
    assert not Berichtigung.objects.exists()


@pytest.mark.parametrize("make", [a_beschluss, a_vermerk, a_signature, some_minutes], **BY_NAME)
def test_what_never_was_is_only_struck(client, make):
    case = make()
    client.force_login(getattr(case.cast, case.by))

    client.post(door(make, case), {"reason": REASON, "is_void": "on", "checked": "1"})

    row = Berichtigung.objects.filter(cause=None).get()
    assert (row.entry, row.new_beschluss, row.new_vermerk, row.new_signature) == (
        case.entry,
        None,
        None,
        None,
    )


def test_a_wrong_beschluss_is_struck_through_with_its_reason_in_list_and_page(client):
    case = a_beschluss()
    client.force_login(case.cast.reader)
    before = questions(client, reverse("audits:beschluss_list", args=[case.cycle.pk]))
    row = case.correct()

    page = client.get(reverse("audits:beschluss_list", args=[case.cycle.pk])).text
    old = client.get(reverse("audits:beschluss_detail", args=[row.beschluss_id])).text
    new = client.get(reverse("audits:beschluss_detail", args=[row.new_beschluss_id])).text
    paper = client.get(case.cycle.fassungen.get().get_absolute_url()).text

    assert "<s>abgelehnt</s>" in page
    assert REASON in page
    assert f"Grund: {REASON}" in old
    assert "Was stattdessen gilt" in old
    assert f"<s>{row.beschluss}</s>" in new
    assert f"<s>{row.beschluss}</s>" in paper
    assert questions(client, reverse("audits:beschluss_list", args=[case.cycle.pk])) == before


@pytest.mark.parametrize(
    ("make", "page", "struck"),
    [
        (a_vermerk, lambda case: case.run.get_absolute_url(), "<s>Angebot mit Kostenbeitrag"),
        (
            a_signature,
            lambda case: reverse("audits:document_detail", args=[case.entry.document_id]),
            "<s>Unterzeichnet am",
        ),
        (
            some_minutes,
            lambda case: reverse("audits:veranstaltung_list", args=[case.cycle.pk]),
            "<s>Durchgeführt</s>",
        ),
        (
            a_release,
            lambda case: reverse("audits:bestandsaufnahme", args=[case.cycle.pk]),
            "<s>Freigegeben am",
        ),
        (a_phase, lambda case: case.entry.get_absolute_url(), "Gilt nicht mehr"),
        (a_submission, lambda case: case.entry.get_absolute_url(), "Gilt nicht mehr"),
        (
            a_submission,
            lambda case: reverse("audits:dossier_detail", args=[case.entry.pk]),
            "Gilt nicht mehr",
        ),
        (a_report, lambda case: case.entry.get_absolute_url(), "Gilt nicht mehr"),
    ],
)
def test_what_does_not_hold_stays_where_it_was_shown_with_the_reason_beside_it(
    client, make, page, struck
):
    case = make()
    case.correct()
    client.force_login(case.cast.reader)

    shown = client.get(page(case)).text

    assert struck in shown
    assert REASON in shown


def test_at_the_end_of_a_cycle_nothing_leads_to_what_is_refused(client):
    case = a_beschluss()
    cycles.stop(cycle=case.cycle, reason="Schluss.", by=case.cast.office)
    client.force_login(case.cast.office)

    shown = client.get(reverse("audits:beschluss_detail", args=[case.entry.pk])).text

    assert "Diesen Eintrag berichtigen" not in shown
    assert client.get(door(a_beschluss, case)).status_code == 409


def test_one_more_row_is_asked_for_here_too(client):
    case = a_beschluss()
    client.force_login(case.cast.editor)
    data = typed(a_beschluss, case) | {"more": "1"}

    whole = client.post(door(a_beschluss, case), data)
    part = client.post(door(a_beschluss, case), data, headers={"HX-Request": "true"})

    assert 'name="way-3-body"' in whole.text
    assert part.text.strip().startswith("<fieldset")
    assert REASON in whole.text


def test_an_editor_reads_who_opens_a_phase_again(client):
    case = a_phase()
    client.force_login(case.cast.editor)

    answer = client.get(door(a_phase, case))

    assert answer.status_code == 403
    assert "Hier handelt: Geschäftsstelle" in answer.text
