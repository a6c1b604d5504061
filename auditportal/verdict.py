"""May this happen, and if not, why not: one answer for buttons and for guards."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from typing import Self, TypedDict, Unpack

from django.core.exceptions import PermissionDenied

from auditportal.notation import sentence


class Kind(StrEnum):
    """Who it is makes a 403, when it is makes a 409."""

    WHO = "who"
    WHEN = "when"


WHO, WHEN = Kind.WHO, Kind.WHEN


@dataclass(frozen=True)
class Reason:
    """One sentence for people: what it is about, where it is put right and, if known, by whom.

    `party` and `right` name the side that can put it right when that is not the gate's own side;
    `organisation` which of several on that side, `assignee` the one person; `due_on` the day of
    this very thing; `waits_for` says what has to happen before anybody can.
    """

    kind: Kind
    text: str
    subject: str = ""
    link: str = ""
    party: str = ""
    right: str = ""
    organisation: int | None = None
    assignee: int | None = None
    due_on: dt.date | None = None
    waits_for: str = ""

    def __str__(self) -> str:
        return self.text


class About(TypedDict, total=False):
    """What a reason may say beside its sentence."""

    subject: str
    link: str
    party: str
    right: str
    organisation: int | None
    assignee: int | None
    due_on: dt.date | None
    waits_for: str


@dataclass(frozen=True)
class Verdict:
    """True when nothing stands in the way; otherwise it carries the reasons."""

    reasons: tuple[Reason, ...] = ()

    def __bool__(self) -> bool:
        return not self.reasons

    def __and__(self, other: Self) -> Self:
        return type(self)(self.reasons + other.reasons)

    def __str__(self) -> str:
        return " ".join(reason.text for reason in self.reasons)

    @property
    def who(self) -> Self:
        """Only what concerns the person: shown alone, a stranger learns nothing about the state."""
        return type(self)(tuple(reason for reason in self.reasons if reason.kind == WHO))

    def require(self) -> None:
        """The wrong person gets a 403, the right person at the wrong time a 409."""
        if not self.who:
            raise PermissionDenied(str(self.who))
        if not self:
            raise NotYet(self)


class NotYet(Exception):  # noqa: N818 - it is no error: the same request may succeed tomorrow
    """The right person, too early or too late; the middleware answers 409 with the sentences."""

    def __init__(self, verdict: Verdict):
        super().__init__(str(verdict))
        self.verdict = verdict


def because(kind: Kind, text: str, **about: Unpack[About]) -> Verdict:
    """No, for this one reason; `about` are the other fields of `Reason`."""
    return Verdict((Reason(kind, sentence(text), **about),))


def unless(condition: bool, kind: Kind, text: str, **about: Unpack[About]) -> Verdict:
    """The reason stands unless the condition holds."""
    return Verdict() if condition else because(kind, text, **about)


class Overtaken(NotYet):
    """Somebody else saved the same text in between; `theirs` is what stands there now."""

    def __init__(self, theirs: object) -> None:
        super().__init__(because(WHEN, "Jemand anderes hat diesen Text inzwischen gespeichert."))
        self.theirs = theirs
