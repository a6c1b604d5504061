"""How goals, measures and reports read for people: from the draft and from frozen text alike."""

import datetime as dt
from decimal import Decimal
from itertools import groupby

from auditportal.money import euros
from audits.models import Progress


def period(begins_on: dt.date | None, ends_on: dt.date | None) -> str:
    begins, ends = (f"{day:%d.%m.%Y}" if day else "" for day in (begins_on, ends_on))
    if begins and ends:
        return f"{begins} bis {ends}"
    if begins:
        return f"ab {begins}"
    return f"bis {ends}" if ends else ""


def day(text: str | None) -> dt.date | None:
    """A day as frozen text holds it."""
    return dt.date.fromisoformat(text) if text else None


def money(text: str | None) -> str:
    return "" if text is None else f"{euros(Decimal(text))} €"


def agreement(content: dict) -> list[dict]:
    """The Handlungsfelder of a frozen agreement, each measure with what people read of it."""
    return [
        feld
        | {
            "goals": [
                goal | {"measures": [measure(one) for one in goal["measures"]]}
                for goal in feld["goals"]
            ]
        }
        for feld in content["handlungsfelder"]
    ]


def measure(content: dict) -> dict:
    return content | {
        "when": period(day(content["begins_on"]), day(content["ends_on"])),
        "cost": money(content["budget"]),
        "groups": ", ".join(content["target_groups"]),
    }


def report(content: dict) -> list[dict]:
    """The entries of a frozen report by Handlungsfeld and goal."""
    return [
        {"name": name, "goals": [_reported(title, rows) for title, rows in _by("goal", entries)]}
        for name, entries in _by("handlungsfeld", content["entries"])
    ]


def _by(key: str, entries):
    return groupby(list(entries), key=lambda entry: entry[key])


def _reported(title: str, entries) -> dict:
    lines = [entry | {"progress": Progress(entry["progress"]).label} for entry in entries]
    return {"title": title, "entries": lines}
