"""What a gate of each kind must and may say, and what each of it means to whoever writes it."""

from dataclasses import dataclass
from enum import StrEnum

from handlungsfelder.models import GateKind, Party, Right


class Shape(StrEnum):
    TEXT = "text"
    CODE = "code"
    NUMBER = "number"
    MONTHS = "months"  # a rising list of numbers
    FLAG = "flag"


@dataclass(frozen=True)
class Parameter:
    """One value beside the kind; `choices` are pairs of value and label of a closed list.

    A number lies between 1 and `most`.
    """

    name: str
    label: str
    shape: Shape = Shape.TEXT
    required: bool = False
    choices: tuple[tuple[str, str], ...] = ()
    most: int = 100


TITLE = Parameter("title", "Name", required=True)
SUBJECTS = (("bestandsaufnahme", "die Analyse"), ("profil", "das Profil"))
TOPICS = (("participation", "die Teilnahme"), ("agreement", "die eingefrorene Fassung"))
FUNCTIONS = ((Party.AUDITOR.value, "Begleitung"), (Party.ASSESSOR.value, "Begutachtung"))

PARAMETERS: dict[GateKind, tuple[Parameter, ...]] = {
    GateKind.VERMERK: (
        Parameter("label", "Was vermerkt wird", required=True),
        Parameter("amount", "mit einem Betrag in Euro, zum Beispiel eine Rate", Shape.FLAG),
    ),
    GateKind.BESCHLUSS: (
        Parameter("topic", "Worüber beschlossen wird", required=True, choices=TOPICS),
    ),
    GateKind.DOCUMENT: (
        Parameter("document", "Kürzel des Dokuments", Shape.CODE, required=True),
        TITLE,
        Parameter("signed", "von allen Seiten unterzeichnet", Shape.FLAG),
        Parameter("released", "von der Begleitung freigegeben", Shape.FLAG),
    ),
    GateKind.PROFILE: (
        Parameter("figures", "Kennzahlen, mindestens", Shape.NUMBER),
        Parameter("projects", "vorhandene Vorhaben, mindestens", Shape.NUMBER),
        Parameter("swot", "mit Stärken, Schwächen, Chancen und Risiken", Shape.FLAG),
    ),
    GateKind.TOPICS: (Parameter("minimum", "Themen, mindestens", Shape.NUMBER, required=True),),
    GateKind.RELEASE: (
        Parameter("subject", "Was freigegeben wird", required=True, choices=SUBJECTS),
        TITLE,
    ),
    GateKind.EVENT: (
        Parameter("event", "Kürzel der Veranstaltung", Shape.CODE, required=True),
        TITLE,
        Parameter("count", "So viele", Shape.NUMBER),
    ),
    GateKind.GOALS: (Parameter("minimum", "Ziele je Handlungsfeld, mindestens", Shape.NUMBER),),
    GateKind.APPOINTED: (
        Parameter("function", "Wozu berufen wird", required=True, choices=FUNCTIONS),
        Parameter("count", "So viele Personen", Shape.NUMBER, required=True),
    ),
    GateKind.REPORTS: (
        Parameter("months", "Fällig nach so vielen Monaten", Shape.MONTHS, required=True),
    ),
}

# Whoever opens these does so in one way only, whatever the phase says.
ALWAYS_BY: dict[GateKind, tuple[Party, Right]] = {
    GateKind.RELEASE: (Party.AUDITOR, Right.ACCOMPANY),
    GateKind.APPOINTED: (Party.TRAEGER, Right.RUN),
    GateKind.VOTA: (Party.ASSESSOR, Right.REVIEW),
    GateKind.SIGN_OFF: (Party.TRAEGER, Right.RUN),
    GateKind.AWARD: (Party.TRAEGER, Right.SIGN),
    GateKind.CONSENT: (Party.MAIN, Right.SIGN),
}

# With which rights a side can act at all; the first is what a new phase of it begins with.
RIGHTS_OF: dict[Party, tuple[Right, ...]] = {
    Party.MAIN: (Right.CHANGE, Right.SIGN),
    Party.PARTNER: (Right.CHANGE,),
    Party.TRAEGER: (Right.RUN, Right.SIGN),
    Party.AUDITOR: (Right.ACCOMPANY,),
    Party.ASSESSOR: (Right.REVIEW,),
}

# Who can close a phase: the others never see its page, or may not be there at all.
CLOSES_PHASES = (Party.MAIN, Party.TRAEGER, Party.AUDITOR)


# Any gate may be due before its phase is, but for those whose parts have days of their own.
DUE = Parameter("due_days", "Eigene Frist in Tagen ab Beginn der Phase", Shape.NUMBER, most=3660)
OWN_DAYS = {GateKind.REPORTS}


def parameters_of(kind: GateKind) -> tuple[Parameter, ...]:
    own = PARAMETERS.get(kind, ())
    return own if kind in OWN_DAYS else (*own, DUE)
