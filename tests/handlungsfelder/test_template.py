import copy
import tomllib

import pytest

from handlungsfelder.models import GateKind
from handlungsfelder.parameters import PARAMETERS
from handlungsfelder.reading import Place, TemplateError
from handlungsfelder.tables import without_empty
from handlungsfelder.template import FOLDER, examine, parse, read
from handlungsfelder.toml_file import dump, line_of, load
from handlungsfelder.version_tables import as_data
from tests.factories.audits import a_traeger, published

FILES = sorted(FOLDER.glob("*.toml"))


@pytest.fixture
def raw():
    return tomllib.loads((FOLDER / "fgk-k-2.toml").read_text(encoding="utf-8"))


def problems(raw):
    return [str(problem) for problem in examine(raw)[1]]


# --- the way of a template through all its forms --------------------------------------------------


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_shipped_template_is_the_same_again_after_a_file(path):
    template = read(path)

    assert parse(load(dump(load(path.read_text(encoding="utf-8"))))) == template


@pytest.mark.django_db
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_shipped_template_is_the_same_again_after_its_version(path):
    template = read(path)
    version = published(template, a_traeger())

    assert parse(as_data(version)) == template
    assert parse(load(dump(as_data(version)))) == template


@pytest.mark.django_db
def test_what_is_exported_says_the_help_texts_of_now():
    version = published(read(FOLDER / "fgk-k-2.toml"), a_traeger())
    as_data(version)
    version.phases.get(code="erstkontakt").help.delete()

    assert "help" not in as_data(version)["phasen"][0]


# --- what is refused ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("[verfahren\n", "x: keine lesbare Vorlage (Zeile 1, Spalte 11)."),
        (
            "[verfahren]\ncode 5",
            "x: keine lesbare Vorlage (Zeile 2, Spalte 6: hinter dem Namen fehlt das =).",
        ),
        (
            "a = 1\na = 2\nb = 3",
            "x: keine lesbare Vorlage (Zeile 2, Spalte 6: das steht doppelt).",
        ),
        ("a = " + "[" * 5000, "x: keine lesbare Vorlage."),
        ("a = 1" + "0" * 5000, "x: keine lesbare Vorlage."),
    ],
)
def test_a_file_that_is_no_template_says_where(text, sentence):
    with pytest.raises(TemplateError) as refused:
        load(text, "x")

    assert str(refused.value) == sentence


def test_a_file_that_is_no_text_says_so(tmp_path):
    path = tmp_path / "kaputt.toml"
    path.write_bytes(b"\xff\xfe")

    with pytest.raises(TemplateError, match=r"kaputt\.toml: keine lesbare Vorlage"):
        read(path)


def test_an_unknown_gate_is_named_at_its_place(raw):
    raw["phasen"][0]["gates"][0]["kind"] = "zauber"

    found = examine(raw)[1]

    assert [str(problem) for problem in found] == [
        "Phase 1 („erstkontakt“), Bedingung 1: „zauber“ gibt es nicht."
    ]
    assert found[0].place == Place("phasen", 0, 0, "Phase 1 („erstkontakt“), Bedingung 1")


def test_every_problem_is_named_not_only_the_first(raw):
    del raw["words"]["council"]
    raw["verfahren"]["version"] = "zwei"
    raw["phasen"][1]["code"] = "mit Leerzeichen"

    assert problems(raw) == [
        "Verfahren: „version“ ist eine ganze Zahl von 1 bis 10000.",
        "Wörter: „council“ fehlt.",
        "Phase 2 („mit Leerzeichen“): „code“ besteht aus Buchstaben, Ziffern, - und _.",
    ]


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda raw: raw.update(punkte=5), "„punkte“ ist unbekannt."),
        (
            lambda raw: raw["phasen"][0]["gates"][0].update(punkte=5),
            "Phase 1 („erstkontakt“), Bedingung 1: „punkte“ ist unbekannt.",
        ),
        (
            lambda raw: raw["verfahren"].update(name="<b>Audit</b>"),
            "Verfahren: „name“ darf kein HTML enthalten (< oder >).",
        ),
        (
            lambda raw: raw["verfahren"].update(name="x\x00y"),
            "Verfahren: „name“ enthält Steuerzeichen.",
        ),
        (
            lambda raw: raw["verfahren"].update(name="x" * 201),
            "Verfahren: „name“ ist länger als 200 Zeichen.",
        ),
        (lambda raw: raw["words"].update(head=7), "Wörter: „head“ ist kein Text."),
        (lambda raw: raw.update(words=[]), "Wörter: hier wird eine Tabelle erwartet."),
        (lambda raw: raw.update(phasen="viele"), "„phasen“ ist eine Liste von Tabellen."),
        (
            lambda raw: raw["phasen"][0].update(starts_clock="ja"),
            "Phase 1 („erstkontakt“): „starts_clock“ ist ja oder nein (true oder false).",
        ),
        (
            lambda raw: raw["phasen"][0].update(party="niemand"),
            "Phase 1 („erstkontakt“): „niemand“ gibt es nicht.",
        ),
        (
            lambda raw: raw["phasen"][0].update(due_days=10**9),
            "Phase 1 („erstkontakt“): „due_days“ ist eine ganze Zahl von 0 bis 3660.",
        ),
        (
            lambda raw: raw["seiten"][0].update(kinds=["traeger"]),
            "Seite 1 („kommune“): „traeger“ gibt es nicht.",
        ),
        (
            lambda raw: raw["phasen"][-1]["gates"][0].update(months=[24, 12]),
            "Phase 14 („umsetzung“), Bedingung 1: „months“ steigt von Zahl zu Zahl.",
        ),
    ],
)
def test_a_value_that_cannot_be_is_named_at_its_place(raw, change, sentence):
    change(raw)

    assert sentence in problems(raw)


def test_ten_thousand_phases_are_too_many(raw):
    phase = raw["phasen"][1]
    raw["phasen"] = [copy.deepcopy(phase) | {"code": f"p{n}"} for n in range(10_000)]

    assert problems(raw) == ["Höchstens 100 Einträge sind möglich: Phase."]


def test_parameters_are_listed_for_known_kinds_only():
    assert set(PARAMETERS) <= set(GateKind)


def test_the_line_of_a_table_is_found_in_its_file():
    text = "[verfahren]\ncode = 'x'\n\n[[phasen]]\ncode = 'a'\n\n[[ phasen ]]\ncode = 'b'\n"

    assert line_of(text, Place("verfahren")) == 1
    assert line_of(text, Place("phasen", 0)) == 4
    assert line_of(text, Place("phasen", 1, 3)) == 7
    assert line_of(text, Place("phasen", 2)) is None
    assert line_of(text, Place()) is None


def test_what_is_empty_is_left_out_but_a_nought_is():
    assert without_empty({"due_days": 0, "help": "", "right": None, "free": False}) == {
        "due_days": 0
    }
