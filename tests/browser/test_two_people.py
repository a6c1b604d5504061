"""Two people write on the same: whoever is slower keeps every word, and sees the other's beside it.

Whatever two people may edit at once stands here, once as a page and, where it saves itself or is
written in a list, once more in its place.
"""

import re
from dataclasses import dataclass

import pytest
from playwright.sync_api import Page, expect

from audits.actions import thema as themen
from audits.gates.thema import open_to_choose
from tests.browser.world import a_world

pytestmark = pytest.mark.browser
SAVED = re.compile(r"Gespeichert \d\d:\d\d")
EDITOR, REPORTER, PAIR = "kornwestheim-editor", "lennestadt-editor", "emsland-editor"


@dataclass(frozen=True)
class Text:
    """One field of a form: where it is, who writes in it, and how its form is saved."""

    place: str
    writer: str
    other: str
    name: str
    button: str = "Speichern"

    def __str__(self):
        return self.place.partition(":")[2].split()[0]


PAGES = [
    Text("audits:goal_change goal", EDITOR, "auditor", "title"),
    Text("audits:measure_change measure", EDITOR, "office", "title"),
    Text("audits:kennzahl_change figure", PAIR, PAIR, "source"),
    Text("audits:vorhaben_change project", PAIR, PAIR, "description"),
    Text("audits:thema_describe pair chosen", PAIR, PAIR, "reason"),
    Text("audits:veranstaltung_change event", EDITOR, "auditor", "place"),
    Text("audits:quartier_change harbour", "nordviertel-editor", "office", "description"),
    Text("handlungsfelder:section_change draft verfahren", "office", "director", "summary"),
    Text("handlungsfelder:row_change draft phasen 0", "office", "director", "help"),
    Text("handlungsfelder:gate_change draft phase gate", "office", "director", "title"),
    Text("handlungsfelder:programm_change programm", *["programme-office"] * 2, "funder"),
    Text("handlungsfelder:phasehelp_change today explained", "office", "director", "text"),
    Text("auditportal:organisation_change organisation", "office", REPORTER, "name"),
    Text("auditportal:contact_change contact", "office", REPORTER, "function"),
]
SAVING_THEMSELVES = [
    Text("audits:jahresbericht_entry report entered", REPORTER, REPORTER, "text"),
    Text("audits:jahresbericht_detail report", REPORTER, REPORTER, "summary"),
    Text("audits:votum_write begutachtung", "second", "second", "summary"),
    Text("audits:bestandsaufnahme_feld kornwestheim hf1", EDITOR, "auditor", "strengths"),
    Text("audits:profil pair", PAIR, PAIR, "threats"),
]


@pytest.fixture(scope="module")
def world(demo_database, django_db_blocker):
    with django_db_blocker.unblock():
        world = a_world()
        pair, editor = world.things["pair"], world.people[PAIR]
        topic = themen.choose(cycle=pair, feld=open_to_choose(pair)[0], by=editor)
        world.things["chosen"] = topic.handlungsfeld.code
        world.things["phase"], world.things["gate"] = titled(world.things["draft"])
        yield world


def titled(draft) -> tuple[int, int]:
    """Where the first gate stands that people give a title."""
    return next(
        (n, m)
        for n, phase in enumerate(draft.data["phasen"])
        for m, gate in enumerate(phase.get("gates", []))
        if gate.get("title")
    )


@pytest.fixture
def pages(visit, demo_portal, world, django_db_blocker):
    """The text as two people have it open, each in a browser of their own."""

    def opened(text: Text, *, scripts: bool) -> tuple[Page, Page]:
        with django_db_blocker.unblock():
            both = [
                visit(demo_portal, world.people[role], scripts=scripts)
                for role in (text.writer, text.other)
            ]
        for visitor in both:
            visitor.goto(world.address(text.place))
        return both[0].page, both[1].page

    return opened


def field(page: Page, text: Text):
    return page.locator(f":is(input, textarea)[name$='{text.name}']")


def save(page: Page, text: Text) -> None:
    with page.expect_navigation():
        page.locator("main form[method=post]").filter(has=field(page, text)).get_by_role(
            "button", name="peichern"
        ).first.click()


def write(page: Page, text: Text, words: str) -> None:
    """Letter by letter, in the place of what stands there."""
    field(page, text).fill("")
    field(page, text).press_sequentially(words)


def state(page: Page, text: Text):
    """What is said beside a text that saves itself."""
    return page.locator("[data-autosave]").filter(has=field(page, text)).get_by_role("status")


def stored(page: Page, text: Text, world) -> str:
    page.goto(world.address(text.place))
    return field(page, text).input_value()


def conflict(page: Page):
    return page.locator(".portal-conflict")


def decide(page: Page, *, own: bool) -> None:
    with page.expect_navigation():
        if own:
            conflict(page).get_by_role("button", name="Meine Angaben speichern").click()
        else:
            conflict(page).get_by_text("Gespeicherte Angaben behalten").click()


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "plain"])
@pytest.mark.parametrize("text", PAGES, ids=str)
def test_whoever_is_slower_on_a_page_chooses_and_loses_nothing(pages, world, text, scripts):
    mine, theirs = pages(text, scripts=scripts)
    for own, words in ((False, "Ihre Worte"), (True, "Ihre anderen Worte")):
        for page in (mine, theirs):
            page.goto(world.address(text.place))
        field(theirs, text).fill(words)
        save(theirs, text)
        field(mine, text).fill("Meine Worte")
        save(mine, text)

        expect(field(mine, text)).to_have_value("Meine Worte")
        expect(conflict(mine)).to_contain_text(words)
        expect(conflict(mine)).to_contain_text(f"{world.people[text.other]} hat am")
        decide(mine, own=own)
        theirs.goto(world.address(text.place))
        expect(field(theirs, text)).to_have_value("Meine Worte" if own else words)


