"""What becomes of everything that was taken over, Handlungsfeld by Handlungsfeld."""

import json
from dataclasses import dataclass

from django import forms

from auditportal.forms.shown import ShownField, shown_in
from audits.facts.measure import MEASURE
from audits.models import Goal, Mark, Measure, ReportEntry
from audits.pages.balance import Balance, MeasureBalance

CHOICES = [(Mark.CONTINUED, "fortgeführt"), (Mark.BALANCED, "bilanziert")]


def name_of(row: Goal | Measure) -> str:
    return f"{'ziel' if isinstance(row, Goal) else 'massnahme'}-{row.pk}"


@dataclass(frozen=True)
class Drawn:
    """A row of the page: what it was and is, what was reported, and the choice if there is one."""

    row: Goal | Measure
    entry: ReportEntry | None
    choice: forms.BoundField | None

    @property
    def brief(self) -> str:
        return MEASURE.brief(self.row)

    @property
    def brief_before(self) -> str:
        return MEASURE.brief(self.before) if self.before else ""

    @property
    def before(self) -> Goal | Measure | None:
        return self.row.origin

    @property
    def word(self) -> str:
        return self.row.get_mark_display().capitalize() or "Offen"


@dataclass(frozen=True)
class DrawnFeld:
    """A Handlungsfeld of the page: its goals, each with its lines."""

    code: str
    name: str
    goals: list[tuple[Drawn, list[Drawn]]]

    @property
    def can_be_weighed(self) -> bool:
        return any(one.choice for goal, lines in self.goals for one in (goal, *lines))


class BilanzForm(forms.Form):
    """One choice for each goal and measure; what is left open is decided another time.

    What nobody has touched on this page stands in it as it is stored now, whoever saved it.
    """

    shown = ShownField()

    def __init__(self, data=None, *, balance: Balance):
        self.balance = balance
        rows = [row for group in balance.groups for row in group.rows if row.mark != Mark.NEW]
        self.rows = {name_of(row): row for row in rows}
        self.marks = {name: row.mark for name, row in self.rows.items()}
        self.before = self.marks | self._shown(data)
        initial = self.marks | {"shown": self.marks}
        super().__init__(self._with_what_is_stored(data), initial=initial)
        for name, row in self.rows.items():
            self.fields[name] = forms.ChoiceField(
                label=str(row), choices=CHOICES, required=False, widget=forms.RadioSelect
            )

    @staticmethod
    def _shown(data) -> dict[str, str]:
        shown = shown_in(data, "shown") if data else None
        return shown if isinstance(shown, dict) else {}

    def _with_what_is_stored(self, data):
        """The marks that were changed on the page, all others as they are now."""
        if data is None:
            return None
        self.touched = {name for name in self.rows if data.get(name, "") != self.before[name]}
        data = data.copy()
        data["shown"] = json.dumps(self.marks)
        for name in self.rows.keys() - self.touched:
            data[name] = self.marks[name]
        return data

    def drawn(self) -> list[DrawnFeld]:
        return [
            DrawnFeld(group.code, group.name, [self._drawn_goal(*goal) for goal in group.goals])
            for group in self.balance.groups
        ]

    def _drawn_goal(self, goal: Goal, lines: list[MeasureBalance]) -> tuple[Drawn, list[Drawn]]:
        return self._drawn(goal), [self._drawn(line.row, line.entry) for line in lines]

    def _drawn(self, row: Goal | Measure, entry: ReportEntry | None = None) -> Drawn:
        name = name_of(row)
        return Drawn(row, entry, self[name] if name in self.rows else None)

    def clean(self):
        super().clean()
        data = self.cleaned_data
        for group in self.balance.groups:
            for goal, lines in group.goals:
                self._end_together(data, goal, lines)
        for name in self.touched:
            self._is_as_shown(data, name)
        return data

    def _end_together(self, data: dict, goal: Goal, lines: list[MeasureBalance]) -> None:
        """Nothing goes on under a goal that does not."""
        ends = data.get(name_of(goal)) == Mark.BALANCED
        for name in (name_of(line.row) for line in lines):
            if ends and data.get(name) == Mark.CONTINUED:
                text = "Ihr Ziel ist bilanziert. Bilanzieren Sie auch diese Maßnahme."
                self.add_error(name, text)

    def _is_as_shown(self, data: dict, name: str) -> None:
        """Two people who decide otherwise about the same row: the slower one is asked again."""
        now = self.marks[name]
        if now and now not in (self.before[name], data.get(name)):
            text = f"Inzwischen steht hier „{Mark(now).label}“. Bleibt es bei Ihrer Wahl?"
            self.add_error(name, forms.ValidationError(text, code="not_yet"))

    @property
    def weighed(self) -> list[tuple[Goal | Measure, Mark]]:
        """The rows whose mark has changed; goals come before their measures."""
        chosen = [(row, self.cleaned_data.get(name)) for name, row in self.rows.items()]
        return [(row, Mark(mark)) for row, mark in chosen if mark and mark != row.mark]
