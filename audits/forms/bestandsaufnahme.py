"""The texts of one Handlungsfeld: each a form of its own inside the one form of the page.

Of each text the page carries the version that was read and a fingerprint of what was seen, so
that saving the whole page touches only what this person has changed.
"""

import hashlib

from django import forms

LENGTH = 20_000  # characters of one text


class Prose(forms.CharField):
    """A long text, with the line ends of the portal whatever the browser sends."""

    def __init__(self, **arguments):
        widget = forms.Textarea({"rows": 5})
        super().__init__(required=False, max_length=LENGTH, widget=widget, **arguments)

    def to_python(self, value):
        return super().to_python(value).replace("\r\n", "\n")


class TextForm(forms.Form):
    """One text with what is stored of it (`row`), what it is about (`subject`) and the action that
    saves it (`write`).

    It is bound only to what the request brings of it, and not if the stored text is to be kept.
    """

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data, *, subject, row, url: str, write):
        self.subject, self.row, self.url, self.write = subject, row, url, write
        self.theirs = self.refused = None
        self.just_saved = False
        prefix = f"{self.kind}-{subject.pk}"
        brought = data and all(f"{prefix}-{name}" in data for name in self.names)
        data = data if brought and data.get("keep") != prefix else None
        super().__init__(data, prefix=prefix, initial=self.stored)

    @property
    def stored(self) -> dict[str, str]:
        return {name: getattr(self.row, name, "") for name in self.names}

    @property
    def fingerprint(self) -> str:
        return fingerprint(self.stored)

    @property
    def prose(self) -> list[forms.BoundField]:
        return [self[name] for name in self.names]

    @property
    def both(self) -> list[tuple[str, str, forms.BoundField]]:
        """For the choice: what each part is called, what is stored, what was typed."""
        return [(self[name].label, text, self[name]) for name, text in self.stored.items()]

    def texts(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in self.names}

    def is_touched(self) -> bool:
        """Whether this person has changed what the page showed."""
        return fingerprint(self.texts()) != self.cleaned_data["seen"]

    def is_news(self) -> bool:
        return self.texts() != self.stored

    def read_version(self) -> int:
        """The version that this person has read; who has read none has read nothing yet."""
        return self.cleaned_data["version"] or 0

    def newest_version(self) -> int:
        """The one that the page knew when an autosave left; the others' stand beside it."""
        given = self.data.get("version", "")
        return int(given) if given.isdecimal() else self.read_version()

    def is_unsaved(self) -> bool:
        """Whether the typed text was not stored, for what it met or because it is too late."""
        return self.theirs is not None or self.refused is not None

    def keep(self, row) -> None:
        """It is stored now."""
        self.row, self.just_saved = row, True

    def meet(self, theirs) -> None:
        """Somebody else was faster: the same text is no loss, another one asks for a decision."""
        self.row = theirs
        if self.is_news():
            self.theirs = theirs
        else:
            self.keep(theirs)


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
