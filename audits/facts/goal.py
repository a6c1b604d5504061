from django.db.models import TextChoices

from audits.facts.fact import SET_APART, Fact, Facts, Shown
from audits.facts.values import Choices, LongTexts


class Mark(TextChoices):
    """What became of a goal or measure when a later cycle took it over."""

    NEW = "new", "neu"
    CONTINUED = "continued", "fortgeführt"
    BALANCED = "balanced", "bilanziert"


MARK = Fact("mark", "Stand", Choices(Mark), shown=Shown.LIST)
TIES = Fact("ties", "Bezüge", shown=Shown.LIST)

GOAL = Facts(
    Fact("title", "Ziel", help="Ein Satz: was erreicht werden soll.", shown=SET_APART),
    Fact("description", "Erläuterung", LongTexts(), shown=SET_APART),
    TIES,
)
