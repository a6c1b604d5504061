"""Nothing that somebody has typed is lost: each way on which it was, walked in a real browser."""

import re
from contextlib import contextmanager

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from auditportal import transaction
from audits.models import Answer, Goal
from tests.audits.reporting import report_of
from tests.factories import RegisterEntryFactory
from tests.factories.audits import a_cycle, a_goal, cast_of
from tests.saving import somebody_saves

pytestmark = pytest.mark.browser
PASSWORD = "vier-kleine-Worte-hier"
SAVED = re.compile(r"Gespeichert\s+\d\d:\d\d")


@pytest.fixture
def cycle(live_portal):
    return a_cycle("bestandsaufnahme")


@pytest.fixture
def goals(live_portal):
    return a_cycle("zielvereinbarungsworkshop")


@pytest.fixture
def visitor(visit, live_portal):
    """Somebody who knows a password, on one page of a cycle; `other` sees it, too."""

    def arrived(cycle, page: str, *arguments, **manner):
        cast = cast_of(cycle)
        cast.editor.set_password(PASSWORD)
        cast.editor.save()
        visitor = visit(live_portal, cast.editor, **manner)
        visitor.user, visitor.other = cast.editor, cast.signatory
        visitor.goto(reverse(page, args=arguments))
        return visitor

    return arrived


def feld_of(visitor, cycle):
    return visitor(cycle, "audits:bestandsaufnahme_feld", cycle.pk, "hf1")


def first_question(cycle):
    return cycle.version.handlungsfelder.get(code="hf1").leitfragen.first().text


def log_in(page, user) -> None:
    page.get_by_label(re.compile("^E-Mail")).fill(user.email)
    page.get_by_label(re.compile("^Passwort")).fill(PASSWORD)
    page.get_by_role("button", name="Anmelden", exact=True).click()


# --- the session is over --------------------------------------------------------------------------


def test_what_saves_itself_is_saved_after_a_login_in_another_window(visitor, cycle):
    """s1-session-and-autosave.txt: the login makes a new token, and that is no missing right."""
    somebody = feld_of(visitor, cycle)
    text = somebody.page.get_by_label(first_question(cycle))
    somebody.context.clear_cookies(name="sessionid")

    text.press_sequentially("Es gelingt")
    expect(somebody.page.get_by_text("Ihre Sitzung ist zu Ende").first).to_be_visible()
    other = somebody.context.new_page()
    other.goto("/konto/login/")
    log_in(other, somebody.user)
    text.press_sequentially(".")
    expect(somebody.page.get_by_text(SAVED)).to_be_visible()
    somebody.page.wait_for_timeout(1500)

    assert Answer.objects.get().text == "Es gelingt."


def test_what_saves_itself_is_saved_after_a_login_in_the_dialog(visitor, cycle):
    somebody = feld_of(visitor, cycle)
    page = somebody.page
    somebody.context.clear_cookies()

    page.get_by_label(first_question(cycle)).press_sequentially("Es gelingt.")
    page.get_by_role("button", name="Wieder anmelden").click()
    log_in(page.get_by_role("dialog"), somebody.user)
    expect(page.get_by_text(SAVED)).to_be_visible()

    assert Answer.objects.get().text == "Es gelingt."


def test_a_form_is_sent_after_a_login_without_leaving_the_page(visitor, goals):
    somebody = visitor(goals, "audits:goal_add", goals.pk, "hf1")
    page = somebody.page
    page.get_by_label("Ziel", exact=True).fill("Kurze Wege")
    somebody.context.clear_cookies()

    page.get_by_role("button", name="Speichern").click()
    log_in(page.get_by_role("dialog"), somebody.user)
    expect(page.get_by_text("Gespeichert: Kurze Wege")).to_be_visible()

    assert Goal.objects.get().title == "Kurze Wege"


def test_a_form_that_was_sent_without_a_session_is_sent_after_a_login_on_the_spot(visitor, goals):
    somebody = visitor(goals, "audits:goal_add", goals.pk, "hf1")
    page = somebody.page
    page.get_by_label("Ziel", exact=True).fill("Kurze Wege")
    somebody.context.clear_cookies(name="sessionid")
    page.evaluate("seen = {at: performance.now(), cookies: document.cookie}")

    page.get_by_role("button", name="Speichern").click()
    log_in(page.get_by_role("dialog"), somebody.user)
    page.get_by_role("button", name="Noch einmal senden").click()
    expect(page.get_by_text("Gespeichert: Kurze Wege")).to_be_visible()