# --- what saves itself ----------------------------------------------------------------------------


@pytest.mark.parametrize("text", SAVING_THEMSELVES, ids=str)
def test_what_saves_itself_waits_beside_the_other_text_and_the_caret_stays(pages, world, text):
    mine, theirs = pages(text, scripts=True)
    write(theirs, text, "Ihre Worte")
    expect(state(theirs, text)).to_contain_text(SAVED)

    write(mine, text, "Meine W")
    own = field(mine, text).element_handle()
    expect(conflict(mine)).to_contain_text("Ihre Worte")
    expect(field(mine, text)).to_be_focused()
    mine.keyboard.type("orte")
    mine.wait_for_timeout(1500)  # in which it would have saved itself

    assert own.evaluate("field => field.isConnected && field.value") == "Meine Worte"
    assert stored(theirs, text, world) == "Ihre Worte"
    conflict(mine).get_by_role("button", name="Meine Angaben speichern").click()
    expect(conflict(mine)).to_have_count(0)
    expect(state(mine, text)).to_contain_text(SAVED)
    assert own.evaluate("field => field.isConnected && field.value") == "Meine Worte"
    assert stored(theirs, text, world) == "Meine Worte"


@pytest.mark.parametrize("text", SAVING_THEMSELVES, ids=str)
def test_the_other_text_can_be_taken_or_stay(pages, world, text):
    mine, theirs = pages(text, scripts=True)
    write(theirs, text, "Ihre nächsten Worte")
    expect(state(theirs, text)).to_contain_text(SAVED)
    write(mine, text, "Meine nächsten Worte")
    conflict(mine).get_by_role("button", name="Diesen Text übernehmen").first.click()

    expect(field(mine, text)).to_have_value("Ihre nächsten Worte")
    conflict(mine).get_by_text("Gespeicherte Angaben behalten").click()
    expect(conflict(mine)).to_have_count(0)
    assert stored(theirs, text, world) == "Ihre nächsten Worte"


@pytest.mark.parametrize("text", SAVING_THEMSELVES, ids=str)
def test_what_saves_itself_is_decided_without_scripts_too(pages, world, text):
    mine, theirs = pages(text, scripts=False)
    field(theirs, text).fill("Ihr Text")
    save(theirs, text)
    field(mine, text).fill("Mein Text")
    save(mine, text)

    expect(field(mine, text)).to_have_value("Mein Text")
    expect(conflict(mine)).to_contain_text("Ihr Text")
    decide(mine, own=True)
    assert stored(theirs, text, world) == "Mein Text"


# --- in a list ------------------------------------------------------------------------------------


def test_a_measure_that_is_written_in_its_row_stays_there_as_it_was_typed(pages, world):
    text = Text("audits:goal_list kornwestheim", EDITOR, "office", "title")
    mine, theirs = pages(text, scripts=True)
    for page in (mine, theirs):
        row = page.locator(f"#massnahme-{world.things['measure'].pk}")
        row.get_by_role("link", name="Bearbeiten").click()
        field(page, text).wait_for()
    field(theirs, text).fill("Familienbüro am Markt")
    theirs.get_by_role("button", name="Speichern").click()
    theirs.get_by_role("heading", name="Familienbüro am Markt").wait_for()

    field(mine, text).fill("Familienbüro im Rathaus")
    own = field(mine, text).element_handle()
    mine.get_by_role("button", name="Speichern", exact=True).click()
    expect(conflict(mine)).to_contain_text("Familienbüro am Markt")
    expect(conflict(mine)).to_be_focused()

    assert own.evaluate("field => field.isConnected && field.value") == "Familienbüro im Rathaus"
    conflict(mine).get_by_role("button", name="Meine Angaben speichern").click()
    expect(mine.get_by_role("heading", name="Familienbüro im Rathaus")).to_be_visible()


def test_in_a_list_the_other_can_stay(pages, world):
    text = Text("audits:goal_list kornwestheim", EDITOR, "office", "title")
    mine, theirs = pages(text, scripts=True)
    for page in (theirs, mine):
        page.locator(f"#massnahme-{world.things['measure'].pk}").get_by_role(
            "link", name="Bearbeiten"
        ).click()
        field(page, text).wait_for()
    for page, words in ((theirs, "Büro am Markt"), (mine, "Büro im Rathaus")):
        field(page, text).fill(words)
        page.get_by_role("button", name="Speichern", exact=True).click()
        page.get_by_text("Büro am Markt").first.wait_for()
    with mine.expect_navigation():
        conflict(mine).get_by_text("Gespeicherte Angaben behalten").click()

    expect(mine.get_by_role("heading", name="Büro am Markt")).to_be_visible()
    expect(conflict(mine)).to_have_count(0)
