from collections.abc import Sequence

from django import forms

from auditportal.forms.checked import CheckedForm
from auditportal.forms.day import Day
from auditportal.forms.fields import DocumentField, offer
from auditportal.models import Organisation
from audits.forms.vermerk import not_in_the_future


class DocumentForm(forms.Form):
    """A file, and what it is called here."""

    title = forms.CharField(
        label="Titel", max_length=200, help_text="So steht das Dokument in allen Listen."
    )
    file = DocumentField()
    owner = forms.ChoiceField(
        label="Wer sieht das Dokument?", widget=forms.RadioSelect, initial="alle"
    )

    def __init__(self, *arguments, sides: Sequence[Organisation] = (), **named):
        """`sides` are the organisations that may keep it for themselves."""
        super().__init__(*arguments, **named)
        self.sides = {str(one.pk): one for one in sides}
        own = [
            (pk, f"Nur wir ({one}), die Begleitung und der Träger")
            for pk, one in self.sides.items()
        ]
        offer(self, "owner", [("alle", "Alle Beteiligten"), *own])
        if not own:
            del self.fields["owner"]

    @property
    def kept_by(self) -> Organisation | None:
        return self.sides.get(self.cleaned_data.get("owner", ""))


class SignatureForm(CheckedForm):
    """On which day a side has signed."""

    signed_on = Day(label="Unterzeichnet am", validators=[not_in_the_future])
