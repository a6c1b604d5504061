"""Drawing the balance of an earlier cycle with nothing but the keyboard."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from audits.models import Mark
from tests.audits.ways.walking import Way
from tests.browser.test_keyboard import Keyboard
from tests.factories.audits import a_cycle, a_version

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]


@pytest.fixture
def way(live_portal):
    first = a_cycle("umsetzung", name="Musterstadt")
    version = a_version(1, owner=first.owner, code="FGK-BIL")
    return Way(version, first.parties.get().organisation, before=first)


def test_a_goal_goes_on_and_a_measure_is_balanced_without_a_mouse(live_portal, visit, way):
    page = visit(live_portal, way.editor).page
    page.emulate_media(reduced_motion="reduce")
    hands = Keyboard(page)
    page.goto(reverse("audits:cycle_detail", args=[way.cycle.pk]))
    for link in ("Inhalte", "Bilanz"):
        hands.tab_to(page.get_by_role("link", name=link, exact=True))
        hands.keys.press("Enter")
    feld = page.locator("#hf1")

    hands.tab_to(feld.locator("input[name^=ziel-]").first)
    hands.keys.press("Space")
    hands.tab_to(feld.locator("input[name^=massnahme-]").first)
    hands.keys.press("ArrowRight")
    hands.tab_to(feld.get_by_role("button", name="Bilanz speichern"))
    hands.keys.press("Enter")

    expect(page.get_by_text("2 von 12 Zielen und Maßnahmen entschieden")).to_be_visible()
    goal = way.cycle.goals.first()
    assert (goal.mark, goal.measures.get().mark) == (Mark.CONTINUED, Mark.BALANCED)
