"""What people type about a version in the making: one form for each of its tables.

A form is given the draft's data and the table that it shows; `values` is that table as it is to be
stored. Its fields are called like the keys of the table.
"""

from dataclasses import dataclass

from django import forms
from django.core.exceptions import ValidationError

from auditportal.models import Organisation, OrganisationKind
from auditportal.verdict import WHEN, Verdict, unless
from handlungsfelder.forms.fields import Code, Lines, Number, Numbers, Words, code_from
from handlungsfelder.models import (
    DueFrom,
    Entwurf,
    MeasureField,
    Party,
    Referenz,
    Right,
    SubjectKind,
    Verfahren,
    VerfahrenVersion,
    Word,
)
from handlungsfelder.parameters import CLOSES_PHASES, RIGHTS_OF
from handlungsfelder.reading import Place
from handlungsfelder.tables import at, position, siblings
from handlungsfelder.template import KINDS, MAX_BYTES
from handlungsfelder.wording import plain, whose

YES = {"required": False}
CHECKS = {"required": False, "widget": forms.CheckboxSelectMultiple}


class TableForm(forms.Form):
    """`read` is the count of savings that the writer has seen, `of` the row that was meant."""

    read = forms.IntegerField(required=False, widget=forms.HiddenInput)
    of = forms.CharField(required=False, widget=forms.HiddenInput)
    names_itself_after = ""  # the field from which an empty Kürzel is made
    # When it could not be saved: what another has saved in between, or why it is refused.
    theirs: Entwurf | None = None
    refused: Verdict | None = None

    def __init__(self, posted=None, *, entwurf, place: Place, is_new: bool = False):
        self.entwurf, self.place, self.is_new = entwurf, place, is_new
        self.table = {} if is_new else at(entwurf.data, place) or {}
        began = {"read": entwurf.version, "of": self.meant(entwurf)}
        super().__init__(posted, initial=self.shown(self.table) | began)
        self.prepare()

    def prepare(self) -> None:
        """Choices that depend on the rest of the draft."""

    def shown(self, table: dict) -> dict:
        """The table as the fields want it."""
        return {name: value for name, value in table.items() if name != "read"}

    @property
    def values(self) -> dict:
        names = [name for name in self.fields if name not in ("read", "of")]
        return {name: self.cleaned_data[name] for name in names}

    @property
    def version(self) -> int:
        return self.cleaned_data.get("read") or 0

    def clean(self):
        cleaned = super().clean()
        if self.names_itself_after and "code" in self.fields and "code" not in self.errors:
            cleaned["code"] = self._code(cleaned)
        return cleaned

    def _code(self, cleaned: dict) -> str:
        """What was typed, or what it had, or one made from the name; each stands there once."""
        rows = siblings(self.entwurf.data, self.place)
        own = None if self.is_new else position(self.place)
        taken = {row.get("code") for n, row in enumerate(rows) if n != own}
        code = cleaned.get("code") or self.table.get("code")
        if code in taken:
            self.add_error("code", "Dieses Kürzel gibt es schon.")
        most = self.fields["code"].max_length
        return code or code_from(cleaned.get(self.names_itself_after, ""), taken, most)

    # --- when somebody else was faster ------------------------------------------------------------

    def meant(self, entwurf: Entwurf) -> str:
        """By what the row is known again: its own Kürzel or kind, and the phase of a gate."""
        if self.place.number is None:
            return ""
        row = Place(self.place.section, self.place.number)
        places = ([] if self.place.gate is None else [row]) + ([] if self.is_new else [self.place])
        tables = [at(entwurf.data, place) or {} for place in places]
        return "/".join(table.get("kind") or table.get("code", "") for table in tables)

    def is_elsewhere(self, entwurf: Entwurf) -> bool:
        """Whether another row stands now where this one stood; said beside what was typed."""
        if self.meant(entwurf) == self.data.get("of", ""):
            return False
        self.refused = unless(False, WHEN, "Das steht inzwischen an einer anderen Stelle.")
        return True

    def meet(self, entwurf: Entwurf) -> None:
        """Go on with what stands there now, if it still is the same row."""
        if not self.is_elsewhere(entwurf):
            self.theirs = entwurf
            self.data = self.data.copy()
            self.data["read"] = entwurf.version

    @property
    def differences(self) -> list[tuple[str, str]]:
        """Label and stored value of every field in which the two are not the same."""
        if self.is_new:
            return []
        stored = self.shown(at(self.theirs.data, self.place))
        both = [
            (field, option(field, stored.get(name)), option(field, self.cleaned_data.get(name)))
            for name, field in self.fields.items()
            if name not in ("read", "of")
        ]
        return [(field.label, theirs) for field, theirs, mine in both if theirs != mine]


