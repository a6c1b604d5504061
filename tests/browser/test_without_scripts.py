"""What scripts make comfortable goes as plain pages, too.

The Votum and the yearly report have such a test beside their own.
"""

import re

import pytest
from django.urls import reverse

from auditportal import clock
from audits.models import Answer, Beschluss, Finding, Goal, Measure, Teilnahme
from tests.browser.person import Person
from tests.factories.audits import a_cycle, cast_of

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]


@pytest.fixture
def come(live_portal, visit):
    """The Ansprechperson of a cycle in this phase, in a browser without scripts."""

    def arrive(at: str) -> Person:
        editor = cast_of(a_cycle(at)).editor
        return Person(visit(live_portal, editor, scripts=False).page)

    return arrive


def test_answers_are_saved_by_the_button(come):
    editor = come("bestandsaufnahme")
    editor.take_up("Noch nicht vollständig bearbeitet: Bildung und Erziehung.")

    for text in editor.page.locator("textarea").all():
        text.fill("Ohne Skripte geschrieben.")
    editor.press("Alle Texte speichern")
    editor.sees("Alle Texte sind gespeichert.")

    assert set(Answer.objects.values_list("text", flat=True)) == {"Ohne Skripte geschrieben."}
    assert Finding.objects.get().challenges == "Ohne Skripte geschrieben."


def test_goals_and_measures_are_added_changed_and_put_in_order(come):
    editor = come("ausarbeitung")
    page = editor.page
    page.goto(reverse("audits:goal_list", args=[Goal.objects.first().cycle_id]))

    page.get_by_role("link", name="Ziel ergänzen").first.click()
    editor.fill("Ziel", "Ein zweites Ziel")
    editor.press("Speichern")
    editor.sees("Gespeichert: Ein zweites Ziel")
    page.get_by_role("link", name=re.compile("Maßnahme ergänzen.*Ein zweites Ziel")).click()
    editor.fill("Maßnahme", "Ferienprogramm")
    editor.press("Speichern")
    page.get_by_role("link", name=re.compile("Bearbeiten.*Ferienprogramm")).click()
    editor.fill("Verantwortlich", "Fachbereich Jugend")
    editor.press("Speichern")
    page.get_by_role("button", name=re.compile("Nach oben.*Ein zweites Ziel")).click()
    page.wait_for_url("**/ziele/#ziel-*")

    assert Measure.objects.get(title="Ferienprogramm").responsible == "Fachbereich Jugend"
    assert Goal.objects.get(title="Ein zweites Ziel").position == 1


def test_a_beschluss_with_an_error_keeps_everything_and_is_entered_once_it_is_mended(come):
    editor = come("teilnahmebeschluss")
    editor.take_up("Der maßgebliche Beschluss fehlt")

    editor.fill("Sitzung am", f"{clock.today():%Y-%m-%d}")
    editor.mark("beschlossen")
    editor.fill("Ja", "3")
    editor.fill("Anmerkung", "Nach langer Beratung.")
    editor.press("Weitere Zeile")
    editor.press("Weiter: Angaben prüfen")
    editor.sees("Bitte prüfen Sie Ihre Angaben")
    assert editor.page.title().startswith("Fehler: ")
    assert editor.field("Anmerkung").input_value() == "Nach langer Beratung."
    editor.fill("Nein", "1")
    editor.fill("Enthaltung", "0")
    editor.field("Vorlage-Nr.").fill("12/26")
    editor.field("Vorlage-Nr.").press("Enter")
    editor.sees("Angaben prüfen")
    assert not Beschluss.objects.exists()
    editor.press("Zurück und ändern")
    assert editor.field("Vorlage-Nr.").input_value() == "12/26"
    assert editor.field("Anmerkung").input_value() == "Nach langer Beratung."
    editor.press("Weiter: Angaben prüfen")
    editor.press("Beschluss verbindlich eintragen")
    editor.sees("3 Ja, 1 Nein, 0 Enthaltung")

    assert Beschluss.objects.get().note == "Nach langer Beratung."


def test_participants_are_listed_and_taken_from_the_list(come):
    editor = come("beteiligungsphase")
    editor.take_up("Noch nicht geplant: Beteiligungsveranstaltung.")
    editor.fill("Tag", f"{clock.today():%Y-%m-%d}")
    editor.fill("Ort", "Rathaus")
    editor.press("Planen")

    for name in ("Vertretung der Eltern", "Vertretung der Vereine"):
        editor.fill("Name", name)
        editor.press("Eintragen")
        editor.sees(f"Eingetragen: {name}.")
    editor.page.get_by_role("button", name=re.compile("Entfernen.*Eltern")).click()
    editor.sees("Von der Liste genommen: Vertretung der Eltern.")

    assert Teilnahme.objects.get().name == "Vertretung der Vereine"


def test_a_filter_is_folded_on_a_telephone_until_it_narrows_the_list(come):
    page = come("ausarbeitung").page
    words = page.locator("[name=q]")
    page.goto(reverse("audits:goal_list", args=[Goal.objects.first().cycle_id]))

    assert words.is_visible()
    page.set_viewport_size({"width": 390, "height": 844})
    assert not words.is_visible()
    page.get_by_text("Liste filtern").click()
    words.fill("Ferien")
    page.get_by_role("button", name="Filtern", exact=True).click()
    page.wait_for_url("**q=Ferien*")
    assert words.is_visible()
