from django import forms

from auditportal import clock
from auditportal.forms.day import Day
from auditportal.forms.euro import EuroField
from handlungsfelder.models import Gate


def not_in_the_future(day):
    """What has been done was done today at the latest."""
    if day > clock.today():
        raise forms.ValidationError("Dieser Tag liegt in der Zukunft.")


class VermerkForm(forms.Form):
    """On which day something was done that nothing else proves."""

    on = Day(label="Geschehen am", validators=[not_in_the_future])
    text = forms.CharField(
        label="Anmerkung",
        required=False,
        widget=forms.Textarea({"rows": 4}),
        help_text="Zum Beispiel an wen und auf welchem Weg.",
    )
    amount = EuroField(label="Betrag in Euro", min_value=0, max_digits=12, decimal_places=2)

    def __init__(self, data=None, *, gate: Gate, **arguments):
        super().__init__(data, **arguments)
        if not gate.parameters.get("amount"):
            del self.fields["amount"]
