"""The parts of a version in the order of the editor, each with its form."""

from dataclasses import dataclass

from handlungsfelder.forms.part import (
    FeldForm,
    GroupForm,
    HeadForm,
    LadderForm,
    LevelForm,
    OutcomeForm,
    SideForm,
    ThresholdForm,
    WordsForm,
)
from handlungsfelder.forms.phase import PhaseForm
from handlungsfelder.forms.table import TableForm


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
