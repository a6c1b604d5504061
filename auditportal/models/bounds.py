"""What the database itself refuses of typed lines and days, whoever writes them."""

import datetime as dt

from django.db import models
from django.db.models import Q

UNSEEN = (
    "\\s\u00a0\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180e\u1680\u2000-\u200f\u2028-\u202f\u205f-\u206f\u2800"
    "\u3000\u3164\ufeff\uffa0"
)
LINE_SIGNS = "\u0001-\u001f\u007f-\u009f\u2028\u2029"
POSSIBLE = (dt.date(1900, 1, 1), dt.date(2199, 12, 31))

PERCENT = r"%|prozent|v\. ?h\."  # a unit or label of a part of a hundred
TOO_MANY_PERCENT = "Mehr als 100 Prozent kann es nicht geben."


def is_one_line(table: str, field: str) -> models.CheckConstraint:
    """Something to read, on one line."""
    return models.CheckConstraint(
        condition=Q(**{f"{field}__regex": f"[^{UNSEEN}]"})
        & ~Q(**{f"{field}__regex": f"[{LINE_SIGNS}]"}),
        name=f"{table}_{field}_is_one_line",
        violation_error_message="Bitte füllen Sie dieses Feld aus, in einer Zeile.",
    )


def has_possible_days(table: str, *fields: str) -> models.CheckConstraint:
    """In a century that is meant: two digits for a year are the first one."""
    condition = Q()
    for field in fields:
        condition &= Q(**{f"{field}__isnull": True}) | Q(**{f"{field}__range": POSSIBLE})
    return models.CheckConstraint(
        condition=condition,
        name=f"{table}_has_possible_days",
        violation_error_message="Bitte prüfen Sie das Jahr.",
    )


def is_part_of_a_hundred(table: str, unit: str, value: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=~Q(**{f"{unit}__iregex": PERCENT}) | Q(**{f"{value}__lte": 100}),
        name=f"{table}_is_part_of_a_hundred",
        violation_error_message=TOO_MANY_PERCENT,
    )
