"""Two sides at one Quartier: outlined by a file, agreed to by each, with the keyboard alone."""

import json

import pytest
from playwright.sync_api import expect

from auditportal.models import Role
from audits.models import Zustimmung
from tests.audits.geojson import SQUARE, collection, polygon
from tests.browser.test_keyboard import Keyboard
from tests.factories.audits import a_cycle, a_fassung, a_version, member_of

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]


@pytest.fixture
def cycle(live_portal):
    cycle = a_cycle("ausarbeitung", a_version(1, code="GWQ"))
    a_fassung(cycle, member_of(cycle.owner, Role.OFFICE))
    return cycle


@pytest.fixture
def hands(live_portal, visit):
    def of(cycle, side, role) -> Keyboard:
        user = member_of(cycle.parties.get(side=side).organisation, role)
        page = visit(live_portal, user).page
        page.emulate_media(reduced_motion="reduce")
        return Keyboard(page)

    return of


def test_an_outline_is_brought_and_each_side_agrees_without_a_mouse(cycle, hands, tmp_path):
    outline(cycle, hands(cycle, "unternehmen", Role.EDITOR), tmp_path / "umriss.geojson")
    for side in ("unternehmen", "kommune"):
        agree(cycle, side, hands(cycle, side, Role.SIGNATORY))

    assert Zustimmung.objects.filter(cycle=cycle).count() == 2


def outline(cycle, hands, path) -> None:
    path.write_text(json.dumps(collection(polygon(SQUARE))))
    hands.page.goto(f"/durchlaeufe/{cycle.pk}/quartier/")
    hands.enter("link", "Beschreiben")
    hands.page.wait_for_url("**/bearbeiten/")
    hands.type("Beschreibung", "Rund um den Markt.")
    with hands.page.expect_file_chooser() as chooser:
        hands.tab_to(hands.page.get_by_label("Umriss als Datei"))
        hands.keys.press("Enter")
    chooser.value.set_files(path)
    hands.enter("button", "Speichern")
    drawing = hands.page.get_by_role("img", name="Umriss von Nordviertel: 11,6 Hektar")
    expect(drawing).to_be_visible()


def agree(cycle, side, hands) -> None:
    """The start page names the own side alone, and leads to the page of the version."""
    own, other = cycle.parties.get(side=side), cycle.parties.exclude(side=side).get()
    hands.page.goto("/")
    tasks = hands.page.get_by_role("region", name="Ihre Aufgaben")
    expect(tasks.get_by_text(f"fehlt: {own.organisation}.")).to_be_visible()
    expect(tasks.get_by_text(f"fehlt: {other.organisation}.")).to_have_count(0)
    hands.enter("link", "Die Zustimmung zu Fassung 1")
    hands.page.wait_for_url("**/zustimmung/")
    hands.type("Wer hat bei Ihnen entschieden", "Die Leitung")
    hands.enter("button", f"Weiter, Angaben prüfen: {own.organisation}")
    hands.enter("button", "Verbindlich zustimmen")
    expect(hands.page.get_by_text(f"{own.organisation} hat zugestimmt")).to_be_visible()
