import hashlib
import json
import re

import pytest
from django.urls import reverse

from audits import gates
from audits.actions import fassung as fassungen
from audits.actions import goal as goals
from audits.models import Beschluss, Fassung, FassungKind, FassungPdf, Result, Topic
from audits.papers import freezing
from tests.audits.counting import questions
from tests.factories.audits import a_cycle, a_fassung, a_goal, a_measure, cast_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def cycle():
    return a_cycle("ausarbeitung")


@pytest.fixture
def cast(cycle):
    return cast_of(cycle)


def check_url(cycle):
    return reverse("audits:agreement_check", args=[cycle.pk])


def freeze_url(cycle):
    return reverse("audits:agreement_freeze", args=[cycle.pk])


def url(name, fassung):
    return reverse(f"audits:{name}", args=[fassung.pk])


def checked(page):
    """What the button of the check page sends along."""
    return {"sha256": re.search(r'name="sha256" value="(\w+)"', page.text)[1]}


# --- checking and freezing ----------------------------------------------------------------------


def test_the_check_page_shows_everything_with_the_way_to_change_it(client, cycle, cast):
    client.force_login(cast.editor)

    page = client.get(check_url(cycle))

    assert page.status_code == 200
    assert "Es fehlt nichts." in page.text
    assert page.text.count("Eine Maßnahme") == 6
    changes = re.findall(r'<a href="([^"]+)">Ändern', page.text)
    list_url = reverse("audits:goal_list", args=[cycle.pk])
    assert changes == [f"{list_url}#hf{number}" for number in range(1, 7)]


def test_the_check_page_says_what_is_missing(client, cycle, cast):
    a_goal(cycle, title="Ohne Maßnahme")
    a_measure(cycle.goals.first(), responsible="")
    gates.settle(cycle)
    client.force_login(cast.editor)

    page = client.get(check_url(cycle))
    answer = client.post(freeze_url(cycle), {"sha256": "egal"})

    assert "Das ist jetzt nicht möglich." in page.text
    assert "1 Ziel ohne Maßnahme." in page.text
    assert freeze_url(cycle) not in page.text
    assert answer.status_code == 409
    assert not Fassung.objects.exists()


def test_freezing_keeps_exactly_what_was_checked(client, cycle, cast):
    client.force_login(cast.editor)

    answer = client.post(freeze_url(cycle), checked(client.get(check_url(cycle))))

    frozen = Fassung.objects.get(cycle=cycle)
    assert (answer.status_code, answer.url) == (302, frozen.get_absolute_url())
    assert frozen.content == freezing.canonical(freezing.agreement(cycle))[0]
    assert frozen.sha256 == hashlib.sha256(frozen.content.encode()).hexdigest()
    assert (frozen.number, frozen.frozen_by) == (1, cast.editor)
    assert not cycle.tasks.exists()


def test_freezing_refuses_what_became_another_since_it_was_checked(client, cycle, cast):
    client.force_login(cast.editor)
    seen = checked(client.get(check_url(cycle)))
    measure = cycle.measures.first()
    goals.move_measure(measure=measure, up=True, by=cast.office)
    goals.add_measure(
        goal=measure.goal, by=cast.office, title="Neu", responsible="Amt", ends_on=measure.ends_on
    )

    answer = client.post(freeze_url(cycle), seen)

    assert answer.status_code == 409
    assert "Der Entwurf hat sich geändert, seit Sie ihn geprüft haben." in answer.text
    assert not Fassung.objects.exists()


def test_freezing_blindly_is_refused(client, cycle, cast):
    client.force_login(cast.editor)

    assert client.post(freeze_url(cycle)).status_code == 409
    assert not Fassung.objects.exists()


def test_a_second_click_makes_no_second_version(client, cycle, cast):
    client.force_login(cast.editor)
    seen = checked(client.get(check_url(cycle)))
    client.post(freeze_url(cycle), seen)

    answer = client.post(freeze_url(cycle), seen)

    assert answer.status_code == 409
    assert "hat sich nichts geändert." in answer.text
    assert Fassung.objects.count() == 1


