"""What the demo's organisations answer, find and agree on; all of it is made up (angenommen)."""

from decimal import Decimal

from audits.facts.measure import Priority

ANSWER = (
    "Es gibt eine feste Zuständigkeit in der Verwaltung und einen runden Tisch, der zweimal im "
    "Jahr tagt. Für die nächsten Jahre sehen wir hier noch Bedarf."
)
STRENGTHS = (
    "Kurze Wege zwischen Verwaltung, Trägern und Vereinen. Viele Angebote sind bekannt und werden "
    "gut angenommen."
)
CHALLENGES = (
    "Angebote sind wenig aufeinander abgestimmt. Familien ohne Auto und in den Ortsteilen werden "
    "zu selten erreicht."
)
MINUTES = (
    "Anwesend waren Verwaltung, Fraktionen, Träger und Vereine. Die Ergebnisse der Kleingruppen "
    "wurden je Handlungsfeld festgehalten und gemeinsam gewichtet."
)
SUMMARY = (
    "Der Weg ist nachvollziehbar dokumentiert, die Beteiligung war breit. Die Ziele sind konkret, "
    "Verantwortliche und Termine sind genannt."
)
STATEMENT = "Ziele und Maßnahmen passen zur Auswertung. Die Zuständigkeiten sind geklärt."

# By Handlungsfeld: goals, each with its measures (18 goals, 43 measures in all).
AGREEMENT = {
    "hf1": {
        "Familiengerechtigkeit ist Aufgabe der Verwaltungsspitze": [
            "Stabsstelle Familie einrichten",
            "Familienfolgen in jeder Beschlussvorlage darstellen",
        ],
        "Alle Akteure arbeiten abgestimmt zusammen": [
            "Netzwerk Familie mit zwei Treffen im Jahr",
            "Gemeinsamen Veranstaltungskalender aufbauen",
            "Ansprechpersonen der Träger veröffentlichen",
        ],
        "Entscheidungen beruhen auf Daten": [
            "Familienbericht alle zwei Jahre vorlegen",
            "Befragung der Familien wiederholen",
        ],
    },
    "hf2": {
        "Eltern finden verlässliche Betreuung": [
            "Randzeitenbetreuung in zwei Kitas erproben",
            "Ferienbetreuung auf alle Ferien ausdehnen",
            "Online-Anmeldung für alle Kitas",
        ],
        "Arbeitgeber unterstützen Familien": [
            "Unternehmensfrühstück Vereinbarkeit",
            "Belegplätze in Betriebsnähe vermitteln",
        ],
        "Pflege und Beruf lassen sich vereinbaren": [
            "Lotsendienst für pflegende Beschäftigte",
            "Leitfaden für Betriebe veröffentlichen",
        ],
    },
    "hf3": {
        "Übergänge gelingen allen Kindern": [
            "Bildungsplan Kita und Grundschule abstimmen",
            "Patenschaften für den Schulstart",
        ],
        "Bildung ist außerhalb der Schule erreichbar": [
            "Mobile Bücherei in den Ortsteilen",
            "Lernwerkstatt im Jugendzentrum",
            "Gutscheine für Musik und Sport",
        ],
        "Eltern wirken mit": [
            "Elternabende in mehreren Sprachen",
            "Elternbeirat auf Stadtebene gründen",
        ],
    },
    "hf4": {
        "Familien finden Hilfe an einem Ort": [
            "Familienbüro im Rathaus eröffnen",
            "Wegweiser für Familien auflegen",
            "Sprechstunden in den Ortsteilen",
        ],
        "Hilfen setzen früh an": [
            "Begrüßungsbesuche nach der Geburt",
            "Frühe Hilfen mit den Kliniken vereinbaren",
        ],
        "Alleinerziehende werden gestärkt": [
            "Treffpunkt mit Kinderbetreuung",
            "Beratung zu Ausbildung in Teilzeit",
        ],
    },
    "hf5": {
        "Wohnen bleibt für Familien bezahlbar": [
            "Familienkomponente bei Bauplätzen",
            "Tauschbörse für Wohnungen",
        ],
        "Wege und Plätze sind sicher": [
            "Schulwegpläne für alle Grundschulen",
            "Zwei Spielplätze mit Jugendlichen planen",
            "Beleuchtung am Bahnhof erneuern",
        ],
        "Familien sind ohne Auto mobil": [
            "Bürgerbus am Wochenende",
            "Lastenräder zum Ausleihen",
        ],
    },
    "hf6": {
        "Ältere leben selbstständig": [
            "Wohnberatung zu Hause",
            "Besuchsdienst mit Ehrenamtlichen",
            "Notfallmappe für alle ab 70",
        ],
        "Generationen begegnen sich": [
            "Mehrgenerationenhaus ausbauen",
            "Erzählcafé in den Schulen",
            "Gemeinsamer Garten am Seniorenheim",
        ],
        "Pflegende werden entlastet": [
            "Tagespflege am Wochenende",
            "Gesprächskreis für Angehörige",
        ],
    },
}
RESPONSIBLE = [
    "Stabsstelle Familie",
    "Fachbereich Jugend",
    "Fachbereich Soziales",
    "Stadtplanung",
    "Schulverwaltung",
]

