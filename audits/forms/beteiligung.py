from django import forms

from auditportal.models import Organisation, OrganisationKind

NOBODY = "Es gibt hier keine Organisation, die genau so heißt oder diesen AGS hat."
SEVERAL = "Mehrere Organisationen heißen so. Bitte wählen Sie eine davon."


class WhichField(forms.ModelChoiceField):
    """Of equal names; what stands beside each tells them apart."""

    def label_from_instance(self, obj):
        above = f", {obj.parent}" if obj.parent else ""
        return f"{obj} ({obj.get_kind_display()}{above})"


class PartnerForm(forms.Form):
    """Whom to propose: only who knows the whole name or the AGS finds anybody."""

    q = forms.CharField(
        label="Ganzer Name oder AGS der Organisation",
        max_length=200,
        help_text="Zum Beispiel: Nachbarschaftshaus Nord, oder 05166016.",
    )

    def __init__(self, data=None):
        super().__init__(data)
        self.found = matching(data.get("q", "")) if data else Organisation.objects.none()
        if len(self.found) > 1:
            self.fields["organisation"] = WhichField(
                self.found,
                label="Welche ist gemeint?",
                required=False,
                widget=forms.RadioSelect,
                empty_label=None,
            )

    def clean(self):
        super().clean()
        data = self.cleaned_data
        if self.errors:
            return data
        if not self.found:
            self.add_error("q", NOBODY)
        elif len(self.found) > 1 and not data["organisation"]:
            self.add_error("organisation", SEVERAL)
        else:
            data["organisation"] = data.get("organisation") or self.found[0]
        return data


def matching(text: str):
    """Those of exactly this name or key; a Träger takes part in nothing."""
    found = Organisation.objects.exclude(kind=OrganisationKind.TRAEGER)
    return found.called(text).select_related("parent").by_name()
