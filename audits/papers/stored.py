"""The only way from a stored text to data: whatever its format, it reads like one of today.

A paper is never rewritten. `FORMAT` is what is written now; an older paper is lifted step by step
by `UPCASTS`, one for each format that was ever frozen. A paper that does not know a fact reads as
if nobody had given it: so a new fact needs no new format, and no running audit notices it.
"""

import hashlib
import json
from collections.abc import Callable

from audits.facts.goal import GOAL
from audits.facts.measure import MEASURE
from audits.facts.report_entry import REPORT_ENTRY
from audits.models import Fassung, FassungKind

FORMAT = 2
FORMATS = range(1, FORMAT + 1)


def read(fassung: Fassung) -> dict:
    """What it says."""
    return lifted(json.loads(fassung.content))


def is_intact(fassung: Fassung) -> bool:
    """Whether the text still is the one that its hash was made of."""
    return hashlib.sha256(fassung.content.encode()).hexdigest() == fassung.sha256


def lifted(content: dict) -> dict:
    number = content["format"]
    if number not in FORMATS:
        raise ValueError(f"Papers of the format {number} are unknown here.")
    while number != FORMAT:
        content, number = UPCASTS[number](content), number + 1
    content = content | {"format": FORMAT}
    for part, complete in PARTS.items():
        if part in content:
            content[part] = [complete(one) for one in content[part]]
    return content


def _feld(feld: dict) -> dict:
    return feld | {"goals": [_goal(one) for one in feld["goals"]]}


def _goal(goal: dict) -> dict:
    """With every fact of today, also those that the paper does not know."""
    return GOAL.whole(goal) | {"measures": [MEASURE.whole(one) for one in goal["measures"]]}


def _whole(content: dict) -> dict:
    """The first format was written while it grew: what came later may be missing."""
    if content["kind"] == FassungKind.DOSSIER:
        return {"quartier": None, "consents": []} | content
    return content


PARTS = {"handlungsfelder": _feld, "entries": REPORT_ENTRY.whole}
UPCASTS: dict[int, Callable[[dict], dict]] = {1: _whole}
