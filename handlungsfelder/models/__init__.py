from handlungsfelder.models.entwurf import Entwurf, EntwurfState
from handlungsfelder.models.handlungsfeld import Handlungsfeld, Leitfrage
from handlungsfelder.models.phase import Gate, Phase, PhaseHelp
from handlungsfelder.models.programm import Programm
from handlungsfelder.models.published import PublishedKey
from handlungsfelder.models.referenz import Referenz, Referenzrahmen
from handlungsfelder.models.verfahren import Verfahren, VerfahrenVersion
from handlungsfelder.models.vocabulary import (
    DueFrom,
    GateKind,
    MeasureField,
    Party,
    Right,
    SubjectKind,
    Word,
    party_label,
)

__all__ = [
    "DueFrom",
    "Entwurf",
    "EntwurfState",
    "Gate",
    "GateKind",
    "Handlungsfeld",
    "Leitfrage",
    "MeasureField",
    "Party",
    "Phase",
    "PhaseHelp",
    "Programm",
    "PublishedKey",
    "Referenz",
    "Referenzrahmen",
    "Right",
    "SubjectKind",
    "Verfahren",
    "VerfahrenVersion",
    "Word",
    "party_label",
]
