"""What the companion releases: worked on before, unchanged from then on."""

from django.urls import reverse

from auditportal.transaction import once
from auditportal.verdict import WHEN, Verdict, unless
from audits.gates import way
from audits.models import AuditCycle, PhaseRun, releases_given
from handlungsfelder.models import Gate, GateKind

# By the subject of a release: which gate asks for what is released, and its page.
SUBJECTS = {
    "bestandsaufnahme": (GateKind.ANSWERS, "audits:bestandsaufnahme"),
    "profil": (GateKind.PROFILE, "audits:profil"),
}


def release_of(cycle: AuditCycle, subject: str) -> dict:
    """All that time decides about it.

    `pk`: of the release in force; `struck`: those that were taken back; `is_ahead`: this phase or
    a later one asks for it; `is_demanded`: this one asks for the release; `released_at` and
    `released_by`: who has given it.
    """
    given = once(releases_given, cycle=cycle.pk, subject=subject)
    pk, released_at, released_by = _released(cycle, subject)
    return {
        "pk": pk,
        "struck": [row[1:] for row in given if row[-1]],
        "is_ahead": way.will_ask(cycle, SUBJECTS[subject][0]),
        "is_demanded": way.asks_now(cycle, GateKind.RELEASE, subject=subject),
        "released_at": released_at,
        "released_by": released_by,
    }


def _released(cycle: AuditCycle, subject: str) -> tuple:
    """Key, when and by whom, in one question for each subject."""
    given = once(releases_given, cycle=cycle.pk, subject=subject)
    return next((row[:3] for row in given if row[-1] is None), (None, None, None))


def is_open(cycle: AuditCycle, subject: str) -> Verdict:
    """It may change while this phase or a later one asks for it, until it is released."""
    return unless(
        way.will_ask(cycle, SUBJECTS[subject][0]),
        WHEN,
        "Das ist in diesem Durchlauf abgeschlossen.",
    ) & _is_not_released(cycle, subject)


def is_releasable(cycle: AuditCycle, subject: str) -> Verdict:
    """The current phase asks for the release, and it has not been given."""
    return unless(
        way.asks_now(cycle, GateKind.RELEASE, subject=subject),
        WHEN,
        f"In der jetzigen Phase nicht vorgesehen: {GateKind.RELEASE.act}.",
    ) & _is_not_released(cycle, subject)


def _is_not_released(cycle: AuditCycle, subject: str) -> Verdict:
    return unless(
        _released(cycle, subject)[0] is None,
        WHEN,
        "Die Ergebnisse sind freigegeben und bleiben, wie sie sind.",
    )


def is_released(run: PhaseRun, gate: Gate) -> Verdict:
    """Parameter `subject`: the result that the companion releases, `title` its name for people."""
    subject, title = gate.parameters["subject"], gate.parameters["title"]
    return unless(
        _released(run.cycle, subject)[0] is not None,
        WHEN,
        f"Die Freigabe fehlt: {title}.",
        link=reverse(SUBJECTS[subject][1], args=[run.cycle_id]),
    )
