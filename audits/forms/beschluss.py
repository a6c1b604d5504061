"""What the minutes say about a Beschluss, and the way of its paper through the committees."""

from django import forms

from auditportal import notation
from auditportal.forms.checked import CheckedForm
from auditportal.forms.day import Day
from auditportal.forms.fields import DocumentField
from auditportal.forms.number import WholeNumber
from auditportal.verdict import Verdict
from audits.actions import beschluss as beschluesse
from audits.actions.beschluss import Decision, Stop
from audits.models import Competence, Fassung, Result, Topic
from handlungsfelder.models import Word

ROWS, MOST_ROWS = 3, 20  # of the Beratungsfolge: at first, and at most
FIGURES = ("yes", "no", "abstained")
ALL_OR_NONE = "Nennen Sie Ja, Nein und Enthaltung oder keine Zahl."
NO_MAJORITY = "Ein Beschluss braucht mehr Ja- als Nein-Stimmen."
NOTHING_FROZEN = "Es gibt noch keine eingefrorene Fassung, über die beschlossen werden kann."


class BeratungForm(forms.Form):
    """One row of the Beratungsfolge; an empty one says nothing."""

    body = forms.CharField(label="Gremium", max_length=150)
    session_on = Day(label="Sitzung am")
    competence = forms.TypedChoiceField(
        label="Zuständigkeit", choices=[("", "–"), *Competence.choices], coerce=Competence
    )


def figure(label: str) -> WholeNumber:
    return WholeNumber(label=label, required=False, min_value=0, max_value=9999)


