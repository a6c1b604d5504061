"""Which theses, topics and goals of the Referenzrahmen a goal or measure serves."""

from django import forms

from auditportal.forms.shown import ShownField, shown_in
from audits.models import Goal, Measure
from handlungsfelder.models import Handlungsfeld, Referenz, Referenzrahmen


class ZuordnungForm(forms.Form):
    """One list of boxes for each frame; what the crosswalk proposes says so.

    Ticked are the ties that are there or, as long as nobody has set any, the proposals.
    """

    shown = ShownField()

    def __init__(self, data=None, *, row: Goal | Measure, feld: Handlungsfeld):
        super().__init__(data)
        self.referenzen: dict[str, Referenz] = {}
        self.tied = set(row.zuordnungen.referenz_ids())
        self.is_decided = row.is_assigned or bool(self.tied)
        ticked = []
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
            valid = self.tied if self.is_decided else proposed
            self.initial[rahmen.code] = [str(one.pk) for one in rows if one.pk in valid]
            ticked += self.initial[rahmen.code]
        self.initial["shown"] = ticked

    @property
    def frames(self) -> list[forms.BoundField]:
        return self.visible_fields()

    @property
    def chosen(self) -> list[Referenz]:
        """What was ticked or unticked on this page; what else was decided meanwhile stays."""
        ticked = {pk for field in self.frames for pk in self.cleaned_data[field.name]}
        shown = shown_in(self.data, "shown")
        if self.is_decided and isinstance(shown, list):
            before = set(map(str, shown))
            ticked = set(map(str, self.tied)) - (before - ticked) | (ticked - before)
        return [one for pk, one in self.referenzen.items() if pk in ticked]


def _label(one: Referenz, proposed: set[int]) -> str:
    return f"{one} (Vorschlag)" if one.pk in proposed else str(one)
