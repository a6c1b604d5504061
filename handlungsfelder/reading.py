"""Tables that people wrote, read value by value: of its type, or a problem at its place."""

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from django.db.models import Choices

from auditportal.verdict import WHEN, Reason, Verdict
from handlungsfelder.models import GateKind
from handlungsfelder.parameters import Parameter, Shape, parameters_of

CODE = re.compile(r"[a-z0-9][a-z0-9_-]*", re.IGNORECASE)
MAX_LINES = 200


@dataclass(frozen=True)
class Place:
    """Where something stands: the key of its table, and which one of several, counted from 0.

    What the head says about the end is named "ergebnis": people write it on a page of its own.
    """

    section: str = ""
    number: int | None = None
    gate: int | None = None
    label: str = ""

    def __str__(self) -> str:
        return self.label

    @property
    def row(self) -> int:
        """Which one it is of several; a single table has no number."""
        assert self.number is not None
        return self.number


@dataclass(frozen=True)
class Problem:
    place: Place
    text: str

    def __str__(self) -> str:
        return f"{self.place}: {self.text}" if str(self.place) else self.text


class TemplateError(ValueError):
    """A version that does not fit, with what stands in the way and where."""

    def __init__(self, problems: list[Problem]):
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems


def as_verdict(problems: Iterable[Problem]) -> Verdict:
    """They stand in the way until somebody has put them right."""
    return Verdict(tuple(Reason(WHEN, str(problem)) for problem in problems))