def test_a_form_whose_token_is_stale_is_simply_saved(visitor, goals):
    somebody = visitor(goals, "audits:goal_add", goals.pk, "hf1")
    page = somebody.page
    page.get_by_label("Ziel", exact=True).fill("Kurze Wege")
    somebody.context.clear_cookies(name="sessionid")
    other = somebody.context.new_page()
    other.goto("/konto/login/")
    log_in(other, somebody.user)
    other.get_by_role("heading", level=1).wait_for()

    page.get_by_role("button", name="Speichern").click()
    expect(page.get_by_text("Gespeichert: Kurze Wege")).to_be_visible()


def test_without_scripts_a_form_is_offered_again_until_it_is_saved(visitor, goals):
    somebody = visitor(goals, "audits:goal_add", goals.pk, "hf1", scripts=False)
    page = somebody.page
    page.get_by_label("Ziel", exact=True).fill("Kurze Wege")
    somebody.context.clear_cookies(name="sessionid")

    page.get_by_role("button", name="Speichern").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Ihre Sitzung ist zu Ende")
    with somebody.context.expect_page() as opened:
        page.get_by_role("link", name="In einem neuen Fenster anmelden").click()
    log_in(opened.value, somebody.user)
    opened.value.get_by_role("heading", level=1).wait_for()
    page.get_by_role("button", name="Noch einmal senden").click()
    expect(page.get_by_text("Sie haben sich inzwischen neu angemeldet").first).to_be_visible()
    page.get_by_role("button", name="Noch einmal senden").click()

    expect(page.get_by_text("Gespeichert: Kurze Wege")).to_be_visible()


def test_nothing_is_sent_in_the_name_of_somebody_else(visitor, goals):
    somebody = visitor(goals, "audits:goal_add", goals.pk, "hf1")
    page = somebody.page
    page.get_by_label("Ziel", exact=True).fill("Kurze Wege")
    somebody.log_in(somebody.other)
    page.evaluate("seen.at -= 60_000")  # as if it had been typed for a minute

    page.get_by_role("button", name="Speichern").click()
    expect(page.get_by_text("jemand anderes angemeldet").first).to_be_visible()

    assert not Goal.objects.exists()


# --- the line is broken ---------------------------------------------------------------------------


@contextmanager
def without_a_line(somebody):
    somebody.context.set_offline(True)
    yield
    somebody.context.set_offline(False)
    somebody.problems[:] = [one for one in somebody.problems if "ERR_INTERNET" not in one]


def test_a_form_waits_for_the_line_and_is_sent_then(visitor, goals):
    somebody = visitor(goals, "audits:goal_add", goals.pk, "hf1")
    page = somebody.page
    page.get_by_label("Ziel", exact=True).fill("Kurze Wege")

    with without_a_line(somebody):
        page.get_by_role("button", name="Speichern").click()
        expect(page.get_by_text("keine Verbindung")).to_be_visible()
    expect(page.get_by_text("Gespeichert: Kurze Wege")).to_be_visible()


def test_what_saves_itself_waits_for_the_line(visitor, cycle):
    somebody = feld_of(visitor, cycle)
    page = somebody.page

    with without_a_line(somebody):
        page.get_by_label(first_question(cycle)).press_sequentially("Es gelingt.")
        expect(page.get_by_text("keine Verbindung")).to_be_visible()
    expect(page.get_by_text(SAVED)).to_be_visible()

    assert Answer.objects.get().text == "Es gelingt."


def test_what_saves_itself_waits_for_somebody_elses_saving(visitor, cycle, monkeypatch):
    monkeypatch.setattr(transaction, "PATIENCE", "100ms")
    page = feld_of(visitor, cycle).page

    with somebody_saves(cycle):
        page.get_by_label(first_question(cycle)).press_sequentially("Es gelingt.")
        expect(page.get_by_text("Gerade speichert jemand anderes")).to_be_visible()
    expect(page.get_by_text(SAVED)).to_be_visible()

    assert Answer.objects.get().text == "Es gelingt."


# --- a form that makes something ------------------------------------------------------------------


