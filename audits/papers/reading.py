"""How frozen agreements and reports read for people, and what is about to be frozen."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from audits.facts.fact import Facts
from audits.facts.measure import MEASURE
from audits.facts.report_entry import REPORT_ENTRY


@dataclass(frozen=True)
class Described:
    """A measure, or what is reported of one, as a page or paper shows it."""

    title: str
    facts: Facts
    data: dict

    @property
    def description(self) -> str:
        return self.data.get("description", "")

    @property
    def progress(self) -> str:
        return self.facts["progress"].words(self.data)

    @property
    def text(self) -> str:
        return self.data["text"]

    @property
    def lines(self) -> list[tuple[str, str]]:
        """Label and words of its facts, one below the other."""
        return self.facts.lines(self.data)

    @property
    def cells(self) -> list[str]:
        """Those that have a column of their own on paper."""
        return self.facts.cells(self.data)

    @property
    def more(self) -> list[tuple[str, str]]:
        """Those that have none."""
        return self.facts.lines(self.data, beside_cells=True)


def agreement(content: dict) -> list[dict]:
    """The Handlungsfelder of an agreement, each measure with what people read of it."""
    return [
        feld | {"goals": [_goal(one) for one in feld["goals"]]}
        for feld in content["handlungsfelder"]
    ]


def _goal(goal: dict) -> dict:
    return goal | {"measures": [Described(one["title"], MEASURE, one) for one in goal["measures"]]}


def report(content: dict) -> list[dict]:
    """The entries of a frozen report by Handlungsfeld and goal."""
    return [
        {"name": name, "goals": [_reported(title, rows) for title, rows in _by("goal", entries)]}
        for name, entries in _by("handlungsfeld", content["entries"])
    ]


def _by(key: str, entries: Iterable[dict]) -> Iterable[tuple[str, Iterable[dict]]]:
    return groupby(list(entries), key=lambda entry: entry[key])


def _reported(title: str, entries: Iterable[dict]) -> dict:
    lines = [Described(entry["measure"], REPORT_ENTRY, entry) for entry in entries]
    return {"title": title, "measures": lines}
