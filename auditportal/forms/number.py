"""Numbers as people here write them."""

import re
from decimal import Decimal

from django import forms

from auditportal.forms.euro import EuroField
from auditportal.forms.widgets import NumberInput
from auditportal.models.bounds import PERCENT
from auditportal.notation import number

WHOLE = re.compile(r"-?(\d+|[1-9]\d{0,2}([.\s]\d{3})+)")


class WholeNumber(forms.IntegerField):
    """12000, 12.000 or 12 000: a point or a blank groups thousands, and 12.5 is no whole number."""

    widget = NumberInput

    def to_python(self, value):
        if isinstance(value, str) and value not in self.empty_values:
            value = value.strip()
            if not WHOLE.fullmatch(value):
                raise forms.ValidationError(self.error_messages["invalid"], "invalid")
            value = re.sub(r"[.\s]", "", value)
        return super().to_python(value)


class FigureField(EuroField):
    """A number as people here write it: 12.500, 12.500,5 or -3,2."""

    default_error_messages = {
        "invalid": "Bitte geben Sie eine Zahl ein, zum Beispiel 12.500 oder 17,5."
    }

    def prepare_value(self, value):
        return number(value) if isinstance(value, Decimal) else value


def is_percent(unit: str) -> bool:
    """Whether a unit or a label says that its figure is a part of a hundred."""
    return bool(re.search(PERCENT, unit, re.IGNORECASE))