def a_goal_is_saved(visitor, goals):
    somebody = visitor(goals, "audits:goal_add", goals.pk, "hf1")
    somebody.page.get_by_label("Ziel", exact=True).fill("Kurze Wege")
    somebody.page.get_by_role("button", name="Speichern").click()
    expect(somebody.page.get_by_text("Gespeichert: Kurze Wege")).to_be_visible()
    return somebody


def test_going_back_and_saving_again_makes_no_second_goal(visitor, goals):
    page = a_goal_is_saved(visitor, goals).page

    page.go_back()
    page.get_by_label("Ziel", exact=True).fill("Kurze Wege")
    page.get_by_role("button", name="Speichern").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Das ist schon gespeichert")
    page.get_by_role("link", name="Ansehen, was").click()
    expect(page.get_by_role("heading", name="Kurze Wege")).to_have_count(1)

    assert Goal.objects.count() == 1


def test_who_wants_the_same_once_more_gets_it(visitor, goals):
    page = a_goal_is_saved(visitor, goals).page

    page.go_back()
    page.get_by_label("Ziel", exact=True).fill("Kurze Wege")
    page.get_by_role("button", name="Speichern").click()
    page.get_by_role("button", name="Noch einmal anlegen").click()
    expect(page.get_by_role("heading", name="Kurze Wege")).to_have_count(2)


@pytest.fixture
def adding(visitor, goals):
    """Where a measure is being added in the list."""
    goal = a_goal(goals, title="Kurze Wege")
    page = visitor(goals, "audits:goal_list", goals.pk).page
    page.get_by_role("link", name="Maßnahme ergänzen").click()
    page.get_by_label("Maßnahme", exact=True).fill("Ferienprogramm")
    return page, goal


@pytest.mark.parametrize("way", ["Verwerfen", "Escape"])
def test_a_measure_that_is_being_added_can_be_left(adding, way):
    page, goal = adding

    if way == "Escape":
        page.keyboard.press("Escape")
    else:
        page.get_by_role("link", name="Verwerfen").click()
    expect(page.get_by_label("Maßnahme", exact=True)).to_have_count(0)
    expect(page.get_by_role("link", name="Maßnahme ergänzen")).to_be_focused()

    assert not goal.measures.exists()


# --- the page after a save ------------------------------------------------------------------------


def test_the_numbers_above_a_list_follow_what_is_added_to_it(adding):
    page, _ = adding
    expect(page.get_by_text("1 Ziel und 0 Maßnahmen")).to_be_visible()

    page.get_by_role("button", name="Speichern").click()

    expect(page.get_by_text("1 Ziel und 1 Maßnahme.")).to_be_visible()


def test_the_numbers_of_a_report_and_the_focus_follow_an_entry(visitor, live_portal):
    cycle = a_cycle("umsetzung")
    report = report_of(cycle)
    page = visitor(cycle, "audits:jahresbericht_detail", report.pk).page
    row = page.locator("li.report-row").first
    row.get_by_role("link").click()
    row.get_by_label(re.compile("Stand")).first.select_option(label="In Umsetzung")
    row.get_by_label(re.compile("^Was")).fill("Begonnen.")

    row.get_by_role("button", name="Speichern und schließen").click()

    expect(page.locator("#nach-stand")).to_contain_text("In Umsetzung")
    expect(page.locator("#gesamtbild")).to_contain_text("In Umsetzung")
    expect(row.get_by_role("link")).to_be_focused()


def test_back_shows_the_page_and_not_a_part_of_it(visit, live_portal):
    """s4-back-button.txt."""
    cycle = a_cycle("bestandsaufnahme")
    RegisterEntryFactory(name="Kassel")
    visitor = visit(live_portal, cast_of(cycle).office)
    page = visitor.page
    visitor.goto("/organisationen/verzeichnis/?q=Kassel")
    page.get_by_label("Name").press("End")
    for key in ("Backspace", "l"):
        with page.expect_response("**/verzeichnis/**"):
            page.keyboard.press(key)
    page.locator("#treffer a").first.click()
    page.wait_for_url(lambda url: "verzeichnis/?" not in url)

    page.go_back()

    expect(page.get_by_role("heading", level=1)).to_have_text("Im Gemeindeverzeichnis suchen")
    expect(page.get_by_role("banner")).to_be_visible()
