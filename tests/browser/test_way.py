"""The whole way in a real browser: from an empty audit to an accepted yearly report, by all roles.

Everybody finds what is to be done on the own start page. The browser's own complaints, among them
violations of the CSP, fail the test (`visit` in tests/conftest.py).
"""

import re
from dataclasses import dataclass

import pytest

from auditportal import clock, tasks
from audits.models import AuditCycle, ReportState
from tests.browser.person import Person

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]
PASSWORD = "vier-kleine-Worte-hier"
LINK = re.compile(r"https?://\S+?(/einladung/\S+)")


@dataclass
class Way:
    """Who goes it, and the address of the audit."""

    office: Person
    colleague: Person
    director: Person
    auditor: Person
    assessors: list[Person]
    signatory: Person
    editor: Person
    url: str = ""

    def finish_phase(self, person: Person, phase: str) -> None:
        person.page.goto(self.url)
        person.follow(f"Zur Phase „{phase}“")
        person.press("Phase abschließen")
        person.sees("steht jetzt in")


def test_everybody_carries_one_audit_to_an_accepted_report(house, enter, smtp):
    way = Way(
        office=enter(house.office),
        colleague=enter(house.colleague),
        director=enter(house.director),
        auditor=enter(house.auditor),
        assessors=[enter(user) for user in house.assessors],
        signatory=enter(),
        editor=enter(),
    )

    organisation_with_its_people(way, smtp)
    first_talks(way)
    decision_to_take_part(way)
    cooperation(way)
    analysis(way)
    workshops_and_participation(way)
    goals_and_measures(way)
    agreement(way)
    submission(way)
    judgement(way)
    certificate(way, enter)
    yearly_report(way)

    report = AuditCycle.objects.get().jahresberichte.get(number=1)
    assert report.state == ReportState.ACCEPTED
    way.editor.page.goto(way.url)
    way.editor.sees("Schreiben und einreichen: Jahresbericht 2.")


def today() -> str:
    return f"{clock.today():%Y-%m-%d}"


# --- how it begins ------------------------------------------------------------------------------


def organisation_with_its_people(way, smtp):
    office = way.office
    office.page.goto("/")
    office.follow("Organisationen")
    office.follow("Von Hand anlegen")
    office.fill("Name", "Musterstadt")
    office.choose("Art", "Kommune")
    office.press("Anlegen")
    office.sees("Hier arbeitet noch niemand mit.")
    way.director.page.goto(office.page.url)
    invite(way.director, "Zeichnende Person", "Zeichnen")
    accept(way.signatory, "zeichnende.person", smtp)
    way.signatory.page.goto(office.page.url)
    invite(way.signatory, "Ansprechperson", "Bearbeiten")
    accept(way.editor, "ansprechperson", smtp)


def address_of(name):
    return f"{name.lower().replace(' ', '.')}@musterstadt.example"


def invite(person, name, role):
    person.follow("Person einladen")
    person.fill("Name", name)
    person.fill("E-Mail-Adresse", address_of(name))
    person.mark(role)
    person.press("Einladung senden")
    person.sees("ist unterwegs")


def accept(person, name, smtp):
    tasks.drain_mails()
    (mail,) = smtp.to(f"{name}@musterstadt.example")
    person.page.goto(LINK.search(mail.get_content())[1])
    person.fill("Passwort", PASSWORD)
    person.fill("Passwort wiederholen", PASSWORD)
    person.press("Einladung annehmen")
    person.sees("Willkommen bei „Musterstadt“.")


def first_talks(way):
    office = way.office
    office.follow("Meine Verfahren")
    office.follow("Neuen Durchlauf beginnen")
    office.choose("Teilnehmende Organisation", "Musterstadt")
    office.choose("Verfahren und Version", "Familiengerechte Kommune, Version 2")
    office.press("Weiter")
    office.fill("Name des neuen Kontakts", "Ansprechperson")
    office.fill("E-Mail-Adresse des neuen Kontakts", address_of("Ansprechperson"))
    office.press("Durchlauf beginnen")
    office.sees("Phase 1 von 14: Erstkontakt")
    way.url = office.page.url
    office.take_up("Noch nicht vermerkt: Angebot mit Kostenbeitrag versandt.")
    office.fill("Geschehen am", today())
    office.press("Weiter: Angaben prüfen")
    office.press("Verbindlich vermerken")
    way.finish_phase(office, "Erstkontakt")


