"""Why an entry does not hold, and what is right instead; the forms of what is set right."""

from django import forms

from auditportal.forms.checked import CheckedForm
from auditportal.forms.day import Day
from auditportal.forms.fields import DocumentField
from audits.forms.beschluss import ROWS, BeratungForm, BeschlussForm, stop_form
from audits.forms.vermerk import VermerkForm, not_in_the_future
from audits.models import (
    Beschluss,
    Fassung,
    Signature,
    Veranstaltung,
    Vermerk,
)

ONLY_STRUCK = "is_void"


def reason_field() -> forms.CharField:
    return forms.CharField(
        label="Grund der Berichtigung",
        max_length=2000,
        widget=forms.Textarea({"rows": 3}),
        help_text="Er steht für alle Beteiligten neben dem durchgestrichenen Eintrag.",
    )


class ReasonForm(CheckedForm):
    """Something is taken back; nothing takes its place yet."""

    reason = reason_field()

    def __init__(self, data=None, files=None, *, entry):
        super().__init__(data, files)
        self.entry = entry

    @property
    def facts(self) -> dict:
        return {"reason": self.cleaned_data["reason"]}


class WithReason(CheckedForm):
    """Of a form that entered something: with what stands there, why it is wrong, and whether
    anything is right instead."""

    def ask_why(self, void_label: str) -> None:
        self.fields["reason"] = reason_field()
        self.fields[ONLY_STRUCK] = forms.BooleanField(label=void_label, required=False)
        self.order_fields(["reason"])
        if self.is_void:
            self.fields = {name: self.fields[name] for name in ("reason", ONLY_STRUCK)}

    @property
    def is_void(self) -> bool:
        """What is only struck needs no new facts."""
        return ONLY_STRUCK in self.data

    @property
    def doubts(self):
        return [] if self.is_void else super().doubts

    @property
    def rows(self):
        if self.is_void:
            return self.filled_in()
        return [pair for pair in super().rows if pair[0] != self[ONLY_STRUCK].label]

    @property
    def facts(self) -> dict:
        about = {"reason": self.cleaned_data["reason"]}
        return about if self.is_void else about | self.new_facts

    @property
    def new_facts(self) -> dict:
        names = set(self.fields) - {"reason", ONLY_STRUCK}
        return {name: self.cleaned_data[name] for name in names}


def stops_of(beschluss: Beschluss) -> list[BeratungForm]:
    """Its Beratungsfolge, and as many empty rows as there are at first."""
    stops = [
        {"body": one.body, "session_on": one.session_on, "competence": one.competence}
        for one in beschluss.beratungen.in_order()
    ]
    empty: list[dict] = [{}] * max(0, ROWS - len(stops))
    return [stop_form(None, row, stop) for row, stop in enumerate([*stops, *empty])]


class BeschlussCorrection(WithReason, BeschlussForm):
    """All that the minutes say, once more."""

    def __init__(self, data=None, files=None, *, entry: Beschluss):
        super().__init__(data, files, cycle=entry.cycle, topic=entry.topic)
        self.entry = entry
        stands = {name: getattr(entry, name, None) for name in self.fields}
        self.initial = stands | {"fassung": entry.fassung_id, "file": None}
        self.ask_why("Diesen Beschluss gibt es nicht: nur streichen")
        if data is None:
            self.way = stops_of(entry)
        if self.is_void:
            self.way = []

    def check_fassung(self, fassung: Fassung, session_on) -> None:
        """It may stay with the one that it was entered for."""
        if fassung.pk != self.entry.fassung_id:
            super().check_fassung(fassung, session_on)

    @property
    def new_facts(self):
        return super(WithReason, self).facts


class VermerkCorrection(WithReason, VermerkForm):
    def __init__(self, data=None, files=None, *, entry: Vermerk):
        stands = {"on": entry.on, "text": entry.text, "amount": entry.amount}
        super().__init__(data, files, cycle=entry.cycle, gate=entry.gate, initial=stands)
        self.ask_why("Das ist nicht geschehen: nur streichen")


class SignatureCorrection(WithReason):
    signed_on = Day(label="Unterzeichnet am", validators=[not_in_the_future])

    def __init__(self, data=None, files=None, *, entry: Signature):
        super().__init__(data, files, initial={"signed_on": entry.signed_on})
        self.ask_why("Das Dokument ist nicht unterzeichnet: nur streichen")


class MinutesCorrection(WithReason):
    """The Protokoll once more; a file that stays away leaves the one that there is."""

    ON_CHECK = ("upload",)

    held_on = Day(label="Durchgeführt am", validators=[not_in_the_future])
    minutes = forms.CharField(
        label="Protokoll als Text", required=False, widget=forms.Textarea({"rows": 10})
    )
    upload = DocumentField(label="Anderes Protokoll als Datei", required=False)

    def __init__(self, data=None, files=None, *, entry: Veranstaltung):
        stands = {"held_on": entry.held_on, "minutes": entry.minutes}
        super().__init__(data, files, initial=stands)
        self.entry = entry
        self.ask_why("Die Veranstaltung hat nicht stattgefunden: wieder planen")

    def clean(self):
        super().clean()
        data = self.cleaned_data
        if not (data.get("minutes") or self.entry.minutes_document_id or data.get(ONLY_STRUCK)):
            self.add_error("minutes", "Das Protokoll fehlt.")
        return data
