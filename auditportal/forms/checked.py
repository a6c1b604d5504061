"""What binds is typed first and then read: of the two pages only the second one has the button."""

import datetime as dt
from decimal import Decimal

from django import forms
from django.utils.choices import flatten_choices

from auditportal import notation

BINDS = "checked"  # the name of the only button that does
YES_OR_NO = {True: "ja", False: "nein"}


class CheckedForm(forms.Form):
    """A form whose contents are shown once more before they bind, and then asked for again.

    Between the two nothing is stored: the check page sends along what was typed.
    """

    ON_CHECK: tuple[str, ...] = ()  # files, which no page can send along: chosen beside the button

    def get_context(self):
        """As it is drawn for typing: without what is chosen on the check page."""
        context = super().get_context()
        fields = [
            (one, errors) for one, errors in context["fields"] if one.name not in self.ON_CHECK
        ]
        return context | {"fields": fields}

    @property
    def is_sent_to_bind(self) -> bool:
        """By the button of the check page."""
        return BINDS in self.data

    def come_back(self, typed) -> None:
        """As it was typed, shown and not checked, for whoever goes back to change it."""
        self.initial = {name: as_typed(typed, name, field) for name, field in self.fields.items()}

    @property
    def rows(self) -> list[tuple[str, str]]:
        """What will be recorded."""
        return self.filled_in()

    def filled_in(self) -> list[tuple[str, str]]:
        """By the labels of its fields; what was left empty is no row."""
        pairs = [(str(self[name].label), self.words(name)) for name in self.fields]
        return [(label, words) for label, words in pairs if words]

    def words(self, name: str) -> str:
        if name in self.ON_CHECK:
            return ""
        return in_words(self.fields[name], self.cleaned_data.get(name))

    @property
    def doubts(self) -> list[str]:
        """What can be and is seldom meant: it is asked back."""
        return []


def as_typed(typed, name: str, field: forms.Field):
    if isinstance(field, forms.MultipleChoiceField):
        return typed.getlist(name)
    return typed.get(name, "")


def in_words(field: forms.Field, value: object) -> str:
    """As people read it; "" for what was left empty."""
    if isinstance(field, forms.ModelChoiceField):
        return str(value or "")
    if isinstance(field, forms.ChoiceField):
        labels = dict(flatten_choices(getattr(field, "choices", ())))
        return str(labels.get(value, "")) if value else ""
    if isinstance(value, bool):
        return YES_OR_NO[value]
    if isinstance(value, dt.date):
        return notation.day(value)
    if isinstance(value, Decimal):
        return notation.number(value)
    return "" if value is None else str(value)
