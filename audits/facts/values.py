"""How the value of a fact becomes data (what a paper holds), comes back from it, and reads."""

import datetime as dt
from decimal import Decimal

from django.db.models import TextChoices

from auditportal import notation


class Texts:
    """One line, as it was typed."""

    nothing: str | list | None = ""

    def data(self, value, row):
        """As a paper holds it: plain JSON."""
        return value

    def value(self, data, version):
        """What a row of a cycle with this version keeps of it."""
        return data

    def words(self, data) -> str:
        """As people read it; nothing where nothing is known."""
        return data


class LongTexts(Texts):
    """Several lines."""


class Days(Texts):
    nothing = None

    def data(self, value: dt.date | None, row) -> str | None:
        return value.isoformat() if value else None

    def value(self, data: str | None, version) -> dt.date | None:
        return dt.date.fromisoformat(data) if data else None

    def words(self, data: str | None) -> str:
        return notation.day(self.value(data, None))


class Amounts(Texts):
    """Money."""

    nothing = None

    def data(self, value: Decimal | None, row) -> str | None:
        return None if value is None else str(value)

    def value(self, data: str | None, version) -> Decimal | None:
        return None if data is None else Decimal(data)

    def words(self, data: str | None) -> str:
        return notation.money(self.value(data, None))


class Choices(Texts):
    """One of a few words; a paper holds the word."""

    def __init__(self, choices: type[TextChoices]):
        self.choices = choices
        self.labels = {"": ""} | dict(choices.choices)  # a model's own way to them is slow
        self.codes = {label: code for code, label in self.labels.items()}

    def data(self, value: str, row) -> str:
        return self.labels[value]

    def value(self, data: str, version) -> str:
        return self.codes.get(data, "")


class Codes(Choices):
    """One of a few words; a paper holds its code."""

    def data(self, value: str, row) -> str:
        return value

    def value(self, data: str, version) -> str:
        return data if data in self.labels else ""

    def words(self, data: str) -> str:
        return self.labels.get(data, data)


class Groups(Texts):
    """Some of the target groups of a version; a paper holds their names."""

    nothing = []

    def data(self, value: list[str], row) -> list[str]:
        if not value:
            return []
        names = row.cycle.version.target_group_labels()
        return [names.get(code, code) for code in value]

    def value(self, data: list[str], version) -> list[str]:
        codes = {name: code for code, name in version.target_group_labels().items()}
        return [codes[name] for name in data if name in codes]

    def words(self, data: list[str]) -> str:
        return ", ".join(data)
