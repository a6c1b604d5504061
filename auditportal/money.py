"""Amounts as people here write and read them."""

import re
from decimal import Decimal

GROUPED = re.compile(r"\d{1,3}(\.\d{3})+")


def euros(amount: Decimal) -> str:
    """„12.500“, or with cents if there are any."""
    shown = f"{amount:,.2f}".removesuffix(".00")
    return shown.translate(str.maketrans(",.", ".,"))


def number(amount: Decimal) -> str:
    """„12.500“ or „17,5“: no more places than it has."""
    shown = f"{amount:,.2f}".rstrip("0").removesuffix(".")
    return shown.translate(str.maketrans(",.", ".,"))


def plain_number(text: str) -> str:
    """Points group thousands unless they stand where only cents can be meant."""
    text = re.sub(r"\s|€|EUR(O)?$", "", text.strip(), flags=re.IGNORECASE)
    if "," in text or GROUPED.fullmatch(text.removeprefix("-")):
        text = text.replace(".", "").replace(",", ".")
    return text
