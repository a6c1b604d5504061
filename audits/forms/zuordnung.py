"""Which theses, topics and goals of the Referenzrahmen a goal or measure serves."""

from django import forms

from handlungsfelder.models import Handlungsfeld, Referenz, Referenzrahmen


class ZuordnungForm(forms.Form):
    """One list of boxes for each frame; what the crosswalk proposes says so.

    Ticked are the ties that are there or, as long as nobody has set any, the proposals.
    """

    def __init__(self, data=None, *, thing, feld: Handlungsfeld):
        super().__init__(data)
        self.referenzen: dict[str, Referenz] = {}
        tied = set(thing.zuordnungen.values_list("referenz_id", flat=True))
        for rahmen in Referenzrahmen.objects.prefetch_related("referenzen"):
            rows = list(rahmen.referenzen.all())
            proposed = {one.pk for one in rows if f"{rahmen.code}/{one.code}" in feld.references}
            self.referenzen |= {str(one.pk): one for one in rows}
            self.fields[rahmen.code] = forms.MultipleChoiceField(
                label=rahmen.name,
                help_text=f"Quelle: {rahmen.source}.",
                required=False,
                choices=[(str(one.pk), _label(one, proposed)) for one in rows],
                widget=forms.CheckboxSelectMultiple,
            )
            ticked = tied if thing.is_assigned or tied else proposed
            self.initial[rahmen.code] = [str(one.pk) for one in rows if one.pk in ticked]

    @property
    def chosen(self) -> list[Referenz]:
        return [self.referenzen[pk] for values in self.cleaned_data.values() for pk in values]


def _label(one: Referenz, proposed: set[int]) -> str:
    return f"{one} (Vorschlag)" if one.pk in proposed else str(one)
