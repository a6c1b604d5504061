from django import forms

from auditportal.forms.fields import offer_rows
from handlungsfelder.models import Verfahren


class WhiteSpotFilter(forms.Form):
    """Whether all procedures of one's Träger are looked at together, or one of them."""

    verfahren = forms.ModelChoiceField(
        label="Verfahren", queryset=Verfahren.objects.none(), required=False, empty_label="alle"
    )

    def __init__(self, data, user):
        super().__init__(data)
        owned = Verfahren.objects.filter(owner__in=user.rights.traeger)
        offer_rows(self, "verfahren", owned.order_by("name", "pk"))

    @property
    def chosen(self) -> Verfahren | None:
        return self.cleaned_data["verfahren"] if self.is_valid() else None

    def narrow(self, cycles):
        return cycles.filter(version__verfahren=self.chosen) if self.chosen else cycles