def decision_to_take_part(way):
    editor = way.editor
    editor.take_up("Der maßgebliche Beschluss fehlt (Rat).")
    editor.fill("Sitzung am", today())
    editor.fill("Vorlage-Nr.", "0123/2026")
    editor.mark("beschlossen")
    for figure, votes in {"Ja": "20", "Nein": "3", "Enthaltung": "1"}.items():
        editor.fill(figure, votes)
    stop = editor.page.get_by_role("group", name="1. Station")
    stop.get_by_label("Gremium").fill("Jugendhilfeausschuss")
    stop.get_by_label("Sitzung am").fill(today())
    stop.get_by_label("Zuständigkeit").select_option(label="Empfehlung")
    editor.press("Weiter: Angaben prüfen")
    editor.upload("Niederschriftsauszug", "Auszug.pdf")
    editor.press("Beschluss verbindlich eintragen")
    editor.sees("20 Ja, 3 Nein, 1 Enthaltung")
    way.finish_phase(editor, "Teilnahmebeschluss")


def cooperation(way):
    way.editor.take_up("Das Dokument „Kooperationsvereinbarung“ fehlt.")
    way.editor.upload("Datei", "Kooperationsvereinbarung.pdf")
    way.editor.press("Hochladen")
    sign(way.editor, "Musterstadt")
    way.office.take_up("Der Tag der Unterschrift fehlt: Verein.")
    sign(way.office, "Verein")
    appoint(way.office, "Auditorin oder Auditor", "Begleitung, Pool")
    way.finish_phase(way.office, "Kooperationsvereinbarung")


def sign(person, side):
    person.field("Unterzeichnet am").fill(today())
    person.press(f"Unterschrift eintragen: {side}")
    person.press("Unterschrift verbindlich eintragen")
    person.sees("Unterzeichnet")


def appoint(office, function, person):
    office.take_up("Noch zu berufen")
    section = office.page.get_by_role("region", name=function, exact=True)
    section.wait_for()
    if not section.get_by_label("Person").is_visible():
        section.get_by_text(f"{function} berufen").click()
    section.get_by_label("Person").select_option(label=person)
    office.press(f"Berufen: {function}")
    office.sees(f"Berufen als {function}")


# --- the year of work ---------------------------------------------------------------------------


def analysis(way):
    editor = way.editor
    editor.take_up("Noch nicht vollständig bearbeitet")
    editor.sees("Stärken und Herausforderungen")
    for form in editor.page.locator(".portal-autosave").all():
        for text in form.locator("textarea").all():
            text.fill("Das steht in der Analyse.")
        editor.is_saved(form)
    way.auditor.take_up("Die Freigabe fehlt: Bestandsaufnahme.")
    way.auditor.press("Ergebnisse freigeben")
    way.auditor.sees("Freigegeben: Bestandsaufnahme.")
    way.finish_phase(editor, "Bestandsaufnahme")


def workshops_and_participation(way):
    meet(way.auditor, "Strategieworkshop")
    way.finish_phase(way.auditor, "Strategieworkshop")
    way.editor.take_up("Das Dokument „Beteiligungskonzept“ fehlt.")
    way.editor.upload("Datei", "Beteiligungskonzept.pdf")
    way.editor.press("Hochladen")
    way.auditor.take_up("Die Freigabe fehlt: Beteiligungskonzept.")
    way.auditor.press("Freigeben")
    way.auditor.sees("Freigegeben")
    way.finish_phase(way.editor, "Beteiligungskonzept")
    meet(way.editor, "Beteiligungsveranstaltung")
    way.finish_phase(way.editor, "Beteiligungsphase")


def meet(person, title):
    """Planned, joined by somebody without a login, and held."""
    person.take_up(f"Noch nicht geplant: {title}.")
    person.fill("Tag", today())
    person.fill("Ort", "Rathaus")
    person.press("Planen")
    person.fill("Name", "Vertretung der Vereine")
    person.press("Eintragen")
    person.sees("Eingetragen: Vertretung der Vereine.")
    person.follow("Protokoll eintragen")
    person.fill("Protokoll als Text", "Wir haben die Schwerpunkte bestimmt.")
    person.mark("Vertretung der Vereine")
    person.press("Weiter: Angaben prüfen")
    person.press("Durchgeführt und protokolliert")
    person.sees("war da")


