"""What people type about each part of a version but its phases."""

import re

from django import forms
from django.core.exceptions import ValidationError

from auditportal.forms.fields import offer
from auditportal.models import OrganisationKind
from handlungsfelder.forms.fields import Code, Lines, Number, Numbers, Words
from handlungsfelder.forms.table import TableForm
from handlungsfelder.models import MeasureField, Referenz, SubjectKind, Verfahren, Word
from handlungsfelder.template import KINDS

# A field of any version of a Verfahren, or of the one with this number.
FELD = re.compile(r"[\w-]+(/\d+)?/[\w-]+")


# --- single tables --------------------------------------------------------------------------------


class HeadForm(TableForm):
    code = Code(
        max_length=20,
        required=True,
        help_text="Eine kurze Bezeichnung, die alle Versionen dieses Verfahrens tragen.",
    )
    name = Words(label="Name")
    number = Number(1, label="Version", required=True, help_text="Jede Version hat ihre Nummer.")
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
    in_programmes = forms.BooleanField(label="Läuft in Förderprogrammen", required=False)
    measure_fields = forms.MultipleChoiceField(
        label="Zusätzliche Angaben je Maßnahme",
        required=False,
        choices=MeasureField.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    rhythms = Numbers(
        1,
        120,
        label="Rhythmen in Monaten",
        help_text="Zwischen welchen Abständen gewählt wird, zum Beispiel 12, 18.",
    )

    def shown(self, table):
        """Its number is called `version` in the table, as the version of the draft is in a form."""
        shown = super().shown(table)
        return shown | {"number": shown.pop("version", None)}

    @property
    def values(self):
        values = super().values
        return values | {"version": values.pop("number")}


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
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Wer diese Verfahren abgeschlossen hat, kann dieses beginnen.",
    )
    lead_months = Number(
        1, 120, label="Vorlauf in Monaten", help_text="So lange vorher sollte es beginnen."
    )
    carries_over = forms.BooleanField(
        label="Übernimmt Ziele und Maßnahmen von dort", required=False
    )
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
        offer(self, "follows", [(code, f"{name} ({code})") for code, name in choices.items()])
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
    drafts = forms.BooleanField(label="Die Leitfragen sind noch ein Entwurf", required=False)
    module = forms.BooleanField(label="Modul: wird für einen Durchlauf gewählt", required=False)
    free = forms.BooleanField(label="Freies Feld: wird im Durchlauf benannt", required=False)
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

    def clean_takes(self):
        wrong = [line for line in self.cleaned_data["takes"] if not FELD.fullmatch(line)]
        if wrong:
            raise ValidationError(f"So ist kein Feld zu finden: {', '.join(wrong)}.")
        return self.cleaned_data["takes"]

    def clean_references(self):
        """Only what is in a frame of this installation, or was there before."""
        asked = set(self.cleaned_data["references"]) - set(self.table.get("references", []))
        if asked:
            rows = Referenz.objects.values_list("rahmen__code", "code")
            asked -= {f"{rahmen}/{code}" for rahmen, code in rows}
        if asked:
            raise ValidationError(f"Diese Bezüge gibt es nicht: {', '.join(sorted(asked))}.")
        return self.cleaned_data["references"]
