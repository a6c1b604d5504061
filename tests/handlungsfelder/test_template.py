import copy
import tomllib

import pytest

from handlungsfelder.models import GateKind
from handlungsfelder.template import FOLDER, OPTIONAL, REQUIRED, TemplateError, parse, read

FILES = sorted(FOLDER.glob("*.toml"))


@pytest.fixture
def raw():
    return tomllib.loads((FOLDER / "fgk-k-2.toml").read_text(encoding="utf-8"))


def problems(raw):
    with pytest.raises(TemplateError) as refused:
        parse(raw)
    return refused.value.problems


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_shipped_template_fits(path):
    template = read(path)

    assert len(template.phases) == 14
    assert len(template.felder) == 6
    assert all(3 <= len(feld.leitfragen) <= 5 for feld in template.felder)


def test_the_two_versions_differ_in_their_handlungsfelder():
    first, second = (read(FOLDER / f"fgk-k-{n}.toml") for n in (1, 2))

    assert first.felder[0].name == "Familiengerechtigkeit als strategisches Ziel"
    assert second.felder[0].name == "Steuerung, Vernetzung und Nachhaltigkeit"


def test_a_file_that_is_no_template_says_so(tmp_path):
    path = tmp_path / "kaputt.toml"
    path.write_text("[verfahren\n", encoding="utf-8")

    with pytest.raises(TemplateError, match=r"kaputt\.toml: keine lesbare Vorlage"):
        read(path)


def test_an_unknown_gate_is_named_at_its_place(raw):
    raw["phasen"][0]["gates"][0]["kind"] = "zauber"

    assert problems(raw)[0] == "Phase 1 („erstkontakt“), Bedingung 1: „zauber“ gibt es nicht."


def test_every_problem_is_named_not_only_the_first(raw):
    del raw["words"]["council"]
    raw["phasen"][1]["code"] = "erstkontakt"
    raw["handlungsfelder"] = []

    assert problems(raw) == [
        "[words]: „council“ fehlt.",
        "Es fehlt mindestens ein Handlungsfeld.",
        "Die Phase „erstkontakt“ steht doppelt.",
    ]


def test_a_loop_goes_back_never_forward(raw):
    raw["phasen"][0]["rework_to"] = "umsetzung"

    assert problems(raw) == ["Phase „erstkontakt“: rework_to nennt keine frühere Phase."]


def test_a_parameter_that_the_kind_does_not_know_is_refused(raw):
    raw["phasen"][0]["gates"][0]["punkte"] = 5

    assert problems(raw) == ["Phase 1 („erstkontakt“), Bedingung 1: „punkte“ ist unbekannt."]


def test_ten_thousand_phases_are_too_many(raw):
    phase = raw["phasen"][1]
    raw["phasen"] = [copy.deepcopy(phase) | {"code": f"p{n}"} for n in range(10_000)]

    assert problems(raw) == ["Höchstens 100 Phasen sind möglich."]


def test_parameters_are_listed_for_known_kinds_only():
    assert set(REQUIRED) | set(OPTIONAL) <= set(GateKind)
