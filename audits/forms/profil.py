"""What people type about the profile: four texts, figures, and what is under way already."""

from django import forms

from auditportal.forms.day import LongAgo
from auditportal.forms.number import FigureField, is_percent
from auditportal.forms.versioned import VersionedModelForm
from auditportal.models.bounds import TOO_MANY_PERCENT
from audits.forms.bestandsaufnahme import Prose, TextForm
from audits.models import Kennzahl, Vorhaben


class SwotForm(TextForm):
    """The whole analysis is one text, so that its four parts are read and saved together."""

    kind, names = "swot", ("strengths", "weaknesses", "opportunities", "threats")

    strengths = Prose(label="Stärken", help_text="Was gelingt hier schon gut?")
    weaknesses = Prose(label="Schwächen", help_text="Was fehlt, was hält auf?")
    opportunities = Prose(label="Chancen", help_text="Was von außen hilft oder helfen könnte.")
    threats = Prose(label="Risiken", help_text="Was von außen erschwert, was hier entsteht.")


class KennzahlForm(VersionedModelForm):
    """`sides` are those of several for which the writer may keep the figure."""

    value = FigureField(label="Wert", max_digits=16, decimal_places=2)

    class Meta:
        model = Kennzahl
        fields = ["label", "value", "unit", "as_of", "source", "owner"]
        labels = {"owner": "Wer die Kennzahl sieht"}
        field_classes = {"as_of": LongAgo}
        help_texts = {
            "label": "Zum Beispiel: Anteil der Menschen über 65 Jahre.",
            "unit": "Zum Beispiel: Personen, Prozent, Euro.",
            "as_of": "Für welchen Tag der Wert gilt.",
            "source": "Zum Beispiel: Einwohnermelderegister.",
        }

    def __init__(self, data=None, *, sides, **arguments):
        super().__init__(data, **arguments)
        owner = self.instance.owner_id
        if not sides or (owner and owner not in [one.pk for one in sides]):
            del self.fields["owner"]
            return
        self.fields["owner"] = forms.TypedChoiceField(
            label="Wer die Kennzahl sieht",
            required=False,
            choices=[("", "alle Beteiligten"), *((one.pk, f"nur {one}") for one in sides)],
            coerce=lambda pk: next(one for one in sides if one.pk == int(pk)),
            empty_value=None,
        )

    def clean(self):
        super().clean()
        data = self.cleaned_data
        if is_percent(data.get("unit", "")) and (data.get("value") or 0) > 100:
            self.add_error("value", TOO_MANY_PERCENT)
        return data


class VorhabenForm(VersionedModelForm):
    description = Prose(label="Erläuterung")

    class Meta:
        model = Vorhaben
        fields = ["title", "description", "responsible"]
        help_texts = {"title": "Was es schon gibt oder schon begonnen hat."}
