"""Every sentence that fitting.py knows, each at its place, and nothing else beside it."""

import ast

import pytest

from handlungsfelder import fitting
from handlungsfelder.reading import Place, TemplateError
from handlungsfelder.template import FOLDER
from handlungsfelder.toml_file import load
from tests.handlungsfelder.drafts import small

FILES = sorted(FOLDER.glob("*.toml"))
DOCUMENTED = (ast.Module, ast.FunctionDef)
APPOINT = {"kind": "appointed", "function": "auditor", "count": 1}
ASSESSORS = {"kind": "appointed", "function": "assessor", "count": 2}
AWARD = {
    "code": "ende",
    "name": "Ende",
    "party": "traeger",
    "right": "sign",
    "gates": [{"kind": "award"}],
}
TITLED = {"certificate_title": "Urkunde", "certificate_number": "K-{n}"}


def judged(data: dict) -> dict:
    """With all that leads to a Votum, and an award at the end."""
    data["verfahren"] |= TITLED
    data["phasen"] += [
        {"code": "abgabe", "name": "Abgabe", "gates": [{"kind": "submission"}]},
        {
            "code": "urteil",
            "name": "Urteil",
            "party": "traeger",
            "right": "run",
            "gates": [ASSESSORS, {"kind": "vota"}, {"kind": "sign_off"}],
        },
        dict(AWARD, gates=[{"kind": "award"}]),
    ]
    return data


def phase(data, n=0, **values):
    data["phasen"][n] |= values


def gates(data, *given, n=0):
    data["phasen"][n]["gates"] = list(given)


def later(data, **values):
    """A second phase by the start day, after one that starts the clock."""
    phase(data, 0, starts_clock=True)
    phase(data, 1, due_from="start", due_days=100)
    phase(data, 2, due_from="start", **values)


def due_after_its_phase(data):
    phase(data, 0, due_days=30)
    data["phasen"][0]["gates"][0]["due_days"] = 31


