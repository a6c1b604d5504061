"""Values of a template as people type them; reading.py says what they may be."""

import re

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import slugify

from auditportal.forms.number import WholeNumber
from handlungsfelder.reading import CODE, MAX_LINES

NUMBERS = re.compile(r"[\s,;]+")
UMLAUTS: dict[str, str | int | None] = {
    "ä": "ae",
    "ö": "oe",
    "ü": "ue",
    "Ä": "Ae",
    "Ö": "Oe",
}
NO_HTML = "Die Zeichen < und > sind hier nicht möglich."


def is_plain(value: str) -> None:
    if "<" in value or ">" in value:
        raise ValidationError(NO_HTML)


class Words(forms.CharField):
    """A text without HTML."""

    max_length: int

    def __init__(self, *, rows: int = 0, max_length: int = 200, **arguments):
        if rows:
            arguments["widget"] = forms.Textarea(attrs={"rows": rows})
        super().__init__(max_length=max_length, validators=[is_plain], **arguments)

    def to_python(self, value):
        return (super().to_python(value) or "").replace("\r\n", "\n")


class Code(Words):
    """A short name for the machine; left empty, it is made from the name for people."""

    def __init__(
        self,
        *,
        max_length: int = 40,
        label: str = "Kürzel",
        required: bool = False,
        help_text: str = "Leer lassen: Es wird aus dem Namen gebildet.",
    ):
        super().__init__(max_length=max_length, label=label, required=required, help_text=help_text)

    def validate(self, value):
        super().validate(value)
        if value and not CODE.fullmatch(value):
            raise ValidationError("Buchstaben ohne Umlaute, Ziffern, Bindestrich und Unterstrich.")


def code_from(name: str, taken: set[str], most: int) -> str:
    """„Rückblick und Ausblick“ becomes rueckblick-und-ausblick; a second one gets a number."""
    name = name.translate(str.maketrans(UMLAUTS))
    base = slugify(name.replace("Ü", "Ue").replace("ß", "ss"))[: most - 3].strip("-_") or "x"
    tries = [base, *(f"{base}-{n}" for n in range(2, len(taken) + 3))]
    return next(code for code in tries if code not in taken)


class Number(WholeNumber):
    """A whole number that may be left out, typed on any keyboard."""

    def __init__(self, least: int = 0, most: int = 10_000, **arguments):
        super().__init__(min_value=least, max_value=most, **{"required": False} | arguments)


class Numbers(forms.Field):
    """„12, 24, 36“."""

    def __init__(self, least: int, most: int, *, rising: bool = False, **arguments):
        self.least, self.most, self.rising = least, most, rising
        super().__init__(**{"required": False} | arguments)

    def to_python(self, value) -> list[int]:
        parts = [part for part in NUMBERS.split(str(value or "").strip()) if part]
        if not all(part.isascii() and part.isdigit() and len(part) < 6 for part in parts):
            raise ValidationError("Ganze Zahlen, durch Kommas getrennt, zum Beispiel 12, 24, 36.")
        numbers = [int(part) for part in parts]
        if any(not self.least <= number <= self.most for number in numbers):
            raise ValidationError(f"Jede Zahl liegt zwischen {self.least} und {self.most}.")
        if self.rising and sorted(set(numbers)) != numbers:
            raise ValidationError("Die Zahlen steigen von links nach rechts.")
        if len(numbers) > MAX_LINES:
            raise ValidationError(f"Höchstens {MAX_LINES} Zahlen.")
        return numbers

    def prepare_value(self, value):
        return ", ".join(map(str, value)) if isinstance(value, list) else value


class Lines(Words):
    """A list of texts, one a line."""

    def __init__(self, *, rows: int = 4, each: int = 200, **arguments):
        self.each = each
        given = {"required": False, "max_length": 50_000}
        super().__init__(rows=rows, **given | arguments)

    def clean(self, value) -> list[str]:
        lines = [line.strip() for line in super().clean(value).split("\n") if line.strip()]
        if any(len(line) > self.each for line in lines):
            raise ValidationError(f"Eine Zeile hat höchstens {self.each} Zeichen.")
        if len(lines) > MAX_LINES:
            raise ValidationError(f"Höchstens {MAX_LINES} Zeilen.")
        return lines

    def prepare_value(self, value):
        return "\n".join(value) if isinstance(value, list) else value