class BeschlussForm(CheckedForm):
    """One Beschluss; the rows of its Beratungsfolge stand in `way`."""

    ON_CHECK = ("file",)

    body = forms.CharField(label="Gremium", max_length=150)
    session_on = Day(label="Sitzung am")
    paper_number = forms.CharField(
        label="Vorlage-Nr.", max_length=60, required=False, help_text="Zum Beispiel 0123/2026."
    )
    result = forms.TypedChoiceField(
        label="Ergebnis", choices=Result.choices, coerce=Result, widget=forms.RadioSelect
    )
    is_authoritative = forms.BooleanField(
        label="Dieser Beschluss ist maßgeblich",
        required=False,
        initial=True,
        help_text="Maßgeblich ist das Gremium, das endgültig entscheidet. Nur ein solcher "
        "Beschluss öffnet den Weg weiter. Empfehlungen gehören in die Beratungsfolge.",
    )
    yes, no, abstained = figure("Ja"), figure("Nein"), figure("Enthaltung")
    note = forms.CharField(label="Anmerkung", required=False, widget=forms.Textarea({"rows": 4}))
    file = DocumentField(
        label="Niederschriftsauszug",
        required=False,
        help_text="Sie können ihn auch später nachreichen.",
    )

    def __init__(self, data=None, files=None, *, cycle, topic):
        super().__init__(data, files, initial={"body": cycle.words[Word.COUNCIL]})
        self.cycle, self.topic = cycle, topic
        if topic == Topic.AGREEMENT:
            self.fields["fassung"] = self.fassung_field()
        self.way = way_of(data)

    def come_back(self, typed, *, one_more: bool = False) -> None:
        """`one_more`: somebody asked for another row, and goes on typing in it."""
        super().come_back(typed)
        self.way = way_of(None, typed, one_more=one_more)

    def fassung_field(self) -> forms.ModelChoiceField:
        """Exactly the version that was read here; one that is frozen in between is another."""
        found = self.cycle.fassungen.agreements().in_force().newest_first()
        self.fassungen = list(found.defer("content"))
        self.initial["fassung"] = self.fassungen[0].pk if self.fassungen else None
        several = len(self.fassungen) > 1
        return forms.ModelChoiceField(
            found.defer("content"),
            label="Beschlossene Fassung",
            empty_label=None,
            widget=forms.RadioSelect if several else forms.HiddenInput,
            error_messages={"required": NOTHING_FROZEN},
        )

    def clean(self):
        super().clean()
        data = self.cleaned_data
        self.check_figures(data)
        self.stops = self.checked_way(data.get("session_on"))
        if data.get("session_on"):
            self.say("session_on", beschluesse.was_in_session(data["session_on"]))
        if data.get("fassung"):
            self.check_fassung(data["fassung"], data.get("session_on"))
        return data

    def check_figures(self, data) -> None:
        if set(FIGURES) & set(self.errors):
            return
        missing = [name for name in FIGURES if data.get(name) is None]
        for name in missing if len(missing) < len(FIGURES) else ():
            self.add_error(name, ALL_OR_NONE)
        says_yes = data.get("result") in (Result.ADOPTED, Result.AMENDED)
        if says_yes and not missing and data["yes"] <= data["no"]:
            self.add_error("yes", NO_MAJORITY)

    def check_fassung(self, fassung: Fassung, session_on) -> None:
        self.say("fassung", beschluesse.is_about(self.cycle, fassung))
        if session_on:
            self.say("session_on", beschluesse.is_after_freezing(session_on, fassung))

    def checked_way(self, session_on) -> list[Stop]:
        """The stops in the order of their days; what is wrong stands in its own row."""
        stops = []
        for number, row in enumerate(self.way, 1):
            stop = Stop(**row.cleaned_data) if row.is_valid() and row.has_changed() else None
            if stop and session_on:
                verdict = beschluesse.ends_with_it(session_on, [stop])
                if not verdict:
                    row.add_error("session_on", str(verdict))
            if row.errors:
                self.add_error(None, f"Beratungsfolge: Bitte prüfen Sie die {number}. Station.")
            elif stop:
                stops.append(stop)
        return sorted(stops, key=lambda stop: stop.session_on)

    def say(self, field: str, verdict: Verdict) -> None:
        """The sentence of the action, beside the field that it is about."""
        if not verdict and field not in self.errors:
            self.add_error(field, str(verdict))

    @property
    def rows(self):
        way = "\n".join(
            f"{stop.body}, {notation.day(stop.session_on)}: {stop.competence.label}"
            for stop in self.stops
        )
        return [*super().rows, *([("Beratungsfolge", way)] if way else [])]

    @property
    def doubts(self):
        return beschluesse.doubts(self.cycle, self.decision)

    @property
    def decision(self) -> Decision:
        data = self.cleaned_data
        votes = tuple(data[name] for name in FIGURES)
        return Decision(
            body=data["body"],
            session_on=data["session_on"],
            result=data["result"],
            is_authoritative=data["is_authoritative"],
            paper_number=data["paper_number"],
            votes=None if None in votes else votes,
            note=data["note"],
            way=self.stops,
        )

    @property
    def facts(self) -> dict:
        data = self.cleaned_data
        return {"decision": self.decision, "fassung": data.get("fassung"), "upload": data["file"]}


def way_of(data, typed=None, *, one_more: bool = False) -> list[BeratungForm]:
    """As many rows as were shown, or one more in which one goes on typing."""
    rows = rows_of(data or typed or {}) + one_more
    way = [
        stop_form(data, row, {} if typed is None else typed_stop(typed, row))
        for row in range(min(rows, MOST_ROWS))
    ]
    if one_more:
        way[-1].fields["body"].widget.attrs["autofocus"] = True
    return way


def stop_form(data, row: int, initial: dict) -> BeratungForm:
    return BeratungForm(
        data,
        prefix=f"way-{row}",
        initial=initial,
        empty_permitted=True,
        use_required_attribute=False,
    )


def rows_of(data) -> int:
    shown = data.get("rows", "")
    return min(int(shown), MOST_ROWS) if shown.isdecimal() else ROWS


def typed_stop(typed, row: int) -> dict:
    return {name: typed.get(f"way-{row}-{name}", "") for name in BeratungForm.base_fields}


class ExcerptForm(forms.Form):
    """The excerpt of the minutes, which are often approved weeks later."""

    file = DocumentField(label="Niederschriftsauszug")
