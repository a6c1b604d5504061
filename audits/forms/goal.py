"""What people type about goals and measures, and how they look for them."""

from collections.abc import Iterable

from django import forms

from auditportal.forms.day import check_period
from auditportal.forms.fields import offer
from auditportal.forms.versioned import VersionedForm
from audits.facts.fact import Fact, Facts, Shown
from audits.facts.goal import GOAL
from audits.facts.measure import MEASURE
from audits.forms.facts import field_of
from audits.models import AuditCycle, Goal, Measure


class GoalForm(VersionedForm):
    facts: Facts = GOAL
    model: type[Goal | Measure] = Goal

    def __init__(self, data=None, *, instance=None, version=None, **arguments):
        super().__init__(data, row=instance, **arguments)
        for fact in self.facts.columns(Shown.FORM):
            if version is None or fact.asked_by(version):
                self.fields[fact.name] = field_of(fact, self.model, version)
                if instance is not None:
                    self.initial.setdefault(fact.name, getattr(instance, fact.name))

    def in_words(self, row, name: str) -> str:
        return self.facts[name].words({name: self.facts[name].data_of(row)})


class MeasureForm(GoalForm):
    needed_later = ("responsible", "ends_on", "influence")

    facts, model = MEASURE, Measure

    def __init__(self, data=None, *, cycle: AuditCycle, **arguments):
        super().__init__(data, version=cycle.version, **arguments)

    def clean(self):
        super().clean()
        cleaned = self.cleaned_data
        check_period(self, "begins_on", "ends_on")
        return cleaned


class GoalFilter(forms.Form):
    """Looking through the measures: by Handlungsfeld, by facts such as who is responsible, and
    by words."""

    feld = forms.ChoiceField(label="Handlungsfeld", required=False)
    q = forms.CharField(label="Suche", required=False, max_length=100)

    def __init__(self, data, felder):
        super().__init__(data)
        lines = [line for feld in felder for goal in feld.goals for line in goal.lines]
        offer(self, "feld", [("", "alle"), *((one.code, one.name) for one in felder)])
        for fact in MEASURE.columns(Shown.FILTER):
            self.fields[fact.name] = narrowing(fact, lines)
        self.order_fields(["feld", *self.facts, "q"])

    @property
    def facts(self) -> list[str]:
        return [fact.name for fact in MEASURE.columns(Shown.FILTER)]

    @property
    def is_active(self) -> bool:
        return self.is_valid() and any(self.cleaned_data.values())

    def narrow(self, felder) -> list:
        """Goals with a measure that fits, or that fit by their own words; others step aside."""
        asked = self.cleaned_data if self.is_valid() else {}
        code, words = asked.get("feld"), asked.get("q", "").casefold().split()
        wanted = {name: asked[name] for name in self.facts if asked.get(name)}
        felder = [feld for feld in felder if not code or feld.code == code]
        if wanted or words:
            for feld in felder:
                feld.goals = [goal for goal in feld.goals if keeps(goal, wanted, words)]
        return felder


def narrowing(fact: Fact, lines: list[Measure]) -> forms.ChoiceField:
    """What the measures say of a fact, as what one can choose."""
    found = {
        getattr(line, fact.name): fact.words({fact.name: fact.data_of(line)}) for line in lines
    }
    named = sorted(((key, name) for key, name in found.items() if key), key=by_name)
    return forms.ChoiceField(label=fact.label, required=False, choices=[("", "alle"), *named])


def by_name(choice: tuple[str, str]) -> str:
    return choice[1].casefold()


def keeps(goal: Goal, wanted: dict[str, str], words: list[str]) -> bool:
    """Leave in the goal only the measures that fit; a goal that fits itself keeps all of them."""
    own = not wanted and has_all(words, GOAL.texts(goal))
    if not own:
        goal.lines = [line for line in goal.lines if fits(line, wanted, words)]
    return own or bool(goal.lines)


def fits(line: Measure, wanted: dict[str, str], words: list[str]) -> bool:
    is_wanted = all(getattr(line, name) == value for name, value in wanted.items())
    return is_wanted and has_all(words, MEASURE.texts(line))


def has_all(words: list[str], texts: Iterable[str]) -> bool:
    text = " ".join(texts).casefold()
    return all(word in text for word in words)
