"""The plain tables of a draft by their place: found, saved, added, moved, taken out.

Each function leaves the data that it was given as they are. A place with a gate means one among
the gates of its phase; a number just behind the last one is where the next would stand.
"""

from copy import deepcopy

from handlungsfelder.models import Word
from handlungsfelder.reading import Place

# Words that any new version begins with; whoever writes it finds better ones.
WORDS = {
    Word.PROCEDURE: "Durchlauf",
    Word.PARTICIPANT: "Teilnehmende Organisation",
    Word.COUNCIL: "Gremium",
    Word.HEAD: "Leitung",
    Word.CONTACT: "Kontaktperson",
    Word.AUDITOR: "Begleitung",
    Word.ASSESSOR: "Begutachtung",
    Word.AGREEMENT: "Vereinbarung",
    Word.SURVEY: "Analyse",
    Word.REPORT: "Fortschrittsbericht",
    Word.CERTIFICATE: "Ergebnis",
}
# Which tables of a phase name another phase.
LEADS_TO = ("rework_to", "repeat_from")


def skeleton(code: str, name: str, number: int) -> dict:
    """What a new version begins with: a head and words."""
    return {
        "verfahren": {"code": code, "name": name, "version": number},
        "words": {str(word): text for word, text in WORDS.items()},
    }


def without_empty(table: dict) -> dict:
    """Without what says nothing; a 0 says something."""
    empty = (None, "", [], {})
    return {key: value for key, value in table.items() if value is not False and value not in empty}


def key_of(place: Place) -> str:
    return "verfahren" if place.section == "ergebnis" else place.section


def position(place: Place) -> int:
    return place.row if place.gate is None else place.gate


def siblings(data: dict, place: Place) -> list[dict]:
    """The rows among which a row stands: those of its section, or the gates of its phase."""
    rows = data.setdefault(place.section, [])
    if place.gate is None:
        return rows
    return rows[place.row].setdefault("gates", []) if place.row < len(rows) else []


def at(data: dict, place: Place) -> dict | None:
    """The table at a place; None if there is no such row."""
    if place.number is None:
        return data.get(key_of(place), {})
    rows, n = siblings(deepcopy(data), place), position(place)
    return rows[n] if n < len(rows) else None


def saved(data: dict, place: Place, values: dict) -> dict:
    """What is not among the values stays as it was; what is empty is not said."""
    data = deepcopy(data)
    if place.number is None:
        data[key_of(place)] = without_empty(data.get(key_of(place), {}) | values)
        return data
    rows, n = siblings(data, place), position(place)
    was, rows[n] = rows[n], without_empty(rows[n] | values)
    if place.section == "phasen" and place.gate is None:
        _follow(rows, was.get("code"), rows[n].get("code"))
    return data


def _follow(phases: list[dict], was: str | None, now: str | None) -> None:
    """Ways back still lead to a phase that is called otherwise now."""
    for phase in phases:
        for name in LEADS_TO:
            if phase.get(name) == was:
                phase[name] = now


def added(data: dict, place: Place, values: dict) -> dict:
    data = deepcopy(data)
    siblings(data, place).append(without_empty(values))
    return data


def moved(data: dict, place: Place, up: bool) -> dict:
    """One place up or down; at the end of the list nothing changes."""
    data = deepcopy(data)
    rows, n = siblings(data, place), position(place)
    target = n + (-1 if up else 1)
    if 0 <= target < len(rows):
        rows.insert(target, rows.pop(n))
    return data


def removed(data: dict, place: Place) -> dict:
    data = deepcopy(data)
    siblings(data, place).pop(position(place))
    return data
