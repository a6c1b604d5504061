from django import forms

from auditportal.forms.fields import DocumentField
from auditportal.forms.widgets import DateInput
from audits.forms.vermerk import not_in_the_future


class DocumentForm(forms.Form):
    """A file, and what it is called here."""

    title = forms.CharField(
        label="Titel", max_length=200, help_text="So steht das Dokument in allen Listen."
    )
    file = DocumentField()


class SignatureForm(forms.Form):
    """On which day a side has signed."""

    signed_on = forms.DateField(
        label="Unterzeichnet am", widget=DateInput, validators=[not_in_the_future]
    )
