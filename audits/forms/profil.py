"""What people type about the profile: four texts, figures, and what is under way already."""

from decimal import Decimal

from django import forms

from auditportal.forms.euro import EuroField
from auditportal.forms.versioned import VersionedModelForm
from auditportal.forms.widgets import DateInput
from auditportal.notation import number
from audits.forms.bestandsaufnahme import Prose, TextForm
from audits.models import Kennzahl, Vorhaben


class SwotForm(TextForm):
    """The whole analysis is one text, so that its four parts are read and saved together."""

    kind, names = "swot", ("strengths", "weaknesses", "opportunities", "threats")

    strengths = Prose(label="Stärken", help_text="Was gelingt hier schon gut?")
    weaknesses = Prose(label="Schwächen", help_text="Was fehlt, was hält auf?")
    opportunities = Prose(label="Chancen", help_text="Was von außen hilft oder helfen könnte.")
    threats = Prose(label="Risiken", help_text="Was von außen erschwert, was hier entsteht.")


class FigureField(EuroField):
    """A number as people here write it: 12.500, 12.500,5 or -3,2."""

    default_error_messages = {
        "invalid": "Bitte geben Sie eine Zahl ein, zum Beispiel 12.500 oder 17,5."
    }

    def prepare_value(self, value):
        return number(value) if isinstance(value, Decimal) else value


class KennzahlForm(VersionedModelForm):
    """`sides` are those of several for which the writer may keep the figure."""

    value = FigureField(label="Wert", max_digits=16, decimal_places=2)

    class Meta:
        model = Kennzahl
        fields = ["label", "value", "unit", "as_of", "source", "owner"]
        labels = {"owner": "Wer die Kennzahl sieht"}
        widgets = {"as_of": DateInput}
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


class VorhabenForm(VersionedModelForm):
    description = Prose(label="Erläuterung")

    class Meta:
        model = Vorhaben
        fields = ["title", "description", "responsible"]
        help_texts = {"title": "Was es schon gibt oder schon begonnen hat."}
