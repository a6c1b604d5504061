"""Profile, topics and the bridge as people use them: by keyboard, texts that save themselves."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from auditportal.models import Role
from audits.actions import fassung as fassungen
from audits.actions import profil as profile
from audits.actions import thema as themen
from audits.models import Goal, Kennzahl, Swot
from tests.factories.audits import a_cycle, a_goal, a_measure, a_version, cast_of, member_of

pytestmark = pytest.mark.browser
SAVED = re.compile(r"^\s*Gespeichert\s+\d\d:\d\d\s*$")


@pytest.fixture
def version(live_portal):
    return a_version(1, code="DAKS")


def at(live_portal, visit, cycle, cast, name, *rest):
    visitor = visit(live_portal, cast.editor)
    visitor.goto(reverse(f"audits:{name}", args=[cycle.pk, *rest]))
    return visitor.page


def test_a_profile_is_filled_in_by_keyboard_and_saves_itself(version, live_portal, visit):
    cycle = a_cycle("kommunalprofil", version=version)
    page = at(live_portal, visit, cycle, cast_of(cycle), "profil")

    page.get_by_role("link", name="Kennzahl ergänzen").press("Enter")
    page.get_by_role("textbox", name="Kennzahl").press_sequentially("Über 65 Jahre")
    page.get_by_role("textbox", name="Wert").press_sequentially("20,4")
    page.get_by_label("Stichtag").fill("2020-12-31")
    page.get_by_role("textbox", name="Quelle").press_sequentially("Register")
    page.keyboard.press("Enter")
    expect(page.get_by_role("cell", name="20,4")).to_be_visible()
    page.get_by_role("textbox", name="Stärken").press_sequentially("Vereine")
    expect(page.get_by_text(SAVED)).to_be_visible()

    assert Kennzahl.objects.get().label == "Über 65 Jahre"
    assert Swot.objects.get().strengths == "Vereine"
    expect(page.get_by_role("textbox", name="Stärken")).to_be_focused()


def test_two_people_on_the_same_texts_choose_in_their_place(version, live_portal, visit):
    cycle = a_cycle("kommunalprofil", version=version)
    cast = cast_of(cycle)
    page = at(live_portal, visit, cycle, cast, "profil")
    texts = dict.fromkeys(("strengths", "weaknesses", "opportunities", "threats"), "Ihr Satz.")
    profile.save_swot(cycle=cycle, version=0, by=cast.office, **texts)

    page.get_by_role("textbox", name="Risiken").fill("Mein Satz.")
    expect(page.get_by_role("alert")).to_be_visible()
    expect(page.get_by_role("textbox", name="Risiken")).to_be_focused()  # the caret stays
    expect(page.get_by_role("textbox", name="Risiken")).to_have_value("Mein Satz.")
    page.get_by_role("button", name="Meine Angaben speichern").press("Enter")
    expect(page.get_by_role("alert")).not_to_be_visible()

    assert Swot.objects.get().threats == "Mein Satz."


def test_topics_are_chosen_and_ordered_by_keyboard(version, live_portal, visit):
    cycle = a_cycle("zukunftswerkstatt", version=version)
    page = at(live_portal, visit, cycle, cast_of(cycle), "thema_list")

    page.get_by_role("button", name=re.compile("^Wählen.*Wohnen$")).press("Enter")
    page.get_by_role("link", name="Eigenes Thema ergänzen").press("Enter")
    page.get_by_role("textbox", name="Name").press_sequentially("Dorfladen")
    page.keyboard.press("Enter")
    page.get_by_role("button", name=re.compile("^Nach oben.*Dorfladen$")).press("Enter")
    expect(page.get_by_role("heading", name="1. Dorfladen")).to_be_visible()

    assert [feld.name for feld in cycle.felder] == ["Dorfladen", "Wohnen"]


def test_the_bridge_is_crossed_by_keyboard(version, live_portal, visit):
    source = a_cycle("werkstattplan", version=version)
    office = member_of(source.owner, Role.OFFICE)
    feld = next(one for one in version.felder if one.code == "wohnen")
    themen.choose(cycle=source, feld=feld, by=office)
    a_measure(a_goal(source, feld, title="Mehr Wohnraum"))
    fassungen.freeze(cycle=source, by=office)
    target = a_cycle("ausarbeitung")
    target.parties.update(organisation=source.parties.get().organisation)
    page = at(live_portal, visit, target, cast_of(target), "goal_list")

    page.get_by_role("link", name="Aus einem anderen Durchlauf übernehmen").press("Enter")
    page.get_by_role("link", name=str(source.version.verfahren)).press("Enter")
    page.get_by_role("button", name="Ziele und Maßnahmen übernehmen").press("Enter")
    expect(page.get_by_role("heading", name="Schon übernommen")).to_be_visible()

    assert Goal.objects.filter(cycle=target, title="Mehr Wohnraum").exists()
