"""Inviting somebody, and saying yes to an invitation."""

from django import forms
from django.contrib.auth.password_validation import (
    password_validators_help_texts,
    validate_password,
)

from auditportal.actions import invitation as invitations
from auditportal.actions import mitgliedschaft as mitgliedschaften
from auditportal.forms.fields import offer
from auditportal.models import TRAEGER_ROLES, Mitgliedschaft, OrganisationKind, Role, User

ROLE_HINTS = {
    Role.READER: "sieht alles, ändert nichts",
    Role.EDITOR: "trägt ein und ändert",
    Role.SIGNATORY: "gibt außerdem verbindliche Erklärungen ab und lädt Personen ein",
    Role.OFFICE: "begleitet alle Verfahren",
    Role.DIRECTOR: "erteilt außerdem Zertifikate und lädt Personen ein",
}


def role_choices(kind: str) -> list[tuple[str, str]]:
    """The roles of a Träger are nowhere else."""
    roles = [role for role in Role if kind == OrganisationKind.TRAEGER or role not in TRAEGER_ROLES]
    return [(role.value, f"{role.label}: {ROLE_HINTS[role]}") for role in roles]


class InvitationForm(forms.Form):
    """Whom to ask into an organisation, and as what."""

    name = forms.CharField(label="Name", max_length=150)
    email = forms.EmailField(
        label="E-Mail-Adresse", help_text="An diese Adresse geht die Einladung."
    )
    role = forms.ChoiceField(label="Rolle", widget=forms.RadioSelect)

    def __init__(self, *args, organisation, by, **kwargs):
        super().__init__(*args, **kwargs)
        self.organisation, self.by = organisation, by
        offer(self, "role", role_choices(organisation.kind))

    def clean(self):
        """What the action would refuse is said beside the field, with all that was typed."""
        super().clean()
        data = self.cleaned_data
        if not self.errors:
            role = Role(data["role"])
            verdict = invitations.can_invite(self.by, self.organisation, role, data["email"])
            if not verdict:
                self.add_error("email", str(verdict))
        return data


class RoleForm(forms.Form):
    """Another role for a member."""

    role = forms.ChoiceField(label="Rolle", widget=forms.RadioSelect)

    def __init__(self, data=None, *, mitgliedschaft: Mitgliedschaft, by):
        super().__init__(data, initial={"role": mitgliedschaft.role})
        self.mitgliedschaft, self.by = mitgliedschaft, by
        offer(self, "role", role_choices(mitgliedschaft.organisation.kind))

    def clean_role(self):
        role = Role(self.cleaned_data["role"])
        verdict = mitgliedschaften.can_change_role(self.by, self.mitgliedschaft, role)
        if not verdict:
            raise forms.ValidationError(str(verdict))
        return role


class AcceptForm(forms.Form):
    """The first login: a name and a password; the address comes from the invitation."""

    name = forms.CharField(
        label="Ihr Name", max_length=150, widget=forms.TextInput({"autocomplete": "name"})
    )
    password = forms.CharField(
        label="Passwort",
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label="Passwort wiederholen",
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
    )

    def __init__(self, data=None, *, invitation):
        super().__init__(data, initial={"name": invitation.name})
        self.email = invitation.email
        self.fields["password"].help_text = " ".join(password_validators_help_texts())

    def clean(self):
        super().clean()
        data = self.cleaned_data
        if self.errors:
            return data
        if data["password"] != data["again"]:
            self.add_error("again", "Die beiden Passwörter sind nicht gleich.")
            return data
        try:
            validate_password(data["password"], User(email=self.email, name=data["name"]))
        except forms.ValidationError as error:
            self.add_error("password", error)
        return data
