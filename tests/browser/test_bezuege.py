"""By keyboard alone a measure is tied to a goal of the world, and its white spot is gone."""

import re

import pytest
from playwright.sync_api import expect

from auditportal.models import Role
from handlungsfelder.actions import referenz as referenzen
from handlungsfelder.references import read_all
from tests.browser.test_keyboard import Keyboard
from tests.factories.audits import a_cycle, a_goal, a_measure, cast_of, member_of

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]
CLIMATE = "13 Maßnahmen zum Klimaschutz"


@pytest.fixture
def cycle(live_portal):
    cycle = a_cycle("zielvereinbarungsworkshop", name="Musterstadt")
    for frame in read_all():
        referenzen.load(rahmen=frame, by=member_of(cycle.owner, Role.DIRECTOR))
    feld = cycle.version.handlungsfelder.get(code="hf5")
    a_measure(a_goal(cycle, feld, title="Kühle Plätze"), title="Bäume pflanzen")
    return cycle


@pytest.fixture
def hands(live_portal, visit, cycle):
    page = visit(live_portal, cast_of(cycle).editor).page
    page.emulate_media(reduced_motion="reduce")
    return Keyboard(page)


def white_spots(page, cycle):
    """What is named as empty of the goals of the world."""
    page.goto(f"{cycle.get_absolute_url()}weisse-flecken/")
    chart = page.get_by_role("region", name=re.compile("^Ziele für nachhaltige Entwicklung"))
    return chart.get_by_role("list").get_by_role("listitem")


def test_a_tie_set_by_keyboard_fills_a_white_spot(hands, cycle):
    page = hands.page
    expect(white_spots(page, cycle).filter(has_text=CLIMATE)).to_have_count(1)

    page.goto(f"{cycle.get_absolute_url()}ziele/")
    hands.enter("link", re.compile("Bezüge.*Bäume pflanzen"))
    expect(page.get_by_label("Wohnen (Vorschlag)")).to_be_checked()
    tick = page.get_by_label(CLIMATE)
    for _ in range(80):
        hands.keys.press("Tab")
        if tick.evaluate("one => one === document.activeElement"):
            break
    hands.keys.press("Space")
    expect(tick).to_be_checked()
    hands.keys.press("Enter")
    expect(page.get_by_text("Bezüge gespeichert: Bäume pflanzen")).to_be_visible()

    expect(white_spots(page, cycle).filter(has_text=CLIMATE)).to_have_count(0)
    expect(white_spots(page, cycle)).not_to_have_count(0)