def test_after_freezing_the_page_says_what_has_changed_since(client, cycle, cast):
    fassungen.freeze(cycle=cycle, by=cast.editor)
    goal = cycle.goals.first()
    client.force_login(cast.editor)
    same = client.get(check_url(cycle))
    goals.add_measure(
        goal=goal, by=cast.editor, title="Lotsen", responsible="Amt", ends_on=goal.saved_at.date()
    )

    page = client.get(check_url(cycle))
    client.post(freeze_url(cycle), checked(page))

    assert "Nichts. Der Entwurf ist genau diese Fassung." in same.text
    assert "Neue Maßnahme: „Lotsen“" in page.text.replace("&quot;", '"')
    assert [one.number for one in cycle.fassungen.order_by("number")] == [1, 2]


def test_after_a_changed_beschluss_the_new_version_is_written_into_it(client):
    cycle = a_cycle("beschluss")
    cast = cast_of(cycle)
    beschluss = Beschluss.objects.create(
        cycle=cycle,
        run=cycle.open_run,
        topic=Topic.AGREEMENT,
        body="Rat",
        session_on=cycle.began_on,
        result=Result.AMENDED,
        is_authoritative=True,
        fassung=cycle.fassungen.get(),
        entered_by=cast.editor,
    )
    client.force_login(cast.editor)
    assert client.post(freeze_url(cycle), checked_or_none(client, cycle)).status_code == 409
    goal = cycle.goals.first()
    goals.change_goal(goal=goal, title="Wie beschlossen", description="", version=1, by=cast.editor)

    answer = client.post(freeze_url(cycle), checked(client.get(check_url(cycle))))

    beschluss.refresh_from_db()
    assert answer.status_code == 302
    assert beschluss.amended_fassung.number == 2
    assert "Wie beschlossen" in beschluss.amended_fassung.content


def checked_or_none(client, cycle):
    found = re.search(r'name="sha256" value="(\w+)"', client.get(check_url(cycle)).text)
    return {"sha256": found[1]} if found else {}


def test_too_early_nothing_is_frozen(client):
    cycle = a_cycle("beteiligungsphase")
    client.force_login(cast_of(cycle).editor)

    answer = client.post(freeze_url(cycle), {"sha256": "egal"})

    assert answer.status_code == 409
    assert "In der jetzigen Phase ist nichts einzufrieren." in answer.text


def test_readers_do_not_freeze(client, cycle, cast):
    client.force_login(cast.reader)

    answer = client.post(freeze_url(cycle), {"sha256": "egal"})

    assert answer.status_code == 403
    assert "Hier handelt:" in answer.text
    assert "Hier handelt:" in client.get(check_url(cycle)).text


def test_strangers_and_assessors_find_nothing(client, cycle, cast):
    frozen = fassungen.freeze(cycle=cycle, by=cast.editor)
    pages = [url(f"fassung_{kind}", frozen) for kind in ("detail", "pdf", "json")]

    for user in (cast.stranger, cast.assessors[0]):
        client.force_login(user)
        assert {client.get(page).status_code for page in [*pages, check_url(cycle)]} == {404}
        assert client.post(freeze_url(cycle)).status_code == 404


def test_wrong_methods_are_refused(client, cycle, cast):
    frozen = fassungen.freeze(cycle=cycle, by=cast.editor)
    client.force_login(cast.editor)

    assert client.get(freeze_url(cycle)).status_code == 405
    for name in ("fassung_detail", "fassung_pdf", "fassung_json"):
        assert client.post(url(name, frozen)).status_code == 405
    assert client.post(check_url(cycle)).status_code == 405


# --- what was frozen ----------------------------------------------------------------------------


@pytest.fixture
def frozen(cycle, cast):
    return fassungen.freeze(cycle=cycle, by=cast.editor)


def test_the_page_shows_the_frozen_text_and_never_the_rows(client, cycle, cast, frozen):
    goal = cycle.goals.first()
    goals.change_goal(goal=goal, title="Nachher", description="", version=1, by=cast.editor)
    client.force_login(cast.reader)

    page = client.get(frozen.get_absolute_url())

    assert page.status_code == 200
    assert "Zielvereinbarung, Fassung 1 vom" in page.text
    assert "Ziel in Bildung und Erziehung" in page.text
    assert "Nachher" not in page.text
    assert frozen.sha256 in page.text
    assert f"von {cast.editor}" in page.text


