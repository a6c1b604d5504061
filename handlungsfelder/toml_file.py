"""The plain tables of a template as a file (TOML), and what people read when it is none."""

import re
import tomllib

import tomli_w

from handlungsfelder.reading import Place, Problem, TemplateError

MAX_DEPTH = 50
QUOTED = re.compile(r"\"(?:[^\"\\]|\\.)*\"|'[^']*'")


def load(text: str, name: str = "Datei") -> dict:
    """The plain tables of a file; what is no such file at all is refused."""
    try:
        _is_flat(text)
        return tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        problem = Problem(Place(), f"{name}: keine lesbare Vorlage{_where(str(error))}.")
        raise TemplateError([problem]) from error


def _is_flat(text: str) -> None:
    """Names in names in names take the reader of the format minutes; no template has them."""
    for number, line in enumerate(text.splitlines(), start=1):
        if line.count(".") > MAX_DEPTH and QUOTED.sub("", line).count(".") > MAX_DEPTH:
            raise ValueError(f"Too deep (at line {number}, column 1)")


# What the reader of the format says, as people understand it.
UNREADABLE = {
    "Too deep": "das ist zu tief verschachtelt",
    "Expected '='": "hinter dem Namen fehlt das =",
    "Cannot": "das steht doppelt",
    "Unterminated": "ein Text ist nicht geschlossen",
    "Illegal character": "hier steht ein unerlaubtes Zeichen",
    "Unclosed array": "eine Liste ist nicht geschlossen",
    "Invalid value": "das ist kein gültiger Wert",
}


def _where(error: str) -> str:
    """„ (Zeile 3, Spalte 7: das steht doppelt)“, as far as it is known."""
    found = re.search(r"line (\d+), column (\d+)", error)
    why = next((text for key, text in UNREADABLE.items() if error.startswith(key)), "")
    place = f"Zeile {found[1]}, Spalte {found[2]}" if found else ""
    said_so = ": ".join(part for part in (place, why) if part)
    return f" ({said_so})" if said_so else ""


def line_of(text: str, place: Place) -> int | None:
    """Where in a file the table of a place begins, counted from 1."""
    key = re.escape(place.section)
    header = rf"^[ \t]*\[\[?[ \t]*{key}[ \t]*\]" if key else r"(?!)"
    found = list(re.finditer(header, text, re.MULTILINE))
    number = place.number or 0
    return text.count("\n", 0, found[number].end()) + 1 if number < len(found) else None


def dump(data: dict) -> str:
    """The same tables as a file; `load` reads it back."""
    return tomli_w.dumps(data, multiline_strings=False)