def option(field: forms.Field, value) -> str:
    """A value as people read it, chosen ones by their label."""
    labels = dict(getattr(field, "choices", ()))
    if isinstance(field, forms.BooleanField):
        return plain(bool(value))
    if isinstance(value, list):
        return ", ".join(str(labels.get(one, one)) for one in value)
    return str(labels.get(value, plain(value))) if value else plain(value)


# --- single tables --------------------------------------------------------------------------------


class HeadForm(TableForm):
    code = Code(
        max_length=20,
        required=True,
        help_text="Eine kurze Bezeichnung, die alle Versionen dieses Verfahrens tragen.",
    )
    name = Words(label="Name")
    version = Number(1, label="Version", required=True, help_text="Jede Version hat ihre Nummer.")
    label = Words(
        label="Bezeichnung der Version",
        required=False,
        help_text="Woran man sie unter anderen erkennt, zum Beispiel „ab 2027“.",
    )
    summary = Words(
        label="Worum es geht",
        required=False,
        rows=5,
        max_length=4000,
        help_text="Zwei bis fünf Sätze für alle, die überlegen teilzunehmen.",
    )
    subject_kind = forms.ChoiceField(
        label="Gegenstand",
        required=False,
        choices=[("", "Die teilnehmende Seite selbst"), *SubjectKind.choices],
    )
    in_programmes = forms.BooleanField(label="Läuft in Förderprogrammen", **YES)
    measure_fields = forms.MultipleChoiceField(
        label="Zusätzliche Angaben je Maßnahme", choices=MeasureField.choices, **CHECKS
    )
    rhythms = Numbers(
        1,
        120,
        label="Rhythmen in Monaten",
        help_text="Zwischen welchen Abständen gewählt wird, zum Beispiel 12, 18.",
    )


class OutcomeForm(TableForm):
    certificate_title = Words(
        label="Titel auf der Urkunde",
        required=False,
        help_text="{name} steht für den Namen der teilnehmenden Seite.",
    )
    certificate_number = Words(
        label="Muster der Nummer",
        required=False,
        max_length=50,
        help_text="{year} steht für das Jahr, {n} für die laufende Zahl.",
    )
    validity_months = Number(
        1, 1200, label="Gültigkeit in Monaten", help_text="Leer lassen: gilt unbegrenzt."
    )


class WordsForm(TableForm):
    """Each noun with what it is for."""

    def prepare(self):
        for word in Word:
            self.fields[word.value] = Words(label=word.label, max_length=100)


class LadderForm(TableForm):
    follows = forms.MultipleChoiceField(
        label="Folgt auf",
        help_text="Wer diese Verfahren abgeschlossen hat, kann dieses beginnen.",
        **CHECKS,
    )
    lead_months = Number(
        1, 120, label="Vorlauf in Monaten", help_text="So lange vorher sollte es beginnen."
    )
    carries_over = forms.BooleanField(label="Übernimmt Ziele und Maßnahmen von dort", **YES)
    needs = Words(
        label="Was vorausgesetzt wird",
        required=False,
        rows=4,
        max_length=1000,
        help_text="In einem Satz, zum Beispiel eine Mitgliedschaft.",
    )

    def prepare(self):
        own = self.entwurf.data["verfahren"]["code"]
        others = Verfahren.objects.filter(owner=self.entwurf.owner_id).exclude(code=own)
        choices = dict(others.order_by("code").values_list("code", "name"))
        for code in self.table.get("follows", []):
            choices.setdefault(code, code)
        self.fields["follows"].choices = [
            (code, f"{name} ({code})") for code, name in choices.items()
        ]
        if not choices:
            self.fields["follows"].help_text = "Noch ist kein anderes Verfahren veröffentlicht."


