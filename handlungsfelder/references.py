"""Referenzrahmen as files: what goals and measures can be seen against beside their Handlungsfeld.

`[rahmen]` has code, name and source; each of `[[referenzen]]` a code, a title and, where it belongs
under another one that stands before it, the `parent`'s code. A template's Handlungsfeld names them
in `references` as "RAHMEN/code":

- LAG/1 … LAG/7 are the theses, LAG/1.1 … LAG/7.6 their demands
- WERKZEUGKOFFER/… arbeit, begegnung, buergerbeteiligung, demografiestrategie, demokratie,
  digitalisierung, engagement, foerdermittel, gesundheit, integration, kooperationen,
  oeffentlichkeitsarbeit, wohnen
- SDG/1 … SDG/17
"""

from dataclasses import dataclass
from pathlib import Path

from handlungsfelder.reading import CODE, Place, Problem, Table, TemplateError
from handlungsfelder.toml_file import load

FOLDER = Path(__file__).parent / "referenzen"
MAX_REFERENZEN = 200


@dataclass(frozen=True)
class ReferenzSpec:
    code: str
    title: str
    parent: str = ""


@dataclass(frozen=True)
class Rahmen:
    """A whole frame; a parent stands before its children."""

    code: str
    name: str
    source: str
    referenzen: list[ReferenzSpec]


def read_all(folder: Path = FOLDER) -> list[Rahmen]:
    return [read(path) for path in sorted(folder.glob("*.toml"))]


def read(path: Path) -> Rahmen:
    return parse(load(path.read_text(encoding="utf-8"), path.name))


def parse(data: dict) -> Rahmen:
    """A frame whose values and parents fit; else every problem, at its place."""
    problems: list[Problem] = []
    top = Table(data, Place(), problems)
    head = top.table("rahmen", "Rahmen")
    rows = top.tables("referenzen", "Referenz", most=MAX_REFERENZEN)
    rahmen = Rahmen(
        code=head.code("code"),
        name=head.text("name", required=True),
        source=head.text("source", required=True, most=300),
        referenzen=[_referenz(row) for row in rows],
    )
    head.refuse_the_rest()
    top.refuse_the_rest()
    problems += _unfit(rahmen)
    if problems:
        raise TemplateError(problems)
    return rahmen


def _referenz(row: Table) -> ReferenzSpec:
    """Numbers such as 1.2 are codes, too."""
    code = row.text("code", required=True, most=40)
    if code and not CODE.fullmatch(code.replace(".", "-")):
        row.complain("„code“ besteht aus Buchstaben, Ziffern, Punkten, - und _.")
    found = ReferenzSpec(
        code, row.text("title", required=True, most=300), row.text("parent", most=40)
    )
    row.refuse_the_rest()
    return found


def _unfit(rahmen: Rahmen) -> list[Problem]:
    problems, before = [], set()
    for number, one in enumerate(rahmen.referenzen):
        place = Place("referenzen", number, label=f"Referenz {number + 1} („{one.code}“)")
        if one.code in before:
            problems.append(Problem(place, "Diese Nummer steht doppelt."))
        if one.parent and one.parent not in before:
            problems.append(Problem(place, "„parent“ nennt nichts, was davor steht."))
        before.add(one.code)
    return problems
