from decimal import Decimal

from django import forms

from auditportal.notation import euros, plain_number


class EuroField(forms.DecimalField):
    """An amount as people here write it: 12.500, 12.500,50 or 12500 €."""

    default_error_messages = {
        "invalid": "Bitte geben Sie einen Betrag ein, zum Beispiel 12.500 oder 12.500,50."
    }
    widget = forms.TextInput({"inputmode": "decimal", "autocomplete": "off"})

    def to_python(self, value):
        return super().to_python(plain_number(value) if isinstance(value, str) else value)

    def prepare_value(self, value):
        return euros(value) if isinstance(value, Decimal) else value

    def has_changed(self, initial, data):
        return self.to_python(data) != initial
