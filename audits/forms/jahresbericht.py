"""What people write into a yearly report, and what the Geschäftsstelle answers."""

from django import forms

from auditportal.forms.fields import offer
from auditportal.forms.versioned import VersionedForm
from audits.facts.fact import Shown
from audits.facts.report_entry import REPORT_ENTRY
from audits.facts.values import LongTexts
from audits.forms.facts import field_of
from audits.gates import jahresbericht as reporting
from audits.models import Progress, ReportEntry
from audits.papers.comparison import Row

LONG = 20_000  # signs; more is no report


class AutosaveForm(VersionedForm):
    """What saves itself while it is written."""

    @property
    def sentence(self) -> str:
        """All errors in one line, for the place beside the button."""
        return " ".join(str(error) for errors in self.errors.values() for error in errors)


class EntryForm(AutosaveForm):
    """One measure: where it stands and what happened; last year's is the proposal."""

    needed_later = ("text",)

    def __init__(self, data=None, *, row: Row, taken: bool = False):
        super().__init__(data, initial={"version": row.version or 0}, auto_id=f"m{row.measure}_%s")
        for fact in REPORT_ENTRY.columns(Shown.FORM):
            self.fields[fact.name] = field_of(fact, ReportEntry)
            is_proposed = taken or not isinstance(fact.values, LongTexts)
            proposal = row.last[fact.name] if is_proposed else ""
            self.initial[fact.name] = row.now[fact.name] or proposal or ""
        offer(self, "progress", [("", "Bitte wählen"), *Progress.choices])
        self.fields["progress"].widget.attrs["autofocus"] = True

    def clean(self):
        super().clean()
        data = self.cleaned_data
        if data.get("progress") and "text" in data:
            verdict = reporting.has_its_reason(data["progress"], data["text"])
            if not verdict:
                self.add_error("text", str(verdict))
        return data


class SummaryForm(AutosaveForm):
    needed_later = ("summary",)

    summary = forms.CharField(
        label="Zusammenfassung",
        required=False,
        max_length=LONG,
        widget=forms.Textarea({"rows": 5}),
        help_text="Was ist gelungen, was hat sich geändert, was kommt als Nächstes?",
    )

    def __init__(self, data=None, *, report):
        super().__init__(data, row=report, auto_id="zusammenfassung_%s")


class ReturnForm(forms.Form):
    """What is still missing, for those who write the report."""

    reason = forms.CharField(
        label="Was ist noch zu tun?",
        max_length=5000,
        widget=forms.Textarea({"rows": 6}),
        help_text="Die Teilnehmenden sehen diesen Text und reichen danach noch einmal ein.",
    )