# Of five measures three say how urgent they are.
PRIORITIES = [Priority.HIGH, "", Priority.MIDDLE, Priority.LOW, ""]

# --- the profile of a commune, and its plan by topics (all angenommen) ----------------------------

FIGURES = [
    ("Menschen ab 65 Jahren", Decimal("20.4"), "Prozent"),
    ("Menschen unter 18 Jahren", Decimal("16.1"), "Prozent"),
    ("Ein-Personen-Haushalte", Decimal("48.5"), "Prozent"),
    ("Leer stehende Wohnungen", Decimal(140), "Wohnungen"),
]
PROJECTS = [
    ("Begegnungszentren in den Stadtteilen", "Fachbereich Soziales"),
    ("Seniorenbüros mit festen Sprechzeiten", "Fachbereich Soziales"),
    ("Runder Tisch Wohnen", "Stadtplanung"),
]
SWOT = {
    "strengths": "Viele Vereine und Nachbarschaften, kurze Wege zu den freien Trägern.",
    "weaknesses": "Angebote sind je Stadtteil verschieden und zu wenig bekannt.",
    "opportunities": "Neue Wohnformen finden Zuspruch; Förderung für Quartiere ist möglich.",
    "threats": "Ältere leben immer häufiger allein, Jüngere ziehen fort.",
}
TOPICS = [
    ("wohnen", "", "Ältere wollen bleiben, wo sie wohnen."),
    ("gesundheit", "", ""),
    ("buergerbeteiligung", "", "Ohne die Menschen vor Ort gelingt nichts."),
    ("digitalisierung", "", ""),
    ("eigenes-1", "Leben im Stadtteil", "Der Alltag entscheidet sich vor der Haustür."),
]
WERKSTATTPLAN = {
    "wohnen": {
        "Ältere können in ihrem Stadtteil bleiben": [
            "Wohnungen barrierearm umbauen",
            "Beratung zum Wohnungstausch",
        ],
    },
    "gesundheit": {
        "Hilfe im Alter ist nah": ["Pflegestützpunkt mit mobilem Dienst", "Lotsen im Stadtteil"],
    },
    "buergerbeteiligung": {
        "Alle reden mit": ["Stadtteilforen zweimal im Jahr"],
    },
    "digitalisierung": {
        "Niemand bleibt offline": ["Sprechstunden für Smartphone und Internet"],
    },
    "eigenes-1": {
        "Der Stadtteil ist ein Treffpunkt": ["Leeres Ladenlokal als Treff öffnen"],
    },
}
