"""The closed lists a template is written in: who acts, with which right, and what a gate asks."""

from django.db import models


class GateKind(models.TextChoices):
    """What a template may demand before a phase is left; audits.gates knows how to check it."""

    VERMERK = "vermerk", "Ein datierter Vermerk liegt vor"
    BESCHLUSS = "beschluss", "Ein maßgeblicher Beschluss liegt vor"
    DOCUMENT = "document", "Ein Dokument liegt vor"
    ANSWERS = "answers", "Alle Leitfragen sind bearbeitet"
    RELEASE = "release", "Die Ergebnisse sind freigegeben"
    EVENT = "event", "Eine Veranstaltung ist durchgeführt und protokolliert"
    GOALS = "goals", "Jedes Handlungsfeld hat ein Ziel"
    MEASURES = "measures", "Jedes Ziel hat eine vollständige Maßnahme"
    FASSUNG = "fassung", "Eine Fassung ist eingefroren"
    SUBMISSION = "submission", "Die Unterlagen sind eingereicht"
    APPOINTED = "appointed", "Die Berufungen liegen vor"
    VOTA = "vota", "Alle Vota sind gezeichnet"
    SIGN_OFF = "sign_off", "Die Begutachtung ist freigegeben"
    AWARD = "award", "Das Ergebnis ist verliehen"
    REPORTS = "reports", "Alle Berichte sind angenommen"


class Party(models.TextChoices):
    """Which side has to act; the version's words name it for people."""

    MAIN = "main", "teilnehmende Organisation"
    PARTNER = "partner", "Kooperationspartner"
    TRAEGER = "traeger", "Träger"
    AUDITOR = "auditor", "Begleitung"
    ASSESSOR = "assessor", "Begutachtung"


class Right(models.TextChoices):
    VIEW = "view", "Lesen"
    CHANGE = "change", "Bearbeiten"
    SIGN = "sign", "Zeichnen"
    RUN = "run", "Durchführen"
    ACCOMPANY = "accompany", "Begleiten"
    REVIEW = "review", "Begutachten"


class DueFrom(models.TextChoices):
    """From which day a deadline is counted; it is written down when the phase begins."""

    PHASE = "phase", "Beginn der Phase"
    START = "start", "Beschluss über die Teilnahme"


class Word(models.TextChoices):
    """Nouns that belong to the version: pages, mails and actions take them from there.

    The label is what the editor of a template reads about the word.
    """

    PROCEDURE = "procedure", "Wie ein Durchlauf heißt, zum Beispiel Audit oder Prozess"
    PARTICIPANT = "participant", "Wer teilnimmt"
    COUNCIL = "council", "Wer maßgeblich beschließt"
    HEAD = "head", "Wer die teilnehmende Seite nach außen vertritt"
    CONTACT = "contact", "Wer die Arbeit vor Ort leitet"
    AUDITOR = "auditor", "Wer im Auftrag des Trägers begleitet"
    ASSESSOR = "assessor", "Wer unabhängig begutachtet"
    AGREEMENT = "agreement", "Wie die vereinbarten Ziele und Maßnahmen zusammen heißen"
    SURVEY = "survey", "Wie die Analyse am Anfang heißt"
    REPORT = "report", "Wie der wiederkehrende Bericht heißt"
    CERTIFICATE = "certificate", "Was am Ende verliehen wird"
