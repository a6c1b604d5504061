"""What people type about goals and measures, and how they look for them."""

from django import forms

from auditportal.forms.euro import EuroField
from auditportal.forms.widgets import DateInput
from auditportal.money import euros
from audits.forms.bestandsaufnahme import Prose
from audits.models import AuditCycle, Goal, Measure
from handlungsfelder.models import MeasureField


class VersionForm(forms.ModelForm):
    """A row that several people write on; the page carries the version that was read."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, data=None, *, instance=None, **arguments):
        super().__init__(data, instance=instance, **arguments)
        self.initial["version"] = instance.version if instance else 0

    @property
    def fields_to_save(self) -> dict:
        return {name: self.cleaned_data[name] for name in self.fields if name != "version"}

    @property
    def read_version(self) -> int:
        return self.cleaned_data.get("version") or 0

    def meet(self, theirs) -> None:
        """Somebody else was faster: the next saving is over what stands there now, knowingly."""
        self.data = self.data.copy()
        self.data[self.add_prefix("version")] = theirs.version

    def differences(self, theirs) -> list[tuple[str, str]]:
        """Label and stored text of every field in which the two are not the same."""
        return [
            (field.label, shown(theirs, name))
            for name, field in self.fields.items()
            if name != "version" and getattr(theirs, name) != self.cleaned_data[name]
        ]


def shown(row, name: str) -> str:
    """One stored value as people read it."""
    value = getattr(row, name)
    if name == "target_groups":
        return ", ".join(row.target_group_names)
    if name == "budget":
        return f"{euros(value)} €" if value is not None else ""
    if name == "influence":
        return row.get_influence_display()
    return f"{value:%d.%m.%Y}" if hasattr(value, "strftime") else str(value or "")


class GoalForm(VersionForm):
    description = Prose(label="Erläuterung")

    class Meta:
        model = Goal
        fields = ["title", "description"]
        help_texts = {"title": "Ein Satz: was erreicht werden soll."}


class MeasureForm(VersionForm):
    description = Prose(label="Erläuterung")
    budget = EuroField(
        label="Budget in Euro", required=False, min_value=0, max_digits=12, decimal_places=2
    )
    target_groups = forms.MultipleChoiceField(
        label="Zielgruppen",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = Measure
        fields = [
            "title",
            "description",
            "responsible",
            "partners",
            "begins_on",
            "ends_on",
            "budget",
            "indicator",
            "target_groups",
            "influence",
        ]
        widgets = {"begins_on": DateInput, "ends_on": DateInput}
        help_texts = {
            "title": "Was getan wird.",
            "responsible": "Fachbereich oder Stelle. Vor dem Einfrieren einer Fassung nötig.",
            "ends_on": "Vor dem Einfrieren einer Fassung nötig.",
            "budget": "Leer lassen, wenn noch nichts feststeht.",
            "influence": "Unmittelbar: Sie entscheiden. Mittelbar: Sie regen es bei anderen an.",
        }

    def __init__(self, data=None, *, cycle: AuditCycle, **arguments):
        super().__init__(data, **arguments)
        version = cycle.version
        self.fields["target_groups"].choices = grouped(version.target_groups)
        if not version.target_groups:
            del self.fields["target_groups"]
        if MeasureField.INFLUENCE not in version.measure_fields:
            del self.fields["influence"]

    def clean(self):
        cleaned = super().clean()
        self._validate_constraints = False  # the two of a measure are asked here, without queries
        begins, ends = cleaned.get("begins_on"), cleaned.get("ends_on")
        if begins and ends and ends < begins:
            self.add_error("ends_on", "Der Abschluss liegt nicht vor dem Beginn.")
        return cleaned


def grouped(target_groups: list[dict]) -> list[tuple]:
    """As choices, under their dimension where they have one."""
    dimensions: dict[str, list[tuple[str, str]]] = {}
    for group in target_groups:
        choice = (group["code"], group["label"])
        dimensions.setdefault(group.get("dimension", ""), []).append(choice)
    plain = dimensions.pop("", [])
    return plain + list(dimensions.items())


class GoalFilter(forms.Form):
    """Looking through the measures: by Handlungsfeld, who is responsible, and words."""

    feld = forms.ChoiceField(label="Handlungsfeld", required=False)
    responsible = forms.ChoiceField(label="Verantwortlich", required=False)
    q = forms.CharField(label="Suche", required=False, max_length=100)

    def __init__(self, data, felder):
        super().__init__(data)
        names = {line.responsible for feld in felder for goal in feld.goals for line in goal.lines}
        self.fields["feld"].choices = [("", "alle"), *((one.code, one.name) for one in felder)]
        self.fields["responsible"].choices = [
            ("", "alle"),
            *((name, name) for name in sorted(names - {""}, key=str.casefold)),
        ]

    @property
    def is_active(self) -> bool:
        return self.is_valid() and any(self.cleaned_data.values())

    def narrow(self, felder) -> list:
        """Goals with a measure that fits, or that fit by their own words; others step aside."""
        asked = self.cleaned_data if self.is_valid() else {}
        code, who = asked.get("feld"), asked.get("responsible")
        words = asked.get("q", "").casefold().split()
        felder = [feld for feld in felder if not code or feld.code == code]
        if who or words:
            for feld in felder:
                feld.goals = [goal for goal in feld.goals if keeps(goal, who, words)]
        return felder


def keeps(goal: Goal, who: str, words: list[str]) -> bool:
    """Leave in the goal only the measures that fit; a goal that fits itself keeps all of them."""
    own = not who and has_all(words, goal.title, goal.description)
    if not own:
        goal.lines = [line for line in goal.lines if fits(line, who, words)]
    return own or bool(goal.lines)


def fits(line: Measure, who: str, words: list[str]) -> bool:
    texts = (line.title, line.description, line.partners, line.indicator, line.responsible)
    return (not who or line.responsible == who) and has_all(words, *texts)


def has_all(words: list[str], *texts: str) -> bool:
    text = " ".join(texts).casefold()
    return all(word in text for word in words)
