"""What assessors write, and what signs it off."""

from collections.abc import Sequence

from django import forms

from auditportal.forms.checked import CheckedForm
from auditportal.forms.fields import offer
from auditportal.forms.number import FigureField, is_percent
from auditportal.forms.versioned import VersionedForm
from auditportal.models.bounds import TOO_MANY_PERCENT
from audits.gates import begutachtung as judging
from audits.gates import level as levels
from audits.models import PASSED, Judgement

REASON = "Bitte begründen Sie dieses Ergebnis."
BETTER = "Das Ergebnis ist besser als ein Votum: Bitte begründen Sie es."


class VotumForm(VersionedForm):
    """A judgement, a summary and a word on every Handlungsfeld; nothing must be there yet."""

    judgement = forms.ChoiceField(
        label="Ihr Ergebnis", choices=Judgement, required=False, widget=forms.RadioSelect
    )
    summary = forms.CharField(
        label="Zusammenfassung", required=False, widget=forms.Textarea({"rows": 6})
    )

    def __init__(self, data=None, *, cycle, votum=None):
        self.felder, self.asked = cycle.felder, cycle.version
        super().__init__(data, row=votum)
        if self.asked.levels:
            self._add_level()
        for feld in self.felder:
            self.fields[f"feld-{feld.pk}"] = forms.CharField(
                label=feld.name, required=False, widget=forms.Textarea({"rows": 5})
            )

    def _add_level(self) -> None:
        """Between the judgement and the words about it."""
        choices = [("", "noch keine"), *levels.choices(self.asked)]
        hint = "Zu einem positiven Ergebnis gehört eine Stufe."
        self.fields["level"] = forms.ChoiceField(
            label="Stufe", choices=choices, required=False, help_text=hint
        )
        if self.asked.threshold:
            label = self.asked.threshold["label"]
            self.fields["figure"] = FigureField(
                label=label, required=False, max_digits=8, decimal_places=2, min_value=0
            )
        self.order_fields(["version", "judgement", "figure", "level"])

    def clean(self):
        super().clean()
        data = self.cleaned_data
        verdict = levels.fits(self.asked, data.get("level", ""), data.get("figure"))
        if not verdict and "level" in self.fields:
            self.add_error("level", str(verdict))
        label = self.asked.threshold.get("label", "") if self.asked.threshold else ""
        if is_percent(label) and (data.get("figure") or 0) > 100:
            self.add_error("figure", TOO_MANY_PERCENT)
        return data

    def stored(self, votum) -> dict:
        texts = {f"feld-{one.handlungsfeld_id}": one.text for one in votum.statements.all()}
        given = {name: getattr(votum, name) for name in ("judgement", "summary", "level", "figure")}
        return given | texts

    @property
    def needed_later(self) -> Sequence[str]:
        """Before it is signed."""
        return self.names

    @property
    def statements(self):
        return [self[f"feld-{feld.pk}"] for feld in self.felder]

    @property
    def fields_to_save(self) -> dict:
        """As the action takes it: the words on each Handlungsfeld in one."""
        data = super().fields_to_save
        texts = {feld.pk: data.pop(f"feld-{feld.pk}") for feld in self.felder}
        return data | {"statements": texts}


class SignOffForm(CheckedForm):
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

    level = forms.ChoiceField(
        label="Stufe", required=False, help_text="Vorgeschlagen ist, was alle Vota tragen."
    )

    def __init__(
        self, data=None, files=None, *, begutachtung, consequences, titles=(), proposed=""
    ):
        self.begutachtung = begutachtung
        initial = {"level": proposed}
        if begutachtung.is_proposed:
            initial = {
                "judgement": begutachtung.proposed_judgement,
                "reason": begutachtung.proposed_reason,
                "level": begutachtung.proposed_level,
            }
        super().__init__(data, files, initial=initial)
        offer(self, "level", titles)
        if not titles:
            del self.fields["level"]
        results = [
            (value, f"{Judgement(value).label}: {text}") for value, text in consequences.items()
        ]
        offer(self, "judgement", results)

    def clean(self):
        super().clean()
        data = self.cleaned_data
        judgement = data.get("judgement")
        if not judgement or data.get("reason"):
            return data
        if judgement != Judgement.POSITIVE:
            self.add_error("reason", REASON)
        elif self.takes_two:
            self.add_error("reason", BETTER)
        return data

    @property
    def takes_two(self) -> bool:
        """Better than the worst Votum."""
        return judging.is_better(self.begutachtung, *self._said)

    @property
    def _said(self) -> tuple[str, str]:
        data = self.cleaned_data
        level = data.get("level", "") if data["judgement"] in PASSED else ""
        return data["judgement"], level

    def is_confirmed_by(self, user) -> bool:
        """Whether somebody else has proposed exactly this."""
        proposed = judging.is_proposed(self.begutachtung, *self._said)
        return bool(proposed) and self.begutachtung.proposed_by_id != user.pk