def test_the_page_names_the_beschluesse_on_this_version(client):
    cycle = a_cycle("einreichung")
    client.force_login(cast_of(cycle).reader)

    page = client.get(cycle.fassungen.get(kind=FassungKind.AGREEMENT).get_absolute_url())

    beschluss = Beschluss.objects.get(cycle=cycle)
    assert reverse("audits:beschluss_detail", args=[beschluss.pk]) in page.text


def test_the_text_to_take_along_has_the_hash_that_the_page_names(client, cast, frozen):
    client.force_login(cast.reader)

    answer = client.get(url("fassung_json", frozen))

    assert answer["Content-Type"] == "application/json"
    assert answer["Content-Disposition"].startswith('attachment; filename="zielvereinbarung-')
    assert hashlib.sha256(answer.content).hexdigest() == frozen.sha256
    assert json.loads(answer.content)["kind"] == "agreement"


def test_before_the_pdf_is_there_its_address_says_so(client, cast, frozen):
    client.force_login(cast.reader)

    answer = client.get(url("fassung_pdf", frozen))

    assert answer.status_code == 202
    assert "Das PDF wird gerade erstellt" in answer.text
    assert "Das PDF wird gerade erstellt" in client.get(frozen.get_absolute_url()).text


def test_the_stored_pdf_is_handed_out_as_it_is(client, cast, frozen):
    stored = fassungen.render(fassung=frozen)
    client.force_login(cast.reader)

    answer = client.get(url("fassung_pdf", frozen))

    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/pdf"
    assert hashlib.sha256(answer.content).hexdigest() == stored.sha256


def test_a_dossier_has_its_own_page_and_no_pdf(client):
    cycle = a_cycle("begutachtung")
    dossier = cycle.fassungen.get(kind=FassungKind.DOSSIER)
    client.force_login(cast_of(cycle).office)

    page = client.get(dossier.get_absolute_url())

    assert page.url == reverse("audits:dossier_detail", args=[dossier.begutachtung.pk])
    assert client.get(url("fassung_pdf", dossier)).status_code == 404


def test_a_frozen_report_is_read_by_handlungsfeld_and_goal(client, cycle, cast):
    frozen = a_fassung(cycle, cast.office, FassungKind.REPORT, a_report())
    client.force_login(cast.reader)

    page = client.get(frozen.get_absolute_url())

    assert "Jahresbericht 2, Fassung 1 vom" in page.text
    assert "Ein gutes Jahr." in page.text
    assert "In Umsetzung" in page.text
    assert "Drei Lotsen sind da." in page.text


def a_report():
    return {
        "format": 1,
        "kind": "report",
        "participants": "Musterstadt",
        "subject": "",
        "number": 2,
        "due_on": "2028-06-30",
        "summary": "Ein gutes Jahr.",
        "entries": [
            {
                "handlungsfeld": "Bildung",
                "goal": "Übergänge gelingen",
                "measure": "Lotsen",
                "progress": "running",
                "text": "Drei Lotsen sind da.",
            }
        ],
    }


# --- speed --------------------------------------------------------------------------------------


def test_the_pages_ask_the_same_few_questions_however_much_is_frozen(client, cycle, cast):
    first = fassungen.freeze(cycle=cycle, by=cast.editor)
    client.force_login(cast.editor)
    pages = [check_url(cycle), first.get_absolute_url(), url("fassung_pdf", first)]
    fassungen.render(fassung=first)
    few = [questions(client, page) for page in pages]
    for number in range(3):
        goal = a_goal(cycle, title=f"Ziel {number}", by=cast.editor)
        a_measure(goal, cast.editor)
        last = fassungen.freeze(cycle=cycle, by=cast.editor)
        fassungen.render(fassung=last)
    pages[1:] = [last.get_absolute_url(), url("fassung_pdf", last)]

    many = [questions(client, page) for page in pages]

    assert max(few) <= 11
    assert many == few
    assert FassungPdf.objects.count() == 4
