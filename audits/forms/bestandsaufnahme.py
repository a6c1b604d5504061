"""The texts of one Handlungsfeld: each a form of its own inside the one form of the page.

Of each text the page carries the version that was read and a fingerprint of what was seen, so
that saving the whole page touches only what this person has changed.
"""

import hashlib

from django import forms

from auditportal.forms.versioned import VersionedForm

LENGTH = 20_000  # characters of one text


class Prose(forms.CharField):
    """A long text, with the line ends of the portal whatever the browser sends."""

    def __init__(self, **arguments):
        widget = forms.Textarea({"rows": 5})
        super().__init__(required=False, max_length=LENGTH, widget=widget, **arguments)

    def to_python(self, value):
        return (super().to_python(value) or "").replace("\r\n", "\n")


class TextForm(VersionedForm):
    """One text with what is stored of it (`row`), what it is about (`subject`) and the action that
    saves it (`write`).

    It is bound only to what the request brings of it, and not if the stored text is to stay.
    """

    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    kind = ""  # of text, in the names of its fields

    def __init__(self, data, *, subject, row, url: str, write):
        self.subject, self.row, self.url, self.write = subject, row, url, write
        self.just_saved = False
        prefix = f"{self.kind}-{subject.pk}"
        brought = data and all(f"{prefix}-{name}" in data for name in self.names)
        data = data if brought and data.get("stay") != prefix else None
        super().__init__(data, prefix=prefix, row=row)

    def stored(self, row) -> dict[str, str]:
        return {name: getattr(row, name, "") for name in self.names}

    @property
    def fingerprint(self) -> str:
        return fingerprint(self.stored(self.row))

    @property
    def prose(self) -> list[forms.BoundField]:
        return [self[name] for name in self.names]

    @property
    def shown(self) -> list[tuple[str, str]]:
        """For those who only read: what each part is called, and what is stored."""
        return [(str(self[name].label), text) for name, text in self.stored(self.row).items()]

    def is_touched(self) -> bool:
        """Whether this person has changed what the page showed."""
        return fingerprint(self.fields_to_save) != self.cleaned_data["seen"]

    def is_news(self) -> bool:
        return self.fields_to_save != self.stored(self.row)

    def go_on_from(self, row) -> None:
        self.row = row
        if row:
            super().go_on_from(row)


class AnswerForm(TextForm):
    kind, names = "frage", ("text",)

    text = Prose(label="Antwort")

    def __init__(self, data, **arguments):
        super().__init__(data, **arguments)
        self.fields["text"].label = self.subject.text


class FindingForm(TextForm):
    kind, names = "feld", ("strengths", "challenges")

    strengths = Prose(label="Stärken", help_text="Was gelingt hier schon gut?")
    challenges = Prose(label="Herausforderungen", help_text="Was fehlt, was wird schwieriger?")


def fingerprint(texts: dict[str, str]) -> str:
    return hashlib.sha256("\0".join(texts.values()).encode()).hexdigest()[:16]
