from django import forms

from auditportal import clock
from auditportal.forms.checked import CheckedForm
from auditportal.forms.day import Day
from auditportal.forms.euro import EuroField
from audits import gates
from audits.models import AuditCycle
from handlungsfelder.models import Gate


def not_in_the_future(day):
    """What has been done was done today at the latest."""
    if day > clock.today():
        raise forms.ValidationError("Dieser Tag liegt in der Zukunft.")


class VermerkForm(CheckedForm):
    """On which day something was done that nothing else proves."""

    on = Day(label="Geschehen am", validators=[not_in_the_future])
    text = forms.CharField(
        label="Anmerkung",
        required=False,
        widget=forms.Textarea({"rows": 4}),
        help_text="Zum Beispiel an wen und auf welchem Weg.",
    )
    amount = EuroField(label="Betrag in Euro", min_value=0, max_digits=12, decimal_places=2)

    def __init__(self, data=None, files=None, *, cycle: AuditCycle, gate: Gate, **arguments):
        super().__init__(data, files, **arguments)
        self.cycle = cycle
        if not gate.parameters.get("amount"):
            del self.fields["amount"]

    @property
    def doubts(self):
        return gates.doubt_about(self.cycle, self.cleaned_data["on"], "Der Tag")