class Table:
    """One table of a template; what is asked for counts as known, the rest is refused."""

    def __init__(self, values, place: Place, problems: list[Problem]):
        self.place, self.problems = place, problems
        if not isinstance(values, dict):
            self.complain("hier wird eine Tabelle erwartet.")
            values = {}
        self.values, self.known = values, set()

    def complain(self, text: str) -> None:
        self.problems.append(Problem(self.place, text))

    def take(self, key: str):
        self.known.add(key)
        return self.values.get(key)

    def refuse_the_rest(self) -> None:
        for key in sorted(set(self.values) - self.known):
            self.complain(f"„{key}“ ist unbekannt.")

    # --- single values --------------------------------------------------------------------------

    def text(self, key: str, *, required: bool = False, most: int = 200) -> str:
        value = self.take(key)
        if value in (None, ""):
            if required:
                self.complain(f"„{key}“ fehlt.")
            return ""
        return self._clean(key, value, most)

    def _clean(self, key: str, value, most: int) -> str:
        if not isinstance(value, str):
            self.complain(f"„{key}“ ist kein Text.")
            return ""
        if "<" in value or ">" in value:
            self.complain(f"„{key}“ darf kein HTML enthalten (< oder >).")
        if any(
            unicodedata.category(sign) in ("Cc", "Zl", "Zp")
            for sign in value
            if sign not in "\t\r\n"
        ):
            self.complain(f"„{key}“ enthält Steuerzeichen.")
        if len(value) > most:
            self.complain(f"„{key}“ ist länger als {most} Zeichen.")
        return value[:most].strip()

    def code(self, key: str, *, most: int = 40) -> str:
        value = self.text(key, required=True, most=most)
        if value and not CODE.fullmatch(value):
            self.complain(f"„{key}“ besteht aus Buchstaben, Ziffern, - und _.")
        return value

    def number(
        self,
        key: str,
        *,
        required: bool = False,
        least: int = 0,
        most: int = 10_000,
    ) -> int | None:
        value = self.take(key)
        if value is None:
            if required:
                self.complain(f"„{key}“ fehlt.")
            return None
        if not _is_whole(value) or not least <= value <= most:
            self.complain(f"„{key}“ ist eine ganze Zahl von {least} bis {most}.")
            return None
        return value

    def flag(self, key: str) -> bool:
        value = self.take(key)
        if value is not None and not isinstance(value, bool):
            self.complain(f"„{key}“ ist ja oder nein (true oder false).")
        return value is True

    def choice(self, choices: type[Choices], key: str, default):
        value = self.take(key)
        if value in (None, "") and default is not None:
            return default
        if value not in choices.values:
            self.complain(f"„{value}“ gibt es nicht." if value else f"„{key}“ fehlt.")
            return default
        return choices(value)

    # --- lists ----------------------------------------------------------------------------------

    def _list(self, key: str, fits: Callable[[object], bool], of_what: str) -> list:
        value = self.take(key)
        if value is None:
            return []
        if not isinstance(value, list) or not all(map(fits, value)):
            self.complain(f"„{key}“ ist eine Liste von {of_what}.")
            return []
        if len(value) > MAX_LINES:
            self.complain(f"„{key}“ hat höchstens {MAX_LINES} Einträge.")
        return value[:MAX_LINES]

    def strings(self, key: str, *, most: int = 200) -> list[str]:
        values = self._list(key, lambda value: isinstance(value, str), "Texten")
        return [self._clean(key, value, most) for value in values]

    def numbers(self, key: str, *, least: int = 0, most: int = 10_000) -> list[int]:
        def fits(value) -> bool:
            return _is_whole(value) and least <= value <= most

        return self._list(key, fits, f"ganzen Zahlen von {least} bis {most}")

    def choices(self, choices: type[Choices], key: str, *, among=None, required=False) -> list[str]:
        allowed = [str(one) for one in among or choices.values]
        found = self.strings(key)
        for value in found:
            if value not in allowed:
                self.complain(f"„{value}“ gibt es nicht.")
        if required and not found:
            self.complain(f"„{key}“ fehlt.")
        return [value for value in found if value in allowed]

    # --- tables within --------------------------------------------------------------------------

    def table(self, key: str, label: str) -> "Table":
        found = self.take(key)
        return Table({} if found is None else found, Place(key, label=label), self.problems)

    def tables(self, key: str, label: str, *, most: int) -> list["Table"]:
        found = self.take(key)
        if found is None:
            return []
        if not isinstance(found, list):
            self.complain(f"„{key}“ ist eine Liste von Tabellen.")
            return []
        if len(found) > most:
            self.complain(f"Höchstens {most} Einträge sind möglich: {label}.")
        return [self._inner(key, label, n, values) for n, values in enumerate(found[:most])]

    def _inner(self, key: str, label: str, number: int, values) -> "Table":
        if self.place.section:
            place = replace(
                self.place, gate=number, label=f"{self.place.label}, {label} {number + 1}"
            )
        else:
            code = values.get("code") if isinstance(values, dict) else None
            named = f" („{code}“)" if isinstance(code, str) and code else ""
            place = Place(key, number, label=f"{label} {number + 1}{named}")
        return Table(values, place, self.problems)

    # --- gates ----------------------------------------------------------------------------------

    def parameters(self, kind: GateKind) -> dict:
        """Only what was said, so that a file that is written back stays as it was."""
        found = {one.name: self._parameter(one) for one in parameters_of(kind)}
        return {name: value for name, value in found.items() if value not in (None, "", [], False)}

    def _parameter(self, one: Parameter):
        if one.choices:
            value = self.text(one.name, required=one.required)
            if value and value not in dict(one.choices):
                self.complain(f"„{value}“ gibt es nicht.")
            return value
        if one.shape == Shape.CODE:
            return self.code(one.name)
        if one.shape == Shape.NUMBER:
            return self.number(one.name, required=one.required, least=1, most=one.most)
        if one.shape == Shape.FLAG:
            return self.flag(one.name)
        if one.shape == Shape.MONTHS:
            return self._months(one)
        return self.text(one.name, required=one.required)

    def _months(self, one: Parameter) -> list[int]:
        months = self.numbers(one.name, least=1, most=1200)
        if one.required and not months:
            self.complain(f"„{one.name}“ fehlt.")
        if sorted(set(months)) != months:
            self.complain(f"„{one.name}“ steigt von Zahl zu Zahl.")
        return months


def _is_whole(value) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)
