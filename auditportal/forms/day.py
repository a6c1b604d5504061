"""Days that people type, and the one rule for what begins and ends."""

import re

from django import forms

from auditportal import clock
from auditportal.forms.widgets import DateInput

SINCE, AHEAD = 1990, 50  # the years that can be meant: since then, and so many from now


class Day(forms.DateField):
    """A day that can be meant: with two digits for its year it would lie in the first century."""

    widget = DateInput

    def __init__(self, *, since: int = SINCE, ahead: int = AHEAD, **arguments):
        self.since, self.ahead = since, ahead
        super().__init__(**arguments)

    def to_python(self, value):
        return super().to_python(re.sub(r"\s", "", value) if isinstance(value, str) else value)

    def validate(self, value):
        super().validate(value)
        latest = clock.today().year + self.ahead
        if value and not self.since <= value.year <= latest:
            raise forms.ValidationError(
                f"Bitte prüfen Sie das Jahr. Möglich ist {self.since} bis {latest}.", "year"
            )


class LongAgo(Day):
    """A day on which something began that may be older than the people who write it down."""

    def __init__(self, *, since: int = 1900, **arguments):
        super().__init__(since=since, **arguments)


def check_period(form: forms.BaseForm, begin: str, end: str, *, same: bool = True) -> None:
    """The end does not lie before its begin; with `same` both may be one. Said beside the end."""
    begins, ends = form.cleaned_data.get(begin), form.cleaned_data.get(end)
    if begins is None or ends is None:
        return
    first, last = f"„{form[begin].label}“", f"„{form[end].label}“"
    if ends < begins and same:
        form.add_error(end, f"{last} darf nicht vor {first} liegen.")
    elif ends <= begins and not same:
        form.add_error(end, f"{last} muss nach {first} liegen.")
