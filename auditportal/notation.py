"""How days, numbers, money and counts are written and read here: by templates and by code alike."""

import datetime as dt
import re
from decimal import Decimal

from django.utils import timezone

GROUPED = re.compile(r"[1-9]\d{0,2}(\.\d{3})+")


def day(value: dt.date | None) -> str:
    """„31.12.2027“; of a moment the day that a calendar in Germany shows."""
    if not value:
        return ""
    value = _here(value)
    return f"{value.day:02}.{value.month:02}.{value.year}"


def hour(value: dt.time | dt.datetime | None) -> str:
    """„14:30“."""
    return f"{_here(value):%H:%M}" if value else ""


def moment(value: dt.datetime | None) -> str:
    """„31.12.2027, 14:30“."""
    return f"{day(value)}, {hour(value)}" if value else ""


def _here(value):
    return timezone.localtime(value) if isinstance(value, dt.datetime) else value


def span(begins_on: dt.date | None, ends_on: dt.date | None) -> str:
    """„01.01.2027 bis 31.12.2027“, or what there is of it."""
    if begins_on and ends_on:
        return f"{day(begins_on)} bis {day(ends_on)}"
    if begins_on:
        return f"ab {day(begins_on)}"
    return f"bis {day(ends_on)}" if ends_on else ""


def number(amount: Decimal) -> str:
    """„12.500“ or „17,5“: no more places than it has."""
    return _german(f"{amount:,.2f}".rstrip("0").removesuffix("."))


def euros(amount: Decimal) -> str:
    """„12.500“, or with cents if there are any: an amount as it is typed."""
    return _german(f"{amount:,.2f}".removesuffix(".00"))


def money(amount: Decimal | None) -> str:
    """„12.500 €“."""
    return "" if amount is None else f"{euros(amount)} €"


def _german(shown: str) -> str:
    return shown.translate(str.maketrans(",.", ".,"))


def plain_number(text: str) -> str:
    """Points group thousands unless they stand where only cents can be meant."""
    text = re.sub(r"\s|€|EUR(O)?$", "", text.strip(), flags=re.IGNORECASE)
    if "," in text or GROUPED.fullmatch(text.removeprefix("-")):
        text = text.replace(".", "").replace(",", ".")
    return text


def counted(count: int, one: str, many: str) -> str:
    """„1 Eintrag“, „12.000 Einträge“."""
    return f"{number(Decimal(count))} {one if count == 1 else many}"


def sentence(text: str) -> str:
    """One that ends with „e. V.“ needs no second point."""
    ends_twice = text.endswith("..") and not text.endswith("...")
    return text[:-1] if ends_twice else text


def shortened(text: str, most: int) -> str:
    """So many signs at most, cut between two words and with a sign that says so."""
    if len(text) <= most:
        return text
    cut = text[: most - 2]
    return f"{cut.rpartition(' ')[0] or cut} …"