class ThresholdForm(TableForm):
    label = Words(
        label="Kennzahl",
        required=False,
        max_length=100,
        help_text="Wonach sich Schwellen richten, zum Beispiel „umgesetzte Maßnahmen in Prozent“.",
    )


# --- rows -----------------------------------------------------------------------------------------


class SideForm(TableForm):
    label = Words(label="Name", max_length=100)
    kinds = forms.MultipleChoiceField(
        label="Welche Organisationen",
        choices=[(kind.value, OrganisationKind(kind).label) for kind in KINDS],
        widget=forms.CheckboxSelectMultiple,
    )
    least = Number(1, 20, label="Mindestens so viele", help_text="Leer lassen: eine.")
    most = Number(1, 20, label="Höchstens so viele", help_text="Leer lassen: eine.")
    code = Code()
    names_itself_after = "label"

    def clean(self):
        cleaned = super().clean()
        if (cleaned.get("least") or 1) > (cleaned.get("most") or 1):
            self.add_error("most", "Das sind weniger als mindestens verlangt.")
        return cleaned


class GroupForm(TableForm):
    label = Words(label="Name", max_length=100)
    dimension = Words(
        label="Überschrift",
        required=False,
        max_length=100,
        help_text="Worunter sie in der Auswahl steht, zum Beispiel „Alter“.",
    )
    code = Code()
    names_itself_after = "label"


class LevelForm(TableForm):
    title = Words(label="Titel")
    least = Number(0, 1_000_000, label="Schwelle", help_text="Die Kennzahl ist mindestens so groß.")
    code = Code()
    names_itself_after = "title"


class FeldForm(TableForm):
    name = Words(label="Name")
    leitfragen = Lines(
        label="Leitfragen", rows=8, each=1000, help_text="Jede Frage in einer eigenen Zeile."
    )
    module = forms.BooleanField(label="Modul: wird für einen Durchlauf gewählt", **YES)
    free = forms.BooleanField(label="Freies Feld: wird im Durchlauf benannt", **YES)
    takes = Lines(
        label="Entspricht früheren Feldern",
        help_text="Je Zeile Kürzel des Verfahrens, Schrägstrich, Kürzel des Feldes.",
    )
    references = Lines(
        label="Bezüge",
        help_text="Je Zeile Kürzel des Referenzrahmens, Schrägstrich, Nummer des Eintrags.",
    )
    code = Code(max_length=20)
    names_itself_after = "name"

    def clean_references(self):
        """Only what is in a frame of this installation, or was there before."""
        asked = set(self.cleaned_data["references"]) - set(self.table.get("references", []))
        if asked:
            rows = Referenz.objects.values_list("rahmen__code", "code")
            asked -= {f"{rahmen}/{code}" for rahmen, code in rows}
        if asked:
            raise ValidationError(f"Diese Bezüge gibt es nicht: {', '.join(sorted(asked))}.")
        return self.cleaned_data["references"]


def by_choices(words: dict, parties) -> list[tuple[str, str]]:
    return [
        (f"{party.value}:{right.value}", whose(words, party, right))
        for party in parties
        for right in RIGHTS_OF[party]
    ]


