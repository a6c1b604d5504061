"""A procedure that nobody thought of, made in the editor with nothing but the keyboard, and run."""

import re

import pytest
from playwright.sync_api import Locator, expect

from auditportal import clock, documents
from auditportal.models import OrganisationKind, Role
from audits.actions import cycle as cycles
from audits.actions import document as papers
from audits.actions import fassung as fassungen
from audits.actions import goal as goals
from audits.actions import zustimmung as zustimmungen
from audits.models import AuditCycle, Outcome
from handlungsfelder.models import Entwurf, VerfahrenVersion
from tests.audits.reporting import accepted, fill, report_of
from tests.audits.settled import assert_settled
from tests.audits.uploads import a_pdf
from tests.browser.conftest import member
from tests.browser.test_keyboard import Keyboard
from tests.factories.audits import an_organisation, member_of

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]


NEW = "document.activeElement === document.body && !location.hash"


class Hands(Keyboard):
    """Somebody who fills in the forms of the editor."""

    def tab_to(self, target: Locator) -> None:
        """On a new page the first Tab offers to skip what stands before the content."""
        is_content = target.evaluate("one => Boolean(one.closest('main'))")
        if is_content and self.page.evaluate(NEW):
            self.keys.press("Tab")
            self.keys.press("Enter")
        super().tab_to(target)

    def open(self, link: str) -> None:
        self.enter("link", re.compile(link))

    def press(self, button: str = "Speichern") -> None:
        self.enter("button", button)

    def choose(self, label: str, option: str) -> None:
        """Arrow by arrow, as one goes through a list."""
        field = self.page.get_by_label(re.compile(rf"^\s*{label}"))
        self.tab_to(field)
        for _ in range(field.locator("option").count()):
            if field.evaluate("one => one.selectedOptions[0].label") == option:
                return
            self.keys.press("ArrowDown")
        pytest.fail(f"Nicht zu wählen: {option}")

    def tick(self, label: str) -> None:
        self.tab_to(self.page.get_by_label(label, exact=True))
        self.keys.press("Space")

    # --- the editor -----------------------------------------------------------------------------

    def add_phase(self, name: str, by: str, *kinds: tuple[str, dict]) -> None:
        self.open("Phase ergänzen")
        self.type("Name", name)
        self.choose("Wer die Phase abschließt", by)
        self.type("Frist in Tagen", "30")
        self.press()
        for kind, values in kinds:
            self.open(f"Bedingung ergänzen.*{name}")
            self.open(kind)
            for label, text in values.items():
                self.type(label, text)
            self.press()


@pytest.fixture
def hands(live_portal, visit):
    def of(user) -> Hands:
        page = visit(live_portal, user).page
        page.emulate_media(reduced_motion="reduce")
        return Hands(page)

    return of


def test_a_new_procedure_is_made_without_a_mouse_and_runs_to_its_end(house, hands):
    first, second = hands(house.director), hands(member(house.traeger, "Zweite", Role.DIRECTOR))

    head_and_words(first)
    who_and_what(first)
    way(first)
    present(first)
    publish(second)

    version = VerfahrenVersion.objects.published().get(verfahren__code="NBP")
    cycle = run(version, house)
    assert (cycle.outcome, cycle.words["procedure"]) == (Outcome.COMPLETED, "Wettbewerb")
    assert_settled()


def head_and_words(hands):
    hands.page.goto("/")
    hands.open("^Vorlagen$")
    hands.open("Neues Verfahren entwerfen")
    hands.type("Name des Verfahrens", "Nachbarschaftspreis")
    hands.type("Kürzel", "NBP")
    hands.press("Entwurf anlegen")
    hands.open("^Wörter$")
    hands.type("Wie ein Durchlauf heißt", "Wettbewerb")  # a field tabbed to is wholly selected
    hands.press()


def who_and_what(hands):
    hands.open("^Teilnehmende Seiten$")
    hands.open("Seite ergänzen")
    hands.type("Name", "Gemeinde")
    hands.tick("Kommune")
    hands.press()
    hands.open("Zurück zum Entwurf")
    hands.open("^Handlungsfelder$")
    hands.open("Handlungsfeld ergänzen")
    hands.type("Name", "Nachbarschaft")
    hands.type("Leitfragen", "Wer kennt wen?")
    hands.press()
    hands.open("Zurück zum Entwurf")


def way(hands):
    own, sign = (f"Teilnehmende Organisation: {right}" for right in ("Bearbeiten", "Zeichnen"))
    hands.open("^Phasen$")
    hands.add_phase("Antrag", own, ("Ein Dokument liegt vor", {"Name": "Antrag"}))
    hands.add_phase(
        "Planung",
        own,
        ("Jedes Handlungsfeld hat ein Ziel", {}),
        ("Jedes Ziel hat eine vollständige Maßnahme", {}),
        ("Eine Fassung ist eingefroren", {}),
    )
    hands.add_phase("Zusage", sign, ("Alle zeichnenden Seiten stimmen", {}))
    hands.add_phase("Rückblick", own, ("Alle Berichte sind angenommen", {"Fällig": "12"}))


def present(hands):
    hands.open("Zurück zum Entwurf")
    hands.press("Vorlegen")
    expect(hands.page.get_by_text("Vorgelegt haben Sie selbst")).to_be_visible()


def publish(hands):
    hands.page.goto("/")
    hands.open("^Vorlagen$")
    hands.open("Nachbarschaftspreis, Version 1")
    hands.open("^Veröffentlichen")
    hands.press("Veröffentlichen")
    expect(
        hands.page.get_by_text("Veröffentlicht: Nachbarschaftspreis, Version 1.")
    ).to_be_visible()
    assert Entwurf.objects.get().published_as.published_by.name == "Zweite"


# --- what was made there runs ---------------------------------------------------------------------


def run(version: VerfahrenVersion, house) -> AuditCycle:
    """By the actions: their pages are walked elsewhere."""
    place = an_organisation(OrganisationKind.KOMMUNE, "Musterstadt")
    editor, signatory = member_of(place, Role.EDITOR), member_of(place, Role.SIGNATORY)
    beginning = cycles.Beginning(place, version)
    cycle = cycles.start(beginning=beginning, contact=None, by=house.office)
    upload = documents.examine(a_pdf("Antrag.pdf"))
    papers.add(cycle=cycle, code="antrag", title="Antrag", upload=upload, by=editor)
    cycle = cycles.advance(run=cycle.open_run, by=editor)
    goal = goals.add_goal(
        cycle=cycle, handlungsfeld=version.felder[0], title="Man kennt sich", by=editor
    )
    goals.add_measure(
        goal=goal,
        title="Straßenfest",
        responsible="Amt für Kultur",
        ends_on=clock.today(),
        by=editor,
    )
    fassung = fassungen.freeze(cycle=cycle, by=editor)
    cycle = cycles.advance(run=cycle.open_run, by=editor)
    zustimmungen.agree(fassung=fassung, organisation=place, body="Vorstand", by=signatory)
    cycle = cycles.advance(run=cycle.open_run, by=signatory)
    accepted(fill(report_of(cycle), editor), editor, house.office)
    return cycles.advance(run=cycle.open_run, by=editor)
