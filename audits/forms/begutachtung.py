"""What assessors write, and what signs it off."""

from django import forms

from audits.models import Judgement

REASON = "Bitte begründen Sie dieses Ergebnis."


class VotumForm(forms.Form):
    """A judgement, a summary and a word on every Handlungsfeld; nothing must be there yet."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    judgement = forms.ChoiceField(
        label="Ihr Ergebnis", choices=Judgement, required=False, widget=forms.RadioSelect
    )
    summary = forms.CharField(
        label="Zusammenfassung", required=False, widget=forms.Textarea({"rows": 6})
    )

    def __init__(self, data=None, *, felder, votum=None):
        self.felder = list(felder)
        super().__init__(data, initial=self.stored(votum))
        for feld in self.felder:
            self.fields[f"feld-{feld.pk}"] = forms.CharField(
                label=feld.name, required=False, widget=forms.Textarea({"rows": 5})
            )

    def stored(self, votum) -> dict:
        if votum is None:
            return {"version": 0}
        texts = {f"feld-{one.handlungsfeld_id}": one.text for one in votum.statements.all()}
        given = {"judgement": votum.judgement, "summary": votum.summary}
        return {"version": votum.version} | given | texts

    @property
    def statements(self):
        return [self[f"feld-{feld.pk}"] for feld in self.felder]

    @property
    def cleaned(self) -> dict:
        """As the action takes it."""
        data = self.cleaned_data
        texts = {feld.pk: data[f"feld-{feld.pk}"] for feld in self.felder}
        given = {name: data[name] for name in ("version", "judgement", "summary")}
        return given | {"statements": texts}


class SignOffForm(forms.Form):
    """The result of a Begutachtung; whatever is not simply positive says why."""

    judgement = forms.ChoiceField(
        label="Ergebnis",
        widget=forms.RadioSelect,
        error_messages={"required": "Bitte wählen Sie ein Ergebnis."},
    )
    reason = forms.CharField(
        label="Begründung",
        required=False,
        widget=forms.Textarea({"rows": 6}),
        help_text="Bei „Positiv mit Auflagen“ die Auflagen, sonst warum. "
        "Die teilnehmende Organisation liest diesen Text.",
    )

    def __init__(self, data=None, *, consequences):
        super().__init__(data)
        self.fields["judgement"].choices = [
            (value, f"{Judgement(value).label}: {text}") for value, text in consequences.items()
        ]

    def clean(self):
        data = super().clean()
        judgement = data.get("judgement")
        if judgement and judgement != Judgement.POSITIVE and not data.get("reason"):
            self.add_error("reason", REASON)
        return data
