"""What two versions say differently, change by change."""

import pytest

from handlungsfelder.differences import Change, between
from handlungsfelder.template import FOLDER, parse, read
from tests.handlungsfelder.drafts import small


def phase(data, n=0, **values):
    data["phasen"][n] |= values


CASES = [
    (
        "Verfahren",
        "Bezeichnung: bisher „keine Angabe“, jetzt „ab 2027“",
        (),
        lambda d: d["verfahren"].update(label="ab 2027"),
    ),
    (
        "Verfahren",
        "Kürzel: bisher „KLEIN“, jetzt „X“",
        (),
        lambda d: d["verfahren"].update(code="X"),
    ),
    (
        "Verfahren",
        "Läuft in Programmen: bisher „nein“, jetzt „ja“",
        (),
        lambda d: d["verfahren"].update(in_programmes=True),
    ),
    (
        "Verfahren",
        "Rhythmen in Monaten: bisher „keine Angabe“, jetzt „12, 18“",
        (),
        lambda d: d["verfahren"].update(rhythms=[12, 18]),
    ),
    (
        "Verfahren",
        "Gegenstand: bisher „keine Angabe“, jetzt „Ein Quartier mit Name, Beschreibung und Umriss“",
        (),
        lambda d: d["verfahren"].update(subject_kind="quartier"),
    ),
    (
        "Verfahren",
        "Angaben je Maßnahme: bisher „keine Angabe“, jetzt „Einfluss: unmittelbar oder mittelbar“",
        (),
        lambda d: d["verfahren"].update(measure_fields=["influence"]),
    ),
    (
        "Verfahren",
        "Folgt auf: bisher „keine Angabe“, jetzt „FGK-K“",
        (),
        lambda d: d.update(ladder={"follows": ["FGK-K"]}),
    ),
    (
        "Wörter",
        "Wer maßgeblich beschließt: bisher „Gremium“, jetzt „Beirat“",
        (),
        lambda d: d["words"].update(council="Beirat"),
    ),
    (
        "Teilnehmende Seiten",
        "Seite neu: „Firma“",
        (),
        lambda d: d["seiten"].append({"code": "firma", "label": "Firma", "kinds": ["kreis"]}),
    ),
    (
        "Teilnehmende Seiten",
        "Seite geändert: „Ort“",
        (
            "Organisationen: bisher „Kommune“, jetzt „Kommune, Kreis“",
            "höchstens: bisher „1“, jetzt „2“",
        ),
        lambda d: d["seiten"][0].update(kinds=["kommune", "kreis"], most=2),
    ),
    (
        "Stufen",
        "Kennzahl: bisher „keine Angabe“, jetzt „Prozent“",
        (),
        lambda d: d.update(kennzahl={"label": "Prozent"}),
    ),
    (
        "Handlungsfelder",
        "Handlungsfeld geändert: „Leben“",
        (
            "Name: bisher „Leben im Ort“, jetzt „Leben“",
            "Leitfrage neu: Was bleibt?",
            "Leitfrage gestrichen: Was fehlt?",
            "Modul: bisher „nein“, jetzt „ja“",
        ),
        lambda d: d["handlungsfelder"][0].update(
            name="Leben", leitfragen=["Was bleibt?"], module=True
        ),
    ),
    (
        "Handlungsfelder",
        "Handlungsfeld gestrichen: „Wege im Ort“",
        (),
        lambda d: d["handlungsfelder"].pop(),
    ),
    ("Handlungsfelder", "Reihenfolge geändert", (), lambda d: d["handlungsfelder"].reverse()),
    (
        "Phasen",
        "Phase neu: „Fest“",
        (),
        lambda d: d["phasen"].append({"code": "f", "name": "Fest"}),
    ),
    ("Phasen", "Phase gestrichen: „Zustimmung“", (), lambda d: d["phasen"].pop()),
    ("Phasen", "Reihenfolge geändert", (), lambda d: d["phasen"].insert(0, d["phasen"].pop())),
    (
        "Phasen",
        "Phase geändert: „Aufbruch“",
        (
            "Name: bisher „Anfang“, jetzt „Aufbruch“",
            "Wer sie abschließt: bisher „Teilnehmende Organisation: Bearbeiten“, "
            "jetzt „Teilnehmende Organisation: Zeichnen“",
            "Hilfetext geändert",
            "Frist: bisher „ohne feste Frist“, jetzt „innerhalb von 30 Tagen“",
            "Bedingung geändert: Ein Dokument liegt vor: Antrag (wer das erledigt: "
            "bisher „Teilnehmende Organisation: Bearbeiten“, "
            "jetzt „Teilnehmende Organisation: Zeichnen“)",
        ),
        lambda d: phase(d, name="Aufbruch", right="sign", help="Los!", due_days=30),
    ),
    (
        "Phasen",
        "Phase geändert: „Zustimmung“",
        ("Bei Nachbesserung zurück zu: bisher „keine Angabe“, jetzt „Planung“",),
        lambda d: phase(d, 2, rework_to="planung"),
    ),
    (
        "Phasen",
        "Phase geändert: „Planung“",
        (
            "Bedingung geändert: Jedes Handlungsfeld hat ein Ziel "
            "(Ziele je Handlungsfeld, mindestens: bisher „keine Angabe“, jetzt „2“)",
            "Bedingung neu: Alle Leitfragen sind bearbeitet",
            "Bedingung gestrichen: Jedes Ziel hat eine vollständige Maßnahme",
        ),
        lambda d: phase(
            d,
            1,
            gates=[{"kind": "goals", "minimum": 2}, {"kind": "answers"}, {"kind": "fassung"}],
        ),
    ),
    (
        "Phasen",
        "Phase geändert: „Anfang“",
        (
            "Bedingung geändert: Ein Dokument liegt vor: Antrag "
            "(von allen Seiten unterzeichnet: bisher „nein“, jetzt „ja“)",
        ),
        lambda d: d["phasen"][0]["gates"][0].update(signed=True),
    ),
]


@pytest.mark.parametrize(
    ("part", "text", "particulars", "change"), CASES, ids=[case[1] for case in CASES]
)
def test_a_change_is_told_in_one_sentence(part, text, particulars, change):
    data = small()
    change(data)

    assert between(parse(small()), parse(data)) == [Change(part, text, particulars)]


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.toml")), ids=lambda path: path.stem)
def test_a_version_differs_from_all_others_but_not_from_itself(path):
    template = read(path)

    assert between(template, template) == []
    for other in FOLDER.glob("*.toml"):
        assert other == path or between(template, read(other))
