from django import forms

from auditportal.forms.checked import CheckedForm
from auditportal.forms.day import Day, check_period
from auditportal.forms.fields import DocumentField, offer
from auditportal.forms.versioned import VersionedForm
from auditportal.forms.widgets import TimeInput
from audits.actions import veranstaltung as events
from audits.actions.veranstaltung import Plan
from audits.forms.vermerk import not_in_the_future


class PlanForm(VersionedForm):
    """When and where people meet, and what about."""

    title = forms.CharField(label="Titel", max_length=200)
    day = Day(label="Tag", ahead=10)
    starts_at = forms.TimeField(label="Beginn", required=False, widget=TimeInput)
    ends_at = forms.TimeField(label="Ende", required=False, widget=TimeInput)
    place = forms.CharField(
        label="Ort", max_length=200, help_text="Raum und Anschrift, oder wie man online teilnimmt."
    )
    agenda = forms.CharField(
        label="Tagesordnung", required=False, widget=forms.Textarea({"rows": 6})
    )

    def clean(self):
        super().clean()
        data = self.cleaned_data
        has_begin = data.get("starts_at") or "starts_at" in self.errors
        if data.get("ends_at") and not has_begin:
            self.add_error("starts_at", "Zum Ende gehört ein Beginn.")
        check_period(self, "starts_at", "ends_at", same=False)
        return data

    @property
    def fields_to_save(self) -> dict:
        return {"plan": Plan(**super().fields_to_save)}


class InviteForm(forms.Form):
    """Somebody for the list, with or without a login."""

    name = forms.CharField(label="Name", max_length=150)
    organisation = forms.CharField(label="Organisation", max_length=200, required=False)
    email = forms.EmailField(
        label="E-Mail-Adresse",
        required=False,
        help_text="Nur für diese Liste. Das Portal schreibt niemandem.",
    )

    def __init__(self, *args, event, **kwargs):
        super().__init__(*args, **kwargs)
        self.event = event

    def clean(self):
        super().clean()
        data = self.cleaned_data
        if not self.errors:
            verdict = events.is_not_listed(self.event, data["name"], data["email"])
            if not verdict:
                self.add_error("email" if data["email"] else "name", str(verdict))
        return data


class HoldForm(CheckedForm):
    """It has taken place: when, with which Protokoll, and who was there."""

    ON_CHECK = ("file",)

    needed_later = ("minutes", "file")

    held_on = Day(label="Durchgeführt am", validators=[not_in_the_future])
    minutes = forms.CharField(
        label="Protokoll als Text",
        required=False,
        widget=forms.Textarea({"rows": 10}),
        help_text="Oder als Datei: Sie legen sie auf der nächsten Seite bei.",
    )
    file = DocumentField(label="Protokoll als Datei", required=False)
    present = forms.TypedMultipleChoiceField(
        label="Wer war da?", coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args, event, **kwargs):
        super().__init__(*args, **kwargs)
        self.people = {one.pk: listed(one) for one in event.teilnahmen.all()}
        offer(self, "present", self.people.items())
        if not self.people:
            del self.fields["present"]

    def clean(self):
        super().clean()
        data = self.cleaned_data
        is_missing = not self.errors and not (data["minutes"] or data["file"])
        if is_missing and self.is_sent_to_bind:
            self.add_error("file", "Das Protokoll fehlt: als Text oder als Datei.")
        return data

    def words(self, name):
        if name != "present":
            return super().words(name)
        return "\n".join(self.people[pk] for pk in self.cleaned_data["present"]) or "niemand"

    @property
    def facts(self) -> dict:
        data = self.cleaned_data
        return {
            "held_on": data["held_on"],
            "minutes": data["minutes"],
            "upload": data["file"],
            "present": data.get("present"),
        }


def listed(teilnahme) -> str:
    """Two people may have the same name."""
    return f"{teilnahme.name}, {teilnahme.organisation}".removesuffix(", ")