CASES = [
    (
        "Diese Bedingung ist später fällig als ihre Phase.",
        ("phasen", 0, 0),
        due_after_its_phase,
    ),
    # the whole
    ("Es fehlt, wer teilnimmt: mindestens eine Seite.", ("seiten",), lambda d: d.pop("seiten")),
    (
        "Es sollen mindestens mehr teilnehmen als höchstens.",
        ("seiten", 0),
        lambda d: d["seiten"][0].update(least=3, most=2),
    ),
    (
        "Es fehlt mindestens ein Handlungsfeld.",
        ("handlungsfelder",),
        lambda d: d.pop("handlungsfelder"),
    ),
    (
        "Alle Felder werden gewählt, aber keine Phase verlangt die Wahl.",
        ("handlungsfelder",),
        lambda d: [feld.update(module=True) for feld in d["handlungsfelder"]],
    ),
    ("Es fehlt mindestens eine Phase.", ("phasen",), lambda d: d.pop("phasen")),
    # what stands twice
    ("Die Seite „ort“ steht doppelt.", ("seiten",), lambda d: d["seiten"].append(d["seiten"][0])),
    (
        "Die Zielgruppe „alle“ steht doppelt.",
        ("zielgruppen",),
        lambda d: d.update(zielgruppen=[{"code": "alle", "label": "Alle"}] * 2),
    ),
    (
        "Die Stufe „gold“ steht doppelt.",
        ("stufen",),
        lambda d: judged(d).update(stufen=[{"code": "gold", "title": "Gold"}] * 2),
    ),
    (
        "Das Handlungsfeld „wege“ steht doppelt.",
        ("handlungsfelder",),
        lambda d: d["handlungsfelder"].append({"code": "wege", "name": "Noch einmal"}),
    ),
    ("Die Phase „anfang“ steht doppelt.", ("phasen",), lambda d: phase(d, 1, code="anfang")),
    # ways back
    (
        "Bei Nachbesserung geht es nur in eine frühere Phase zurück.",
        ("phasen", 0),
        lambda d: phase(d, rework_to="zustimmung"),
    ),
    (
        "Wiederholt wird ab einer früheren Phase oder ab dieser.",
        ("phasen", 0),
        lambda d: phase(d, repeat_from="zustimmung"),
    ),
    (
        "Ab welcher Phase so oft wiederholt wird, fehlt.",
        ("phasen", 0),
        lambda d: phase(d, repeat_times=3),
    ),
    (
        "Dieses Verfahren läuft nicht in Programmen.",
        ("phasen", 0),
        lambda d: phase(d, only_in_programme=True),
    ),
    (
        "Ohne Programm bleibt keine Phase übrig.",
        ("phasen",),
        lambda d: (
            d["verfahren"].update(in_programmes=True),
            [phase(d, n, only_in_programme=True) for n in range(3)],
        ),
    ),
    # who acts
    (
        "Diese Phase kann niemand abschließen: Mitwirkende.",
        ("phasen", 1),
        lambda d: (
            phase(d, 1, party="partner"),
            gates(d, {"kind": "fassung", "party": "main"}, n=1),
        ),
    ),
    (
        "Dieses Recht hat die Seite nicht: teilnehmende Organisation, Durchführen.",
        ("phasen", 0),
        lambda d: (phase(d, right="run"), gates(d)),
    ),
    (
        "Hier handelt die Begleitung, aber vorher wird niemand berufen.",
        ("phasen", 0),
        lambda d: (phase(d, party="auditor", right="accompany"), gates(d)),
    ),
    # gates and who opens them
    (
        "Das tut immer: Träger, Durchführen.",
        ("phasen", 0, 0),
        lambda d: gates(d, APPOINT | {"party": "main", "right": "change"}),
    ),
    (
        "Dieses Recht hat die Seite nicht: Träger, Bearbeiten.",
        ("phasen", 0, 0),
        lambda d: gates(
            d, {"kind": "vermerk", "label": "Brief", "party": "traeger", "right": "change"}
        ),
    ),
    (
        "Bis hierher wird niemand zur Begutachtung berufen.",
        ("phasen", 4, 0),
        lambda d: gates(judged(d), {"kind": "vota"}, {"kind": "sign_off"}, n=4),
    ),
    (
        "Bis hierher wird niemand zur Begleitung berufen.",
        ("phasen", 0, 0),
        lambda d: gates(d, {"kind": "document", "document": "a", "title": "A", "released": True}),
    ),
    # what comes before
    (
        "Vorher wird keine Fassung eingefroren.",
        ("phasen", 0, 0),
        lambda d: gates(d, {"kind": "consent"}),
    ),
    (
        "Vorher wird keine Fassung eingefroren.",
        ("phasen", 0, 0),
        lambda d: gates(d, {"kind": "submission"}),
    ),
    (
        "Vorher wird keine Fassung eingefroren.",
        ("phasen", 0, 0),
        lambda d: gates(d, {"kind": "reports", "months": [12]}),
    ),
    (
        "Vorher wird keine Fassung eingefroren.",
        ("phasen", 0, 0),
        lambda d: gates(d, {"kind": "beschluss", "topic": "agreement"}),
    ),
    (
        "Vorher wird nichts eingereicht.",
        ("phasen", 4, 1),
        lambda d: gates(judged(d), n=3),
    ),
    (
        "Seit der letzten Freigabe wird nichts Neues eingereicht.",
        ("phasen", 6, 1),
        lambda d: d["phasen"].append(judged(d)["phasen"][4] | {"code": "zweites-urteil"}),
    ),
    (
        "Vorher wird kein Votum gezeichnet.",
        ("phasen", 4, 1),
        lambda d: gates(judged(d), ASSESSORS, {"kind": "sign_off"}, n=4),
    ),
    (
        "Danach wird keine Fassung eingefroren: Hier wären die Ziele schon fest.",
        ("phasen", 2, 0),
        lambda d: gates(d, {"kind": "goals"}, n=2),
    ),
    # what it is about
    (
        "Zur Wahl stehen nur 0 Handlungsfelder.",
        ("phasen", 0, 0),
        lambda d: gates(d, {"kind": "topics", "minimum": 2}),
    ),
    (
        "Kein Handlungsfeld hat eine Leitfrage.",
        ("phasen", 0, 0),
        lambda d: (d["handlungsfelder"][0].pop("leitfragen"), gates(d, {"kind": "answers"})),
    ),
    (
        "Dieses Verfahren hat keinen Gegenstand, der zu beschreiben wäre.",
        ("phasen", 0, 0),
        lambda d: gates(d, {"kind": "subject"}),
    ),
    (
        "Dieses Verfahren übernimmt nichts aus einem früheren.",
        ("phasen", 0, 0),
        lambda d: gates(d, {"kind": "balance"}),
    ),
    (
        "Bis hierher verlangt keine Phase, was hier freigegeben wird.",
        ("phasen", 0, 1),
        lambda d: gates(d, APPOINT, {"kind": "release", "subject": "profil", "title": "Profil"}),
    ),
    # days
    (
        "Der Rhythmus fehlt: Nennen Sie ihn beim Verfahren.",
        ("phasen", 0),
        lambda d: phase(d, due_from="rhythm"),
    ),
    (
        "Vor dieser Phase beginnt keine Uhr zu laufen.",
        ("phasen", 0),
        lambda d: phase(d, due_from="start", due_days=10),
    ),
    (
        "Diese Frist liegt vor der einer früheren Phase.",
        ("phasen", 2),
        lambda d: later(d, due_days=50),
    ),
    # the end
    (
        "Der letzte Bericht ist später fällig, als das Ergebnis gilt (24 Monate).",
        ("phasen", 6, 0),
        lambda d: (
            judged(d)["verfahren"].update(validity_months=24),
            d["phasen"].append(
                {
                    "code": "danach",
                    "name": "Danach",
                    "gates": [{"kind": "reports", "months": [12, 36]}],
                }
            ),
        ),
    ),
    (
        "Der Titel für die Urkunde fehlt.",
        ("ergebnis",),
        lambda d: judged(d)["verfahren"].pop("certificate_title"),
    ),
    (
        "Das Muster der Nummer braucht {n}, die laufende Zahl.",
        ("ergebnis",),
        lambda d: judged(d)["verfahren"].pop("certificate_number"),
    ),
    (
        "Wer verleiht, schließt die Phase ab: Träger, Zeichnen.",
        ("phasen", 5, 0),
        lambda d: phase(judged(d), 5, right="run"),
    ),
    (
        "Eine Stufe wird im Votum gewählt, aber es gibt keines.",
        ("stufen",),
        lambda d: d.update(stufen=[{"code": "gold", "title": "Gold"}]),
    ),
    (
        "Eine Stufe hat eine Schwelle: Benennen Sie die Kennzahl.",
        ("kennzahl",),
        lambda d: judged(d).update(stufen=[{"code": "gold", "title": "Gold", "least": 80}]),
    ),
    (
        "Die Stufen stehen von der niedrigsten zur höchsten.",
        ("stufen",),
        lambda d: judged(d).update(
            kennzahl={"label": "Punkte"},
            stufen=[
                {"code": "gold", "title": "Gold", "least": 80},
                {"code": "silber", "title": "Silber", "least": 50},
            ],
        ),
    ),
    (
        "Übernommen wird aus einem Verfahren, auf das dieses folgt.",
        ("ladder",),
        lambda d: d.update(ladder={"carries_over": True}),
    ),
]


