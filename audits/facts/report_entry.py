from django.db.models import TextChoices

from audits.facts.fact import SET_APART, Fact, Facts, Shown
from audits.facts.values import Codes, LongTexts


class Progress(TextChoices):
    """Where a measure stands; whatever is not simply under way needs a reason."""

    PLANNED = "planned", "Geplant"
    RUNNING = "running", "In Umsetzung"
    DONE = "done", "Umgesetzt"
    LATE = "late", "Verzögert"
    DEFERRED = "deferred", "Zurückgestellt"
    REPLACED = "replaced", "Ersetzt"
    DROPPED = "dropped", "Entfallen"


REPORT_ENTRY = Facts(
    Fact("progress", "Stand", Codes(Progress), shown=SET_APART | Shown.COLUMN),
    Fact(
        "text",
        "Was geschehen ist",
        LongTexts(),
        help="Bei „Verzögert“, „Zurückgestellt“, „Ersetzt“ und „Entfallen“: der Grund.",
        shown=SET_APART | Shown.COLUMN,
    ),
)