class PhaseForm(TableForm):
    name = Words(label="Name", max_length=100)
    by = forms.ChoiceField(label="Wer die Phase abschließt")
    help = Words(
        label="Hilfetext",
        required=False,
        rows=4,
        max_length=4000,
        help_text="Was zu tun ist, in zwei oder drei Sätzen.",
    )
    due_days = Number(0, 3660, label="Frist in Tagen", help_text="Leer lassen: ohne Frist.")
    due_from = forms.ChoiceField(label="Die Frist zählt ab", choices=DueFrom.choices)
    starts_clock = forms.BooleanField(
        label="Hier liegt der Starttag (Tag des Beschlusses oder Ende der Phase)", **YES
    )
    rework_to = forms.ChoiceField(label="Bei Nachbesserung zurück zu", required=False)
    rework_days = Number(1, 3660, label="Frist einer Nachbesserung in Tagen")
    repeat_from = forms.ChoiceField(label="Danach noch einmal ab", required=False)
    repeat_times = Number(
        2,
        100,
        label="So oft insgesamt",
        help_text="Leer lassen: bis zum Ende des Durchlaufs.",
    )
    only_in_programme = forms.BooleanField(label="Nur in einem Förderprogramm", **YES)
    code = Code()
    names_itself_after = "name"

    def prepare(self):
        data = self.entwurf.data
        phases = [(one["code"], one["name"]) for one in siblings(dict(data), Place("phasen"))]
        here = len(phases) if self.is_new else self.place.number
        itself = [("", "nirgendwohin")]
        self.fields["rework_to"].choices = itself + phases[:here]
        self.fields["repeat_from"].choices = [("", "nicht wiederholen"), *phases[: here + 1]]
        self.fields["by"].choices = by_choices(data["words"], CLOSES_PHASES)
        for name, choices in self._stored_choices().items():
            if choices[0] and choices not in self.fields[name].choices:
                self.fields[name].choices = [*self.fields[name].choices, choices]
        if not data["verfahren"].get("in_programmes") and "only_in_programme" not in self.table:
            del self.fields["only_in_programme"]

    def _stored_choices(self) -> dict[str, tuple[str, str]]:
        """What stands in the draft stays choosable, though it does not fit yet."""
        found = {name: self.table.get(name, "") for name in ("rework_to", "repeat_from")}
        stored = self.initial["by"]
        party, _, right = stored.partition(":")
        return {name: (code, code) for name, code in found.items()} | {
            "by": (stored, whose(self.entwurf.data["words"], party, right))
        }

    def shown(self, table):
        by = f"{table.get('party', Party.MAIN)}:{table.get('right', Right.CHANGE)}"
        usual = {"rework_days": 60, "due_from": DueFrom.PHASE.value}
        return usual | super().shown(table) | {"by": by}

    @property
    def values(self):
        values = super().values
        values["party"], _, values["right"] = values.pop("by").partition(":")
        return values


# --- lists of them --------------------------------------------------------------------------------


@dataclass(frozen=True)
class Section:
    """One part of a version in the editor: how it is called, and its form.

    `noun` is one row of it; a part without is a single table.
    """

    key: str
    slug: str
    title: str
    lead: str
    form: type[TableForm]
    noun: str = ""
    new: str = ""


