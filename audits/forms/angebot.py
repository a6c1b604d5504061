"""What is offered to whom, and what somebody answers."""

from django import forms

from auditportal.forms.fields import offer
from audits.models import AngebotState, Goal, Measure
from audits.papers.draft import Feld


class OfferForm(forms.Form):
    """One goal or measure of the draft, and whom it is offered to."""

    needed_later = ("everybody", "organisations")

    row = forms.ChoiceField(label="Ziel oder Maßnahme")
    everybody = forms.BooleanField(label="Allen anbieten, die dazugehören", required=False)
    organisations = forms.MultipleChoiceField(
        label="Oder nur diesen", required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, data=None, *, felder: list[Feld], area, **arguments):
        super().__init__(data, **arguments)
        self.rows_by_name: dict[str, Goal | Measure] = {}
        self.area = {str(one.pk): one for one in area}
        groups = [(feld.name, self._listed(feld)) for feld in felder if feld.goals]
        offer(self, "row", [("", "Bitte wählen"), *groups])
        offer(self, "organisations", [(pk, str(one)) for pk, one in self.area.items()])

    def _listed(self, feld: Feld) -> list[tuple[str, str]]:
        rows = []
        for goal in feld.goals:
            self.rows_by_name[f"ziel-{goal.pk}"] = goal
            rows.append((f"ziel-{goal.pk}", f"Ziel: {goal}"))
            for line in goal.lines:
                self.rows_by_name[f"massnahme-{line.pk}"] = line
                rows.append((f"massnahme-{line.pk}", f"Maßnahme: {line}"))
        return rows

    def clean(self):
        super().clean()
        cleaned = self.cleaned_data
        if not cleaned.get("everybody") and not cleaned.get("organisations"):
            self.add_error("organisations", "Wählen Sie mindestens eine Organisation.")
        return cleaned

    @property
    def chosen(self) -> dict:
        asked = self.area if self.cleaned_data["everybody"] else self.cleaned_data["organisations"]
        return {
            "row": self.rows_by_name[self.cleaned_data["row"]],
            "organisations": [self.area[pk] for pk in asked],
        }


ANSWERS = [
    (AngebotState.ACCEPTED, "So übernehmen"),
    (AngebotState.ADAPTED, "Angepasst übernehmen"),
    (AngebotState.DECLINED, "Ablehnen"),
]


class AnswerOfferForm(forms.Form):
    needed_later = ("text",)

    state = forms.ChoiceField(label="Ihre Antwort", choices=ANSWERS, widget=forms.RadioSelect)
    text = forms.CharField(
        label="Ihr Wortlaut oder Ihr Grund",
        required=False,
        max_length=2000,
        widget=forms.Textarea({"rows": 4}),
        help_text="Beim Anpassen: wie das Ziel oder die Maßnahme bei Ihnen heißt, in einem Satz. "
        "Beim Ablehnen: warum.",
    )

    def clean(self):
        super().clean()
        cleaned = self.cleaned_data
        state, text = cleaned.get("state"), cleaned.get("text", "").strip()
        if state == AngebotState.ADAPTED and not 0 < len(text) <= 300:
            self.add_error("text", "Nennen Sie Ihren Wortlaut in höchstens 300 Zeichen.")
        if state == AngebotState.DECLINED and not text:
            self.add_error("text", "Nennen Sie den Grund.")
        return cleaned
