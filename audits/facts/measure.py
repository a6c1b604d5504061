from django.db.models import TextChoices

from audits.facts.fact import EVERYWHERE, SET_APART, Fact, Facts, Shown, Span
from audits.facts.goal import MARK, TIES
from audits.facts.values import Amounts, Choices, Days, Groups, LongTexts
from handlungsfelder.models import MeasureField, VerfahrenVersion

NEEDED = "Vor dem Einfrieren einer Fassung nötig."


class Influence(TextChoices):
    """Whether the participant decides on a measure itself, or only asks others for it."""

    DIRECT = "direct", "unmittelbar"
    INDIRECT = "indirect", "mittelbar"


class Priority(TextChoices):
    """How much a measure matters to the participant beside its others."""

    HIGH = "high", "hoch"
    MIDDLE = "middle", "mittel"
    LOW = "low", "niedrig"


def has_groups(version: VerfahrenVersion) -> bool:
    return bool(version.target_groups)


def has_influence(version: VerfahrenVersion) -> bool:
    return MeasureField.INFLUENCE in version.measure_fields


MEASURE = Facts(
    Fact("title", "Maßnahme", help="Was getan wird.", shown=SET_APART),
    Fact("description", "Erläuterung", LongTexts(), shown=SET_APART),
    Fact(
        "responsible",
        "Verantwortlich",
        help=f"Fachbereich oder Stelle. {NEEDED}",
        shown=EVERYWHERE | Shown.BRIEF | Shown.COLUMN | Shown.FILTER,
        always=True,
    ),
    Span(
        "when",
        "Zeitraum",
        shown=EVERYWHERE | Shown.BRIEF | Shown.COLUMN,
        always=True,
        begin=Fact("begins_on", "Beginn", Days()),
        end=Fact("ends_on", "Abschluss", Days(), help=NEEDED),
    ),
    Fact("priority", "Priorität", Choices(Priority), shown=EVERYWHERE | Shown.FILTER),
    Fact(
        "budget",
        "Budget",
        Amounts(),
        unit="Euro",
        help="Leer lassen, wenn noch nichts feststeht.",
        shown=EVERYWHERE | Shown.COLUMN,
    ),
    Fact("partners", "Partner"),
    Fact("target_groups", "Zielgruppen", Groups(), asked_by=has_groups),
    Fact(
        "influence",
        "Einfluss",
        Choices(Influence),
        help="Unmittelbar: Sie entscheiden. Mittelbar: Sie regen es bei anderen an.",
        asked_by=has_influence,
    ),
    Fact("indicator", "Erfolg", help="Woran Sie den Erfolg messen."),
    MARK,
    TIES,
)