def goals_and_measures(way):
    editor = way.editor
    meet(way.auditor, "Zielvereinbarungsworkshop")
    editor.take_up("Kein Ziel im Handlungsfeld")
    editor.page.get_by_role("link", name="Ziel ergänzen").click()
    editor.fill("Ziel", "Familien finden Hilfe an einem Ort")
    editor.press("Speichern")
    editor.sees("Gespeichert: Familien finden Hilfe an einem Ort")
    way.finish_phase(way.auditor, "Zielvereinbarungsworkshop")
    editor.take_up("1 Ziel ohne Maßnahme.")
    editor.page.get_by_role("link", name="Maßnahme ergänzen").click()
    row = editor.page.locator("[data-inline]")
    for label, text in {
        "Maßnahme": "Familienbüro eröffnen",
        "Verantwortlich": "Fachbereich Jugend",
        "Abschluss": f"{clock.months_after(clock.today(), 18):%Y-%m-%d}",
        "Budget in Euro": "12.500",
    }.items():
        row.get_by_label(label).fill(text)
    row.get_by_label("Familien").check()
    editor.press("Speichern")
    editor.sees("12.500 €")


# --- decided, judged, certified -----------------------------------------------------------------


def agreement(way):
    editor = way.editor
    editor.take_up("Die Ziele und Maßnahmen sind noch nicht eingefroren.")
    editor.press("Diese Angaben einfrieren")
    way.finish_phase(editor, "Ausarbeitung")
    editor.take_up("Der maßgebliche Beschluss über genau")
    editor.fill("Sitzung am", today())
    editor.mark("beschlossen")
    editor.press("Weiter: Angaben prüfen")
    editor.press("Beschluss verbindlich eintragen")
    editor.sees("Vorgelegte Fassung")
    way.finish_phase(editor, "Beschluss über die Zielvereinbarung")


def submission(way):
    way.signatory.take_up("Die Unterlagen sind noch nicht eingereicht.")
    way.signatory.press("Unterlagen einreichen")
    way.signatory.sees("Die Unterlagen sind eingereicht")
    way.finish_phase(way.signatory, "Einreichung")


def judgement(way):
    for name, assessor in zip(("Gutachten 1", "Gutachten 2"), way.assessors, strict=True):
        appoint(way.office, "Gutachterin oder Gutachter", f"{name}, Pool")
        assessor.take_up("Die Erklärung zur Unbefangenheit fehlt.")
        assessor.mark("Ich bin nicht befangen.")
        assessor.press("Erklärung abgeben")
        write_votum(assessor)
    way.colleague.take_up("Die Begutachtung ist nicht freigegeben.")
    way.colleague.mark("Positiv: ")
    way.colleague.press("Weiter: Angaben prüfen")
    way.colleague.press("Begutachtung verbindlich freigeben")
    way.colleague.sees("Ergebnis: Positiv")
    way.finish_phase(way.office, "Begutachtung")


def write_votum(assessor):
    assessor.take_up("Ein Votum ist noch nicht gezeichnet.")
    assessor.mark("Positiv")
    for text in assessor.page.locator("#votum textarea").all():
        text.fill("Überzeugend und gut belegt.")
    assessor.is_saved(assessor.page.locator("#votum"))
    assessor.press("Prüfen und zeichnen")
    assessor.press("Votum zeichnen")
    assessor.sees("Ihr Votum ist gezeichnet. Danke.")


def certificate(way, enter):
    director, stranger = way.director, enter()
    director.take_up("Noch nicht verliehen: Zertifikat.")
    director.press("Weiter: Angaben prüfen")
    director.page.get_by_role("button", name="Verbindlich ausstellen").click()
    check = director.page.get_by_role("region", name="Öffentlich prüfen").get_by_role("link")
    stranger.page.goto(check.get_attribute("href"))
    stranger.sees("Unter dieser Nummer wurde eine Urkunde ausgestellt. Sie gilt bis zum")
    stranger.sees("Musterstadt")


def yearly_report(way):
    editor, page = way.editor, way.editor.page
    editor.take_up("Schreiben und einreichen: Jahresbericht 1.")
    page.get_by_role("link", name="Eintragen").click()
    editor.choose("Stand", "In Umsetzung")
    editor.fill("Was geschehen ist", "Die Räume sind gefunden.")
    editor.is_saved(page.locator(".report-entry"))
    editor.press("Speichern und schließen")
    editor.sees("1 von 1 Maßnahmen eingetragen")
    editor.follow("Prüfen und einreichen")
    editor.press("Verbindlich einreichen")
    editor.sees("Eingereicht: Jahresbericht 1.")
    way.office.take_up("Prüfen: Jahresbericht 1.")
    way.office.press("Bericht annehmen")
    way.office.sees("Angenommen: Jahresbericht 1.")
