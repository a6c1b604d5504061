"""The way of a version, counted for the drawing and told for the list."""

import copy
import tomllib

import pytest

from handlungsfelder.picture import way_of
from handlungsfelder.template import FOLDER, examine

FILES = sorted(FOLDER.glob("*.toml"))


@pytest.fixture
def raw():
    return tomllib.loads((FOLDER / "fgk-k-2.toml").read_text(encoding="utf-8"))


def drawn(raw):
    return way_of(examine(raw)[0])


def step(way, code):
    return next(one for one in way.steps if one.code == code)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_shipped_way_stands_within_its_frame(path):
    way = drawn(tomllib.loads(path.read_text(encoding="utf-8")))

    assert [one.number for one in way.steps] == list(range(1, len(way.steps) + 1))
    assert all(way.node < one.x < way.width - way.node for one in way.steps)
    assert all(0 < y < way.height for one in way.steps for y in (one.y, *one.others))
    assert all(loop.y > 0 for loop in way.loops)


def test_a_step_says_who_acts_until_when_and_what_is_asked(raw):
    survey = step(drawn(raw), "bestandsaufnahme")

    assert survey.who == "Kommune und Auditorin oder Auditor"
    assert (survey.when, survey.short) == ("bis 40 Tage nach dem Starttag", "Tag 40")
    assert survey.asks == [
        "Alle Leitfragen sind bearbeitet",
        "Die Ergebnisse sind freigegeben: Bestandsaufnahme",
    ]


def test_decisions_and_the_award_are_marked(raw):
    way = drawn(raw)

    assert {one.code: one.shape for one in way.steps if one.shape} == {
        "teilnahmebeschluss": "decision",
        "beschluss": "decision",
        "begutachtung": "decision",
        "zertifizierung": "result",
    }


def test_the_lanes_are_the_sides_that_act_in_the_words_of_the_version(raw):
    labels = [" ".join(lane.lines) for lane in drawn(raw).lanes]

    assert labels == [
        "Kommune",
        "Auditorin oder Auditor",
        "Geschäftsstelle",
        "Gutachterin oder Gutachter",
    ]


def test_a_way_back_is_drawn_and_told(raw):
    way = drawn(raw)

    assert [loop.label for loop in way.loops] == ["Nachbesserung"]
    assert step(way, "begutachtung").notes == [
        "Bei Nachbesserung zurück zu Phase 9 „Ausarbeitung“, mit 60 Tagen Frist."
    ]


def test_ways_back_that_share_phases_do_not_lie_upon_each_other(raw):
    raw["phasen"][13] |= {"repeat_from": "ausarbeitung", "repeat_times": 3}
    raw["phasen"][4] |= {"repeat_from": "strategieworkshop"}

    way = drawn(raw)

    heights = {loop.label: loop.y for loop in way.loops}
    assert heights["3-mal"] < heights["Nachbesserung"] == heights["immer wieder"]
    assert step(way, "strategieworkshop").notes == [
        "Danach wieder ab Phase 5 „Strategieworkshop“, bis zum Ende des Durchlaufs."
    ]


def test_the_last_report_says_how_long_a_phase_without_a_deadline_takes(raw):
    assert step(drawn(raw), "umsetzung").when == "36 Monate"


def test_a_rhythm_is_told_with_its_choices():
    way = drawn(tomllib.loads((FOLDER / "fgk-dauer-1.toml").read_text(encoding="utf-8")))

    assert step(way, "erhaltungsworkshop").when == "alle 12 oder 18 Monate"


def test_a_draft_is_drawn_as_far_as_it_goes(raw):
    assert drawn({}).steps == []

    broken = copy.deepcopy(raw)
    broken["phasen"][0] |= {"rework_to": "umsetzung", "repeat_from": "unbekannt"}
    assert len(drawn(broken).loops) == 1
    assert drawn({"phasen": [{}]}).steps[0].name == ""
