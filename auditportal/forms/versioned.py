"""What two people may edit at once is saved over exactly the version that was read.

Whoever was slower loses nothing: the form keeps what was typed as it was typed, and carries beside
it what stands there now, or why it cannot be saved; components/conflict.html says so.
"""

import datetime as dt
from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass

from django import forms
from django.db import models
from django.utils.choices import flatten_choices

from auditportal import notation
from auditportal.verdict import Verdict


@dataclass(frozen=True)
class Difference:
    """A field in which two people do not say the same: the writer's own, and what is stored."""

    field: forms.BoundField
    stored: str

    @property
    def can_be_taken(self) -> bool:
        """Whether the stored text can be put into the own field as it is shown here."""
        return isinstance(self.field.field.widget, forms.Textarea)


class VersionedForm(forms.Form):
    """A form over a `row` that counts its savings; without a row nothing is stored yet."""

    version = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)

    theirs: models.Model | None = None  # the row as somebody else has saved it in between
    refused: Verdict | None = None  # why it cannot be saved now
    stay = ""  # the page that shows what is stored

    def __init__(self, data=None, *, row=None, **arguments):
        super().__init__(data, **arguments)
        read = self.stored(row) | {"version": row.version} if row else {"version": 0}
        self.initial = read | dict(self.initial)

    def stored(self, row) -> dict:
        """What a row says in each field that is saved, as `initial` takes it."""
        return {name: getattr(row, name) for name in self.names}

    @property
    def names(self) -> Sequence[str]:
        """The fields that are saved."""
        return [field.name for field in self.visible_fields()]

    @property
    def fields_to_save(self) -> dict:
        return {name: self.cleaned_data[name] for name in self.names}

    @property
    def read_version(self) -> int:
        """Who has read none has read nothing yet."""
        return self.cleaned_data["version"] or 0

    def go_on_from(self, row) -> None:
        """From here on the next saving is over what this row says."""
        data = copy(self.data)
        assert isinstance(data, dict)  # also what a request brings is one
        data[self.add_prefix("version")] = row.version
        self.data = data

    def meet(self, theirs):
        """Somebody else was faster; the same once more is no loss, and as good as saved."""
        self.go_on_from(theirs)
        if not self.differs_from(theirs):
            return theirs
        self.theirs = theirs
        return None

    @property
    def is_unsaved(self) -> bool:
        return self.theirs is not None or self.refused is not None

    @property
    def differences(self) -> list[Difference]:
        return self.differs_from(self.theirs)

    def differs_from(self, row) -> list[Difference]:
        """Every field in which the row says something else than what was typed."""
        stored = self.stored(row)
        return [
            Difference(self[name], self.in_words(row, name))
            for name in self.names
            if not same(self.fields[name], self.cleaned_data[name], stored.get(name))
        ]

    def in_words(self, row, name: str) -> str:
        """One stored value as people read it."""
        return as_read(self.fields[name], self.stored(row).get(name))

    @property
    def chosen_files(self) -> list[str]:
        """No page can give a file back to its field: it is said by its name."""
        return [str(file) for file in self.files.values()]

    @property
    def conflict_id(self) -> str:
        """Of the place beside the form that says why it is not saved."""
        return f"{self['version'].auto_id}-konflikt"


class VersionedModelForm(VersionedForm, forms.ModelForm):
    """The same over the columns of a model; what was typed is never written into the row itself."""

    def __init__(self, data=None, *, instance=None, **arguments):
        super().__init__(data, row=instance, instance=copy(instance), **arguments)

    def stored(self, row) -> dict:
        return forms.model_to_dict(row, self._meta.fields)


def same(field: forms.Field, one, other) -> bool:
    """Whether two values are the same as people write them."""
    return one == other or written(field, one) == written(field, other)


def written(field: forms.Field, value):
    return field.prepare_value(getattr(value, "pk", value)) or ""


def as_read(field: forms.Field, value) -> str:
    """A value as people read it, chosen ones by their label."""
    if isinstance(value, bool):
        return "ja" if value else "nein"
    if isinstance(value, dt.date):
        return notation.day(value)
    if isinstance(value, dt.time):
        return f"{value:%H:%M}"
    choices = flatten_choices(getattr(field, "choices", ()))
    labels = {str(key): str(label) for key, label in choices}
    values = value if isinstance(value, list) and labels else [written(field, value)]
    return ", ".join(labels.get(str(one), str(one)) for one in values)
