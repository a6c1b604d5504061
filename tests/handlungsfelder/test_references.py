"""Referenzrahmen: as files, as rows, and what templates propose of them."""

import tomllib

import pytest
from django.core.exceptions import PermissionDenied

from auditportal.models import Role
from handlungsfelder import references, template
from handlungsfelder.actions import referenz as referenzen
from handlungsfelder.models import Referenz, Referenzrahmen
from handlungsfelder.reading import TemplateError
from handlungsfelder.references import FOLDER, parse, read_all
from tests.factories.audits import a_traeger, an_organisation, member_of

SMALL = {
    "rahmen": {"code": "KLEIN", "name": "Ein Papier", "source": "Beispiel, 2026"},
    "referenzen": [
        {"code": "1", "title": "Eine These"},
        {"code": "1.1", "title": "Eine Forderung", "parent": "1"},
    ],
}


def problems(data):
    with pytest.raises(TemplateError) as refused:
        parse(data)
    return [str(problem) for problem in refused.value.problems]


def test_the_shipped_frames_are_whole():
    frames = {one.code: one.referenzen for one in read_all()}

    assert {code: len(rows) for code, rows in frames.items()} == {
        "LAG": 30,
        "SDG": 17,
        "WERKZEUGKOFFER": 13,
    }
    assert sum(not one.parent for one in frames["LAG"]) == 7
    assert all(one.code.startswith(f"{one.parent}.") for one in frames["LAG"] if one.parent)


@pytest.mark.parametrize("path", sorted(template.FOLDER.glob("*.toml")), ids=lambda path: path.stem)
def test_whatever_a_shipped_template_proposes_is_there(path):
    known = {f"{frame.code}/{one.code}" for frame in read_all() for one in frame.referenzen}
    felder = tomllib.loads(path.read_text(encoding="utf-8"))["handlungsfelder"]

    assert {name for feld in felder for name in feld.get("references", [])} <= known


def test_what_does_not_fit_is_named_at_its_place():
    data = SMALL | {
        "referenzen": [
            {"code": "1.1", "title": "Zu früh", "parent": "1"},
            {"code": "1", "title": "<b>Fett</b>"},
            {"code": "1", "title": "Doppelt", "farbe": "rot"},
        ]
    }

    assert problems(data) == [
        "Referenz 2 („1“): „title“ darf kein HTML enthalten (< oder >).",
        "Referenz 3 („1“): „farbe“ ist unbekannt.",
        "Referenz 1 („1.1“): „parent“ nennt nichts, was davor steht.",
        "Referenz 3 („1“): Diese Nummer steht doppelt.",
    ]


@pytest.mark.django_db
def test_a_frame_that_is_loaded_twice_is_there_once_in_its_order():
    director = member_of(a_traeger(), Role.DIRECTOR)

    for _ in range(2):
        for frame in read_all():
            referenzen.load(rahmen=frame, by=director)

    assert Referenzrahmen.objects.count() == len(list(FOLDER.glob("*.toml")))
    rows = Referenz.objects.filter(rahmen__code="LAG").order_by("position")
    written = next(frame for frame in read_all() if frame.code == "LAG").referenzen
    assert [row.code for row in rows] == [spec.code for spec in written]
    assert rows.get(code="7.6").parent.code == "7"


@pytest.mark.django_db
def test_a_later_wording_corrects_the_earlier_one_and_new_demands_come_last():
    director = member_of(a_traeger(), Role.DIRECTOR)
    referenzen.load(rahmen=parse(SMALL), by=director)
    first = Referenz.objects.get(code="1")
    more = {"code": "1.2", "title": "Noch eine", "parent": "1"}
    later = SMALL | {"referenzen": [{"code": "1", "title": "Neue Worte"}, more]}

    referenzen.load(rahmen=parse(later), by=director)

    rows = Referenz.objects.filter(rahmen__code="KLEIN").order_by("position")
    assert [str(row) for row in rows] == ["1 Neue Worte", "1.1 Eine Forderung", "1.2 Noch eine"]
    assert rows[0].pk == first.pk


@pytest.mark.django_db
@pytest.mark.parametrize(
    "make",
    [
        lambda: member_of(a_traeger(), Role.OFFICE),
        lambda: member_of(an_organisation(), Role.SIGNATORY),
    ],
)
def test_only_the_geschaeftsfuehrung_of_a_traeger_loads_a_frame(make):
    with pytest.raises(PermissionDenied, match="lädt die Geschäftsführung"):
        referenzen.load(rahmen=references.parse(SMALL), by=make())
    assert not Referenzrahmen.objects.filter(code="KLEIN").exists()
