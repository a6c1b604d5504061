"""What is typed to issue, to withdraw, to look for and to check a certificate."""

from django import forms
from django.conf import settings

from auditportal import clock
from auditportal.documents import EMPTY, fingerprint, too_large
from auditportal.forms.checked import CheckedForm
from auditportal.forms.day import Day
from audits.gates import award as awarding
from certificates.models import Validity


class IssueForm(CheckedForm):
    """From which day it holds; everything else follows from the template."""

    valid_from = Day(label="Gültig ab")

    def __init__(self, data=None, files=None, *, cycle):
        super().__init__(data, files, initial={"valid_from": clock.today()})
        self.cycle = cycle

    def clean_valid_from(self):
        day = self.cleaned_data["valid_from"]
        verdict = awarding.begins_well(self.cycle, day)
        if not verdict:
            raise forms.ValidationError(str(verdict))
        return day


class SuspendForm(forms.Form):
    """What has to be made up for until it holds again."""

    reason = forms.CharField(
        label="Grund",
        max_length=2000,
        widget=forms.Textarea({"rows": 4}),
        help_text="Der Grund steht im Verlauf, nicht auf der öffentlichen Seite.",
    )


class WithdrawForm(CheckedForm):
    """Not to be done by a slip: the number has to be typed."""

    reason = forms.CharField(
        label="Grund",
        max_length=2000,
        widget=forms.Textarea({"rows": 4}),
        help_text="Der Grund steht im Verlauf, nicht auf der öffentlichen Seite.",
    )
    number = forms.CharField(label="Nummer zur Bestätigung", max_length=50)

    def __init__(self, *args, number, **kwargs):
        super().__init__(*args, **kwargs)
        self.expected = number
        self.fields["number"].help_text = f"Bitte tippen Sie: {number}"

    def clean_number(self):
        typed = self.cleaned_data["number"]
        if typed.casefold() != self.expected.casefold():
            raise forms.ValidationError("Das ist nicht die Nummer dieser Urkunde.")
        return typed


class ZertifikatFilter(forms.Form):
    """Looking for a certificate by name, number and what it is worth today."""

    q = forms.CharField(label="Teilnehmende oder Nummer", required=False, max_length=200)
    stand = forms.ChoiceField(
        label="Stand", required=False, choices=[("", "Alle"), *Validity.choices]
    )

    def narrow(self, zertifikate):
        """What cannot be understood narrows nothing."""
        wanted = self.cleaned_data if self.is_valid() else {}
        if text := wanted.get("q"):
            zertifikate = zertifikate.matching(text)
        if validity := wanted.get("stand"):
            zertifikate = zertifikate.with_validity(validity, clock.today())
        return zertifikate


class FingerprintForm(forms.Form):
    """A file whose fingerprint is taken; it is neither read nor kept."""

    file = forms.FileField(
        label="PDF der Urkunde",
        error_messages={"empty": EMPTY},
        widget=forms.FileInput({"accept": ".pdf"}),
        help_text="Die Datei wird nur verglichen und nicht gespeichert.",
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > settings.UPLOAD_MAX_BYTES:
            raise forms.ValidationError(too_large(file.size), code="too_large")
        return file

    def fits(self, sha256: str) -> bool:
        return fingerprint(self.cleaned_data["file"]) == sha256