def where_of(place: Place) -> tuple:
    return tuple(n for n in (place.section, place.number, place.gate) if n is not None)


@pytest.mark.parametrize(("sentence", "where", "change"), CASES, ids=[case[0] for case in CASES])
def test_what_does_not_fit_is_named_at_its_place(sentence, where, change):
    data = small()
    change(data)

    found = fitting.problems(data)

    assert [(one.text, *where_of(one.place)) for one in found] == [(sentence, *where)]


def test_the_small_version_and_its_judged_sister_fit():
    assert fitting.problems(small()) == []
    assert fitting.problems(judged(small())) == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_shipped_template_fits(path):
    assert fitting.problems(load(path.read_text(encoding="utf-8"))) == []


def test_every_sentence_of_the_checks_stands_above():
    """By its first words, since some go on with names and numbers."""
    tree = ast.parse((FOLDER.parent / "fitting.py").read_text(encoding="utf-8"))
    silent = {ast.get_docstring(node) for node in ast.walk(tree) if isinstance(node, DOCUMENTED)}
    sentences = {
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and " " in node.value
    }
    told = " ".join(case[0] for case in CASES) + ", Bedingung "

    assert [one for one in sentences - silent if one.strip(" „(“:.") not in told] == []


def test_what_does_not_fit_is_never_a_template():
    data = small()
    data.pop("phasen")

    with pytest.raises(TemplateError, match="Es fehlt mindestens eine Phase") as refused:
        fitting.fitted(data)

    assert refused.value.problems[0].place == Place("phasen", label="Phasen")
