from django import forms

from auditportal.forms.day import Day, check_period
from auditportal.forms.euro import EuroField
from auditportal.forms.fields import offer_rows
from auditportal.forms.versioned import VersionedModelForm
from auditportal.models import Organisation
from handlungsfelder.models import Programm


class ProgrammForm(VersionedModelForm):
    """A programme with its time and its money; for whom, is asked of people of several Träger."""

    owner = forms.ModelChoiceField(Organisation.objects.none(), label="Träger", empty_label=None)
    funding_per_year = EuroField(
        label="Förderung im Jahr in Euro",
        required=False,
        min_value=0,
        max_digits=12,
        decimal_places=2,
        help_text="Je teilnehmender Organisation, höchstens.",
    )

    class Meta:
        model = Programm
        fields = [
            "owner",
            "code",
            "name",
            "begins_on",
            "ends_on",
            "apply_until",
            "funder",
            "funding_per_year",
        ]
        field_classes = {"begins_on": Day, "ends_on": Day, "apply_until": Day}
        help_texts = {
            "code": "Kurz und eindeutig, zum Beispiel die Anfangsbuchstaben.",
            "apply_until": "Leer lassen, wenn sich niemand mehr bewirbt.",
        }

    def __init__(self, data=None, *, owners, **arguments):
        super().__init__(data, **arguments)
        offer_rows(self, "owner", owners)
        if self.instance.pk or len(owners) == 1:
            del self.fields["owner"]
            self.instance.owner = self.instance.owner if self.instance.pk else owners[0]

    def clean(self):
        super().clean()
        cleaned = self.cleaned_data
        check_period(self, "begins_on", "ends_on", same=False)
        others = Programm.objects.filter(owner=cleaned.get("owner") or self.instance.owner_id)
        if others.filter(code=cleaned.get("code")).exclude(pk=self.instance.pk).exists():
            self.add_error("code", "Dieses Kürzel gibt es schon.")
        return cleaned

    @property
    def names(self) -> list[str]:
        return [name for name in super().names if name != "owner"]

    @property
    def chosen(self) -> Organisation:
        return self.cleaned_data.get("owner") or self.instance.owner
