"""Whom the Träger sends into a cycle, and what these people declare."""

from django import forms

from auditportal.forms.fields import offer
from auditportal.models import User
from auditportal.verdict import Verdict
from audits.actions import berufung as berufungen
from audits.models import person_known_to

UNKNOWN = (
    "Unter dieser Adresse ist bei Ihren Partnern niemand bekannt. Laden Sie die Person zuerst "
    "in eine Partnerorganisation ein."
)
BIASED, UNBIASED = "biased", "unbiased"


class CandidateSelect(forms.Select):
    """Whom something speaks against is shown with the reason, and cannot be chosen."""

    def __init__(self) -> None:
        super().__init__()
        self.refused: set[str] = set()

    def create_option(self, name, value, *about, **rest):
        option = super().create_option(name, value, *about, **rest)
        option["attrs"] |= {"disabled": True} if str(value) in self.refused else {}
        return option


def described(candidate, verdict) -> str:
    reason = "" if verdict else f" – {verdict}"
    return f"{candidate.name}, {candidate.organisation}{reason}"


class AppointForm(forms.Form):
    """One function, one person: from the pool of the partners, or by the address of a login."""

    needed_later = ("person", "email")

    person = forms.ChoiceField(label="Person", required=False, widget=CandidateSelect())
    email = forms.EmailField(
        label="Oder E-Mail-Adresse eines Zugangs",
        required=False,
        help_text="Für Personen, die nicht in der Liste stehen.",
    )

    def __init__(self, data=None, *, cycle, function, pool):
        super().__init__(data, prefix=str(function))
        self.cycle, self.function, self.label = cycle, function, cycle.version.party_label(function)
        # Nothing can speak against whoever was never sent here.
        known = {one.user_id: one.user for one in cycle.berufungen.all()}
        verdicts = {pk: berufungen.is_free(one, cycle, function) for pk, one in known.items()}
        found = {one: one.suits(function) & verdicts.get(one.pk, Verdict()) for one in pool}
        field = self.fields["person"]
        field.widget.refused = {str(one.pk) for one, verdict in found.items() if not verdict}
        named = [(str(one.pk), described(one, verdict)) for one, verdict in found.items()]
        offer(self, "person", [("", "Bitte wählen"), *named])

    def clean_person(self):
        """Only who stands in the list is valid here."""
        pk = self.cleaned_data["person"]
        return User.objects.get(pk=pk) if pk else None

    def clean_email(self):
        email = self.cleaned_data["email"]
        if not email:
            return None
        user = person_known_to(self.cycle.owner_id, email)
        if user is None:
            raise forms.ValidationError(UNKNOWN)
        return user

    def clean(self):
        super().clean()
        data = self.cleaned_data
        if self.errors:
            return data
        chosen = [one for one in (data["person"], data["email"]) if one]
        if len(chosen) != 1:
            raise forms.ValidationError(
                "Bitte wählen Sie eine Person oder geben Sie eine Adresse an, nicht beides."
            )
        data["user"] = chosen[0]
        verdict = berufungen.is_independent(chosen[0], self.cycle, self.function)
        if not verdict:
            self.add_error("email" if data["email"] else "person", str(verdict))
        return data


class DismissForm(forms.Form):
    reason = forms.CharField(
        label="Grund",
        widget=forms.Textarea({"rows": 4}),
        help_text="Den Grund liest nur der Träger.",
    )


class StepBackForm(forms.Form):
    """An assessor who cannot go on."""

    reason = forms.CharField(
        label="Grund",
        max_length=2000,
        widget=forms.Textarea({"rows": 4}),
        help_text="Den Grund liest nur der Träger.",
    )


class DeclareForm(forms.Form):
    """The one question before the dossier opens."""

    needed_later = ("reason",)

    choice = forms.ChoiceField(
        label="Sind Sie befangen?",
        choices=[(UNBIASED, "Ich bin nicht befangen."), (BIASED, "Ich bin befangen.")],
        widget=forms.RadioSelect,
        error_messages={"required": "Bitte wählen Sie eine Antwort."},
    )
    reason = forms.CharField(
        label="Grund der Befangenheit",
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text="Nur nötig, wenn Sie befangen sind. Die Geschäftsstelle liest ihn.",
    )

    def clean(self):
        super().clean()
        data = self.cleaned_data
        if data.get("choice") == BIASED and not data.get("reason"):
            self.add_error("reason", "Bitte nennen Sie kurz den Grund.")
        return data

    @property
    def is_unbiased(self):
        return self.cleaned_data["choice"] == UNBIASED
