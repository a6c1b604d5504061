"""What people say about one gate: what its kind asks for, and who can open it."""

from django import forms

from handlungsfelder.forms.fields import Code, Number, Numbers, Words, code_from
from handlungsfelder.forms.phase import by_choices
from handlungsfelder.forms.table import TableForm
from handlungsfelder.models import GateKind, Party
from handlungsfelder.parameters import ALWAYS_BY, Parameter, Shape, parameters_of

AS_THE_PHASE = ("", "wer die Phase abschließt")


class GateForm(TableForm):
    """The form of one kind; a short name that is left empty is made from the title."""

    def __init__(self, posted=None, *, kind: GateKind, **about):
        self.kind = kind
        super().__init__(posted, **about)

    def prepare(self):
        for one in sorted(parameters_of(self.kind), key=lambda one: one.shape == Shape.CODE):
            self.fields[one.name] = field_for(one)
        if self.kind not in ALWAYS_BY:
            choices = by_choices(self.entwurf.data["words"], Party)
            self.fields["by"] = forms.ChoiceField(
                label="Wer das erledigt", required=False, choices=[AS_THE_PHASE, *choices]
            )

    def shown(self, table):
        stored = (table.get("party"), table.get("right"))
        return super().shown(table) | {"by": ":".join(stored) if all(stored) else ""}

    def clean(self):
        cleaned = super().clean()
        for one in parameters_of(self.kind):
            is_empty = one.name not in self.errors and not cleaned.get(one.name)
            if one.shape == Shape.CODE and is_empty:
                cleaned[one.name] = self.table.get(one.name) or self._made(cleaned)
        return cleaned

    def _made(self, cleaned: dict) -> str:
        """From the title, and none that another gate has."""
        phases = self.entwurf.data.get("phasen", [])
        gates = [gate for phase in phases for gate in phase.get("gates", [])]
        taken = {value for gate in gates for value in gate.values() if isinstance(value, str)}
        return code_from(cleaned.get("title", ""), taken, 40)

    @property
    def values(self):
        values = super().values
        party, _, right = values.pop("by", "").partition(":")
        return {"kind": self.kind.value, "party": party, "right": right} | values


def field_for(one: Parameter) -> forms.Field:
    label, required = one.label, one.required
    if one.choices:
        none = [] if required else [("", "keine Angabe")]
        return forms.ChoiceField(choices=[*none, *one.choices], label=label, required=required)
    if one.shape == Shape.CODE:
        return Code(label=label)
    if one.shape == Shape.NUMBER:
        return Number(1, one.most, label=label, required=required)
    if one.shape == Shape.MONTHS:
        return Numbers(
            1,
            1200,
            rising=True,
            help_text="Zum Beispiel 12, 24, 36.",
            label=label,
            required=required,
        )
    if one.shape == Shape.FLAG:
        return forms.BooleanField(label=label, required=False)
    return Words(label=label, required=required)
