"""The way of an Ansprechperson by keyboard alone: Tab, Enter, Escape and typing."""

import re

import pytest
from playwright.sync_api import Locator, expect

from audits.models import Answer, Goal
from tests.factories.audits import a_cycle, cast_of

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]
PASSWORD = "vier-kleine-Worte-hier"
FAR = 60  # nothing on a page may be further away than so many Tabs
# The focus shows: a thick outline, also of the row that a link fills, within the window.
SHOWS = """one => {
    const here = document.activeElement;
    const {top, bottom, width} = here.getBoundingClientRect();
    const inside = bottom > 0 && top < innerHeight && width > 0;
    const thick = ({outlineStyle, outlineWidth}) =>
        outlineStyle !== "none" && parseFloat(outlineWidth) >= 2;
    const shows = inside && [null, "::after"].some(part => thick(getComputedStyle(here, part)));
    return {shows, arrived: one === here, here: shows || here.outerHTML};
}"""


class Keyboard:
    """Hands that have no mouse."""

    def __init__(self, page):
        self.page, self.keys = page, page.keyboard

    def tab_to(self, target: Locator) -> None:
        """Every stop on the way shows where the focus is."""
        expect(target).to_be_visible()
        found = target.element_handle()
        for _ in range(FAR):
            self.keys.press("Tab")
            focus = found.evaluate(SHOWS)
            assert focus["shows"], focus["here"]
            if focus["arrived"]:
                return
        pytest.fail(f"Mit der Tabulatortaste nicht zu erreichen: {target}")

    def enter(self, role: str, name: str) -> None:
        self.tab_to(self.page.get_by_role(role, name=name).first)
        self.keys.press("Enter")

    def type(self, label: str, text: str) -> None:
        self.tab_to(self.page.get_by_label(re.compile(rf"^\s*{label}")))
        self.keys.type(text)


@pytest.fixture
def editor(live_portal):
    user = cast_of(a_cycle("bestandsaufnahme", name="Musterstadt")).editor
    user.set_password(PASSWORD)
    user.save()
    return user


@pytest.fixture
def hands(live_portal, visit):
    page = visit(live_portal).page
    page.emulate_media(reduced_motion="reduce")  # where the focus goes, the page is at once
    return Keyboard(page)


def test_an_answer_and_a_goal_are_written_without_a_mouse(editor, hands):
    log_in(editor, hands)
    answer(hands)
    add_a_goal(hands)
    change_it_and_think_again(hands)

    assert Answer.objects.get().text == "Die Stabsstelle Familie."
    assert Goal.objects.get().title == "Hilfe an einem Ort"


def log_in(editor, hands):
    """The first Tab offers to skip what stands before the content."""
    hands.page.goto("/konto/login/")
    skip = hands.page.get_by_role("link", name="Zum Inhalt springen")
    hands.keys.press("Tab")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    hands.keys.press("Enter")
    expect(hands.page.locator("main")).to_be_focused()
    hands.type("E-Mail-Adresse", editor.email)
    hands.type("Passwort", PASSWORD)
    hands.keys.press("Enter")


def answer(hands):
    hands.enter("link", "Noch nicht vollständig bearbeitet: Steuerung")
    hands.type("Wer steuert Familien- und Generationengerechtigkeit", "Die Stabsstelle Familie.")
    expect(hands.page.get_by_text(re.compile(r"^\s*Gespeichert\s+\d"))).to_be_visible()


def add_a_goal(hands):
    hands.page.reload()  # Tab begins at the top again
    hands.enter("link", "Musterstadt")
    hands.enter("link", "Inhalte")
    hands.enter("link", "Ziele und Maßnahmen")
    hands.enter("link", "Ziel ergänzen")
    hands.type("Ziel", "Hilfe an einem Ort")
    hands.keys.press("Enter")


def change_it_and_think_again(hands):
    """Escape gives the row back as it was, and the focus stays where one works."""
    change = hands.page.get_by_role("link", name=re.compile("Bearbeiten.*Hilfe an einem Ort"))
    hands.tab_to(change)
    hands.keys.press("Enter")
    title = hands.page.get_by_label("Ziel", exact=True)
    expect(title).to_be_focused()
    hands.keys.type("Doch nicht")
    hands.keys.press("Escape")
    expect(title).to_have_count(0)
    expect(change).to_be_focused()