SECTIONS = (
    Section(
        "verfahren",
        "verfahren",
        "Verfahren",
        "Wie das Verfahren heißt und wovon es handelt.",
        HeadForm,
    ),
    Section(
        "words",
        "woerter",
        "Wörter",
        "So heißen die Dinge auf allen Seiten, in Nachrichten und auf Urkunden.",
        WordsForm,
    ),
    Section(
        "seiten",
        "seiten",
        "Teilnehmende Seiten",
        "Wer an einem Durchlauf teilnimmt. Mehrere Seiten sind gleichberechtigt.",
        SideForm,
        "Seite",
        "Seite ergänzen",
    ),
    Section(
        "handlungsfelder",
        "handlungsfelder",
        "Handlungsfelder",
        "Worin Ziele gesetzt werden, und welche Leitfragen dahin führen.",
        FeldForm,
        "Handlungsfeld",
        "Handlungsfeld ergänzen",
    ),
    Section(
        "phasen",
        "phasen",
        "Phasen",
        "Der Weg in seiner Reihenfolge. Eine Phase ist fertig, wenn alle ihre Bedingungen es sind.",
        PhaseForm,
        "Phase",
        "Phase ergänzen",
    ),
    Section(
        "zielgruppen",
        "zielgruppen",
        "Zielgruppen",
        "Für wen eine Maßnahme gedacht sein kann.",
        GroupForm,
        "Zielgruppe",
        "Zielgruppe ergänzen",
    ),
    Section(
        "ergebnis",
        "ergebnis",
        "Urkunde",
        "Was am Ende verliehen wird, falls etwas verliehen wird.",
        OutcomeForm,
    ),
    Section(
        "stufen",
        "stufen",
        "Stufen",
        "Zwischen welchen Stufen das Votum wählt. Ohne Stufen gibt es nur ein Ergebnis.",
        LevelForm,
        "Stufe",
        "Stufe ergänzen",
    ),
    Section(
        "kennzahl",
        "kennzahl",
        "Kennzahl der Stufen",
        "Nur nötig, wenn eine Stufe eine Schwelle hat.",
        ThresholdForm,
    ),
    Section(
        "ladder",
        "stufenleiter",
        "Stufenleiter",
        "Ob dieses Verfahren auf ein anderes folgt.",
        LadderForm,
    ),
)
BY_KEY = {section.key: section for section in SECTIONS}
BY_SLUG = {section.slug: section for section in SECTIONS}


# --- around it ------------------------------------------------------------------------------------


class OwnerForm(forms.Form):
    """For which Träger; asked only of people who act for several."""

    owner = forms.ModelChoiceField(Organisation.objects.none(), label="Träger", empty_label=None)

    def __init__(self, *posted, user):
        super().__init__(*posted)
        owners = user.standing.traeger.intersection(user.standing.holding(Right.RUN))
        self.fields["owner"].queryset = Organisation.objects.filter(pk__in=owners).by_name()
        self.only = self.fields["owner"].queryset.first() if len(owners) == 1 else None
        if self.only:
            del self.fields["owner"]

    @property
    def chosen(self) -> Organisation:
        return self.only or self.cleaned_data["owner"]


class CreateForm(OwnerForm):
    name = Words(label="Name des Verfahrens")
    code = Code(max_length=20, help_text="Leer lassen: Es wird aus dem Namen gebildet.")

    def clean(self):
        cleaned = super().clean()
        if not self.errors and not cleaned.get("code"):
            cleaned["code"] = code_from(cleaned["name"], set(), 20)
        return cleaned


class ImportForm(OwnerForm):
    file = forms.FileField(
        label="Datei",
        help_text=f"Eine exportierte Vorlage (.toml), höchstens {MAX_BYTES // 1024} KB.",
        widget=forms.FileInput(attrs={"accept": ".toml", "data-max-bytes": MAX_BYTES}),
    )

    def clean_file(self) -> str:
        """The text of the file; `template` says whether it is one."""
        file = self.cleaned_data["file"]
        if file.size > MAX_BYTES:
            raise ValidationError(
                f"Die Datei ist zu groß. Erlaubt sind {MAX_BYTES // 1024} KB.", code="too_large"
            )
        try:
            return file.read().decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise ValidationError("Das ist keine Textdatei in UTF-8.") from error


class CompareForm(forms.Form):
    """With which other version; the choice is part of the address."""

    mit = forms.ModelChoiceField(
        VerfahrenVersion.objects.none(), label="Vergleichen mit", empty_label="Bitte wählen"
    )

    def __init__(self, *asked, user):
        super().__init__(*asked)
        versions = VerfahrenVersion.objects.visible_to(user).select_related("verfahren")
        self.fields["mit"].queryset = versions.order_by("verfahren__code", "-number")
