"""How people look for cycles, and what begins one."""

from django import forms

from auditportal.models import Contact, Organisation, OrganisationKind
from handlungsfelder.models import VerfahrenVersion

STATES = [("running", "laufend"), ("overdue", "Frist überschritten"), ("ended", "beendet")]
ORDERS = [("name", "Name"), ("due", "Frist")]


class CycleFilter(forms.Form):
    """Looking through the cycles by name, version and state."""

    q = forms.CharField(label="Name", required=False, max_length=100)
    version = forms.ModelChoiceField(
        VerfahrenVersion.objects.none(), label="Verfahren", required=False, empty_label="alle"
    )
    state = forms.ChoiceField(label="Stand", required=False, choices=STATES)
    order = forms.ChoiceField(label="Sortieren nach", required=False, choices=ORDERS)

    def __init__(self, data, user):
        super().__init__(data)
        self.fields["version"].queryset = VerfahrenVersion.objects.published().select_related(
            "verfahren"
        )

    @property
    def asked(self) -> dict:
        return self.cleaned_data if self.is_valid() else {}

    def narrow(self, cycles, today):
        """The cycles that were looked for."""
        state = self.asked.get("state") or "running"
        cycles = cycles.ended() if state == "ended" else cycles.running()
        if state == "overdue":
            cycles = cycles.overdue(today)
        if self.asked.get("q"):
            cycles = cycles.named(self.asked["q"])
        if self.asked.get("version"):
            cycles = cycles.filter(version=self.asked["version"])
        return cycles

    def sort(self, cycles):
        return cycles.in_order(self.asked.get("order") or "name")


class OrganisationChoice(forms.Form):
    """Step one of beginning: whose cycle it is."""

    organisation = forms.ModelChoiceField(
        Organisation.objects.exclude(
            kind__in=[OrganisationKind.TRAEGER, OrganisationKind.PARTNER]
        ).order_by("sort_name", "pk"),
        label="Teilnehmende Organisation",
        empty_label="Bitte wählen",
    )


class StartForm(forms.Form):
    """Step two: by which version, and who is to be written to."""

    version = forms.ModelChoiceField(
        VerfahrenVersion.objects.none(), label="Verfahren und Version", empty_label=None
    )
    contact = forms.ModelChoiceField(
        Contact.objects.none(),
        label="Kontakt vor Ort",
        required=False,
        empty_label="neuer Kontakt",
    )
    name = forms.CharField(label="Name des neuen Kontakts", required=False, max_length=150)
    email = forms.EmailField(label="E-Mail-Adresse des neuen Kontakts", required=False)

    def __init__(self, data, *, organisation, user):
        super().__init__(data)
        versions = VerfahrenVersion.objects.published().run_by(user).select_related("verfahren")
        self.fields["version"].queryset = versions.order_by("verfahren__code", "-number")
        self.fields["contact"].queryset = organisation.contacts.all()

    def clean(self):
        data = super().clean()
        if not data.get("contact"):
            for field in ("name", "email"):
                if not data.get(field) and field not in self.errors:
                    self.add_error(field, "Nennen Sie den neuen Kontakt oder wählen Sie einen.")
        return data


class StopForm(forms.Form):
    reason = forms.CharField(
        label="Grund",
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Alle Beteiligten lesen ihn.",
    )
