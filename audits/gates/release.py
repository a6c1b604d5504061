"""What the companion releases: worked on before, unchanged from then on."""

from auditportal.verdict import WHEN, Verdict, unless
from audits.gates import way
from audits.models import AuditCycle, Freigabe
from handlungsfelder.models import GateKind

# By the subject of a release: which gate asks for what is released, and its page.
SUBJECTS = {
    "bestandsaufnahme": (GateKind.ANSWERS, "audits:bestandsaufnahme"),
    "profil": (GateKind.PROFILE, "audits:profil"),
}


def standing(cycle: AuditCycle, subject: str) -> dict:
    """All that time decides about it, in one question for each loaded row.

    `is_ahead`: this phase or a later one asks for it; `is_demanded`: this one asks for the
    release; `released_at` and `released_by`: who has given it.
    """
    memo = cycle.__dict__.setdefault("_standing", {})
    if subject not in memo:
        memo[subject] = _ask(cycle, subject)
    return memo[subject]


def _ask(cycle: AuditCycle, subject: str) -> dict:
    given = Freigabe.objects.filter(cycle=cycle, subject=subject, document__isnull=True)
    freigabe = given.values_list("released_at", "released_by__name").first()
    released_at, released_by = freigabe or (None, None)
    return {
        "is_ahead": way.will_ask(cycle, SUBJECTS[subject][0]),
        "is_demanded": way.asks_now(cycle, GateKind.RELEASE, subject=subject),
        "released_at": released_at,
        "released_by": released_by,
    }


def is_open(cycle: AuditCycle, subject: str) -> Verdict:
    """It may change while this phase or a later one asks for it, until it is released."""
    return unless(
        standing(cycle, subject)["is_ahead"], WHEN, "Das ist in diesem Durchlauf abgeschlossen."
    ) & _is_not_released(cycle, subject)


def is_releasable(cycle: AuditCycle, subject: str) -> Verdict:
    """The current phase asks for the release, and it has not been given."""
    return unless(
        standing(cycle, subject)["is_demanded"],
        WHEN,
        f"In der jetzigen Phase nicht vorgesehen: {GateKind.RELEASE.label}.",
    ) & _is_not_released(cycle, subject)


def _is_not_released(cycle: AuditCycle, subject: str) -> Verdict:
    return unless(
        standing(cycle, subject)["released_at"] is None,
        WHEN,
        "Die Ergebnisse sind freigegeben und bleiben, wie sie sind.",
    )
