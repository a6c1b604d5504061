"""Writing with JavaScript: what htmx does in the page, as somebody sees it."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from audits.actions import bestandsaufnahme as surveys
from audits.models import Answer, Measure
from tests.factories.audits import a_cycle, a_goal, a_measure, cast_of

pytestmark = [pytest.mark.browser]
EDIT = re.compile("^Bearbeiten.*Lotsen an jeder Schule$")


@pytest.fixture
def survey(live_portal):
    cycle = a_cycle("bestandsaufnahme")
    return cycle, cast_of(cycle), cycle.version.handlungsfelder.get(code="hf3").leitfragen.first()


@pytest.fixture
def feld(survey, live_portal, visit):
    """The editor on the page of a Handlungsfeld, and its first text."""
    cycle, cast, frage = survey
    visitor = visit(live_portal, cast.editor)
    visitor.goto(reverse("audits:bestandsaufnahme_feld", args=[cycle.pk, "hf3"]))
    return visitor.page, visitor.page.get_by_label(frage.text)


def test_a_text_saves_itself_while_one_writes(survey, feld):
    page, text = feld

    text.press_sequentially("Es gelingt.")
    expect(page.get_by_text("Noch nicht gespeichert")).to_be_visible()
    expect(page.get_by_text(re.compile(r"^\s*Gespeichert\s+\d\d:\d\d\s*$"))).to_be_visible()
    text.press_sequentially(" Meistens.")
    expect(page.locator("input[name$=-version][value='2']")).to_be_attached()

    assert Answer.objects.get().text == "Es gelingt. Meistens."
    expect(text).to_be_focused()


def test_two_people_on_one_text_choose_in_its_place(survey, feld):
    cycle, cast, frage = survey
    page, text = feld
    about = {"cycle": cycle, "leitfrage": frage, "version": 0, "by": cast.office}
    surveys.save_answer(text="Ihr Satz.", **about)

    text.fill("Mein Satz.")
    expect(page.get_by_role("alert")).to_contain_text("Ihr Satz.")
    expect(text).to_have_value("Mein Satz.")
    expect(text).to_be_focused()
    page.get_by_role("button", name="Meine Angaben speichern").click()
    expect(page.get_by_text(re.compile(r"^Gespeichert \d\d:\d\d$"))).to_be_visible()

    assert Answer.objects.get().text == "Mein Satz."


def test_the_other_text_can_be_kept_and_what_else_was_typed_is_saved(survey, feld):
    cycle, cast, frage = survey
    page, text = feld
    about = {"cycle": cycle, "leitfrage": frage, "version": 0, "by": cast.office}
    surveys.save_answer(text="Ihr Satz.", **about)

    text.fill("Mein Satz.")
    page.get_by_role("alert").wait_for()
    page.get_by_label("Stärken", exact=True).fill("Viele")
    page.get_by_role("button", name="Gespeicherte Angaben behalten").click()
    expect(page.get_by_text("Alle Texte sind gespeichert")).to_be_visible()

    expect(page.get_by_label(frage.text)).to_have_value("Ihr Satz.")
    expect(page.get_by_label("Stärken", exact=True)).to_have_value("Viele")


def test_the_button_saves_at_once_and_leaving_asks_nothing(survey, feld):
    page, text = feld

    text.fill("Schnell.")
    page.get_by_role("button", name="Alle Texte speichern").click()
    expect(page.get_by_text("Alle Texte sind gespeichert")).to_be_visible()
    page.get_by_role("link", name="Alle Handlungsfelder").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Bestandsaufnahme")
    assert Answer.objects.get().text == "Schnell."


@pytest.fixture
def measure(live_portal):
    cycle = a_cycle("zielvereinbarungsworkshop")
    return a_measure(a_goal(cycle), title="Lotsen an jeder Schule")


@pytest.fixture
def board(measure, live_portal, visit):
    visitor = visit(live_portal, cast_of(measure.cycle).editor, width=360)
    visitor.goto(reverse("audits:goal_list", args=[measure.cycle_id]))
    return visitor.page


def test_a_measure_is_edited_in_its_row_and_escape_gives_the_row_back(measure, board):
    edit = board.get_by_role("link", name=EDIT)

    edit.click()
    title = board.get_by_label("Maßnahme", exact=True)
    title.fill("Verworfen")
    title.press("Escape")
    expect(title).to_have_count(0)
    expect(edit).to_be_focused()

    assert Measure.objects.get().title == "Lotsen an jeder Schule"


def test_a_measure_is_saved_in_its_row_after_a_mistake_was_mended(measure, board):
    board.get_by_role("link", name=EDIT).click()
    board.get_by_label("Budget in Euro").fill("viel")
    board.get_by_role("button", name="Speichern").click()
    expect(board.get_by_role("alert")).to_be_focused()
    board.get_by_label("Budget in Euro").fill("12.500")
    board.get_by_role("button", name="Speichern").click()

    expect(board.get_by_text("12.500 €")).to_be_visible()
    expect(board.get_by_role("link", name=EDIT)).to_be_focused()
    assert board.evaluate("document.documentElement.scrollWidth") <= 360


def test_a_measure_is_added_in_the_list(measure, board):
    board.get_by_role("link", name="Maßnahme ergänzen").click()
    board.get_by_label("Maßnahme", exact=True).fill("Ferienprogramm")
    board.get_by_role("button", name="Speichern").click()

    expect(board.get_by_role("heading", name="Ferienprogramm")).to_be_visible()
    expect(board.get_by_role("link", name="Maßnahme ergänzen")).to_be_visible()
    assert Measure.objects.count() == 2
