"""The closed lists a template is written in: who acts, with which right, and what a gate asks."""

from django.db import models


class GateKind(models.TextChoices):
    """What a template may demand before a phase is left; audits.gates knows how to check it."""

    VERMERK = "vermerk", "Ein datierter Vermerk liegt vor"
    BESCHLUSS = "beschluss", "Ein maßgeblicher Beschluss liegt vor"
    CONSENT = "consent", "Alle zeichnenden Seiten stimmen genau dieser Fassung zu"
    DOCUMENT = "document", "Ein Dokument liegt vor"
    SUBJECT = "subject", "Der Gegenstand ist beschrieben und abgegrenzt"
    PROFILE = "profile", "Das Profil ist ausgefüllt: Kennzahlen, Vorhaben, Stärken und Schwächen"
    TOPICS = "topics", "Die Themen sind gewählt"
    ANSWERS = "answers", "Alle Leitfragen sind bearbeitet"
    RELEASE = "release", "Die Ergebnisse sind freigegeben"
    EVENT = "event", "Eine Veranstaltung ist durchgeführt und protokolliert"
    BALANCE = "balance", "Alles Übernommene ist bilanziert oder fortgeführt"
    OFFERS = "offers", "Ziele oder Maßnahmen sind angeboten, alle Antworten liegen vor"
    GOALS = "goals", "Jedes Handlungsfeld hat ein Ziel"
    MEASURES = "measures", "Jedes Ziel hat eine vollständige Maßnahme"
    FASSUNG = "fassung", "Eine Fassung ist eingefroren"
    SUBMISSION = "submission", "Die Unterlagen sind eingereicht"
    APPOINTED = "appointed", "Die Berufungen liegen vor"
    VOTA = "vota", "Alle Vota sind gezeichnet"
    SIGN_OFF = "sign_off", "Die Begutachtung ist freigegeben"
    AWARD = "award", "Das Ergebnis ist verliehen"
    REPORTS = "reports", "Alle Berichte sind angenommen"

    @property
    def act(self) -> str:
        """What people do about it, for the sentence that it is not its time."""
        return ACTS[self]


# The label says how it is once it is done: in a refusal it would read as its opposite.
ACTS = {
    GateKind.VERMERK: "etwas vermerken",
    GateKind.BESCHLUSS: "einen Beschluss eintragen",
    GateKind.CONSENT: "einer Fassung zustimmen",
    GateKind.DOCUMENT: "ein Dokument vorlegen",
    GateKind.SUBJECT: "den Gegenstand beschreiben",
    GateKind.PROFILE: "das Profil ausfüllen",
    GateKind.TOPICS: "Themen wählen",
    GateKind.ANSWERS: "Leitfragen bearbeiten",
    GateKind.RELEASE: "Ergebnisse freigeben",
    GateKind.EVENT: "eine Veranstaltung durchführen",
    GateKind.BALANCE: "bilanzieren oder fortführen",
    GateKind.OFFERS: "Ziele oder Maßnahmen anbieten",
    GateKind.GOALS: "Ziele setzen",
    GateKind.MEASURES: "Maßnahmen festlegen",
    GateKind.FASSUNG: "eine Fassung einfrieren",
    GateKind.SUBMISSION: "Unterlagen einreichen",
    GateKind.APPOINTED: "jemanden berufen",
    GateKind.VOTA: "ein Votum schreiben",
    GateKind.SIGN_OFF: "die Begutachtung freigeben",
    GateKind.AWARD: "das Ergebnis verleihen",
    GateKind.REPORTS: "einen Bericht einreichen",
}


class Party(models.TextChoices):
    """Which side has to act; the version's words name it for people."""

    MAIN = "main", "teilnehmende Organisation"
    PARTNER = "partner", "Mitwirkende"
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
    START = "start", "Starttag (Beschluss oder Ende der Phase, mit der die Uhr beginnt)"
    RHYTHM = "rhythm", "Rhythmus des Durchlaufs, ab Beginn der Phase"


class MeasureField(models.TextChoices):
    """What a measure says beside its usual columns, where a version asks for it."""

    INFLUENCE = "influence", "Einfluss: unmittelbar oder mittelbar"


class SubjectKind(models.TextChoices):
    """What a cycle is about beside its participants; with one of these it has a name."""

    QUARTIER = "quartier", "Ein Quartier mit Name, Beschreibung und Umriss"


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
    CERTIFICATE = "certificate", "Was am Ende steht: ein Zertifikat oder ein anderes Ergebnis"


def party_label(words: dict[str, str], party: str, right: str = "") -> str:
    """How a version with these words names a side; only the Träger keeps its own names, since
    not everybody there signs."""
    if (party, right) == (Party.TRAEGER, Right.SIGN):
        return "Geschäftsführung"
    return {
        Party.MAIN: words[Word.PARTICIPANT],
        Party.AUDITOR: words[Word.AUDITOR],
        Party.ASSESSOR: words[Word.ASSESSOR],
        Party.TRAEGER: "Geschäftsstelle",
        Party.PARTNER: Party.PARTNER.label,
    }[Party(party)]
