"""What becomes of everything that was taken over, Handlungsfeld by Handlungsfeld."""

from dataclasses import dataclass

from django import forms

from audits.facts.measure import MEASURE
from audits.models import Goal, Mark, Measure, ReportEntry
from audits.pages.balance import FeldBalance

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


class BilanzForm(forms.Form):
    """One choice for each goal and measure; what is left open is decided another time."""

    def __init__(self, data=None, *, group: FeldBalance):
        super().__init__(data)
        self.group = group
        self.rows = {name_of(row): row for row in group.rows if row.mark != Mark.NEW}
        for name, row in self.rows.items():
            self.fields[name] = forms.ChoiceField(
                label=str(row),
                choices=CHOICES,
                required=False,
                initial=row.mark,
                widget=forms.RadioSelect,
            )

    def drawn(self) -> list[tuple[Drawn, list[Drawn]]]:
        """The goals and lines of the page, each with its choice."""
        return [
            (self._drawn(goal), [self._drawn(one.row, one.entry) for one in lines])
            for goal, lines in self.group.goals
        ]

    def _drawn(self, row: Goal | Measure, entry: ReportEntry | None = None) -> Drawn:
        name = name_of(row)
        return Drawn(row, entry, self[name] if name in self.rows else None)

    def clean(self):
        """Nothing goes on under a goal that does not."""
        data = super().clean()
        for goal, lines in self.group.goals:
            ends = data.get(name_of(goal)) == Mark.BALANCED
            for name in (name_of(line.row) for line in lines):
                if ends and data.get(name) == Mark.CONTINUED:
                    text = "Ihr Ziel ist bilanziert. Bilanzieren Sie auch diese Maßnahme."
                    self.add_error(name, text)
        return data

    @property
    def weighed(self) -> list[tuple[Goal | Measure, Mark]]:
        """The rows whose mark has changed; goals come before their measures."""
        chosen = [(row, self.cleaned_data.get(name)) for name, row in self.rows.items()]
        return [(row, Mark(mark)) for row, mark in chosen if mark and mark != row.mark]
