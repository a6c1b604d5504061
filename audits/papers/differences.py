"""What has changed between two frozen texts of an agreement, in sentences."""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from audits.facts.fact import NOT_GIVEN, Facts, Shown
from audits.facts.goal import GOAL
from audits.facts.measure import MEASURE

SIMILAR = 0.6  # from here on a title counts as changed, below as another one


@dataclass(frozen=True)
class GoalChange:
    """One thing that became other: in which Handlungsfeld, what happened, and the particulars."""

    feld: str
    text: str
    particulars: tuple[str, ...] = ()


def between(old: dict, new: dict) -> list[GoalChange]:
    """Goals and measures that were added, changed or removed, in the order of the new text."""
    before = {feld["code"]: feld for feld in old["handlungsfelder"]}
    changes = []
    for feld in new["handlungsfelder"]:
        known = before.get(feld["code"], {"goals": []})
        for change in _goals(known["goals"], feld["goals"]):
            changes.append(GoalChange(feld["name"], *change))
    return changes


def _goals(old: list[dict], new: list[dict]) -> Iterator[tuple]:
    for was, now in pairs(old, new):
        if was and now:
            yield from _changed(GOAL, was, now)
            yield from _measures(was["measures"], now)
        elif now:
            yield f"Neues Ziel: „{now['title']}“ ({_count(now)})", ()
        elif was:
            yield f"Ziel gestrichen: „{was['title']}“ ({_count(was)})", ()
    yield from _order("Reihenfolge der Ziele geändert.", old, new)


def _measures(old: list[dict], goal: dict) -> Iterator[tuple]:
    at = f" (Ziel „{goal['title']}“)"
    for was, now in pairs(old, goal["measures"]):
        if was and now:
            yield from _changed(MEASURE, was, now)
        elif now:
            yield f"Neue Maßnahme: „{now['title']}“{at}", ()
        elif was:
            yield f"Maßnahme gestrichen: „{was['title']}“{at}", ()
    yield from _order(f"Reihenfolge der Maßnahmen geändert{at}.", old, goal["measures"])


def _count(goal: dict) -> str:
    count = len(goal["measures"])
    return f"{count} {'Maßnahme' if count == 1 else 'Maßnahmen'}"


def _changed(facts: Facts, was: dict, now: dict) -> Iterator[tuple]:
    """The title names the thing; of what else is frozen, both are said."""
    title, *others = facts.in_(Shown.PAPER)
    read = [(one.label, one.words(was), one.words(now)) for one in others]
    particulars = [
        f"{label}: bisher „{before or NOT_GIVEN}“, jetzt „{after or NOT_GIVEN}“"
        for label, before, after in read
        if before != after
    ]
    if was["title"] != now["title"]:
        particulars.insert(0, f"Wortlaut: bisher „{was['title']}“")
    if particulars:
        yield f"{title.label} geändert: „{now['title']}“", tuple(particulars)


def _order(sentence: str, old: list[dict], new: list[dict]) -> Iterator[tuple]:
    """Said only of what stands in both."""
    kept = [id(was) for was, now in pairs(old, new) if was and now]
    places = [place for one in kept for place, was in enumerate(old) if id(was) == one]
    if places != sorted(places):
        yield sentence, ()


def pairs(old: list[dict], new: list[dict]) -> list[tuple[dict | None, dict | None]]:
    """What belongs together: by the same title, then by a similar one; the rest stands alone."""
    left, found = list(old), {}
    for place, now in enumerate(new):
        same = next((was for was in left if was["title"] == now["title"]), None)
        if same is not None:
            found[place] = _take(left, same)
    for place, now in enumerate(new):
        if place not in found and left:
            nearest = max(left, key=lambda was: likeness(was, now))
            if likeness(nearest, now) >= SIMILAR:
                found[place] = _take(left, nearest)
    both = [(found.get(place), now) for place, now in enumerate(new)]
    return both + [(was, None) for was in left]


def _take(rows: list[dict], row: dict) -> dict:
    """By identity: two rows may read the same."""
    return rows.pop(next(place for place, one in enumerate(rows) if one is row))


def likeness(one: dict, other: dict) -> float:
    return SequenceMatcher(None, one["title"], other["title"]).ratio()
