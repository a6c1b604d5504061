from handlungsfelder.models.published import PublishedKey
from handlungsfelder.models.verfahren import (
    Gate,
    Handlungsfeld,
    Leitfrage,
    Phase,
    PhaseHelp,
    Verfahren,
    VerfahrenVersion,
)
from handlungsfelder.models.vocabulary import DueFrom, GateKind, Party, Right, Word

__all__ = [
    "DueFrom",
    "Gate",
    "GateKind",
    "Handlungsfeld",
    "Leitfrage",
    "Party",
    "Phase",
    "PhaseHelp",
    "PublishedKey",
    "Right",
    "Verfahren",
    "VerfahrenVersion",
    "Word",
]
