from dataclasses import dataclass

from django.db.models import F
from django.db.models.lookups import GreaterThan
from django.urls import reverse

from auditportal.verdict import WHEN, Verdict, unless
from audits.models import Answer, AuditCycle, Finding, Freigabe, PhaseRun
from handlungsfelder.models import Gate, GateKind

SUBJECT = "bestandsaufnahme"


@dataclass
class Feld:
    """A Handlungsfeld with how much of its analysis is there."""

    name: str
    code: str
    asked: int
    answered: int
    has_strengths: bool
    has_challenges: bool

    def __str__(self) -> str:
        return self.name

    @property
    def is_whole(self) -> bool:
        return self.answered >= self.asked and self.has_strengths and self.has_challenges


def progress(cycle: AuditCycle) -> list[Feld]:
    """The Handlungsfelder with how many Leitfragen are asked and answered, and what was found:
    the one count for the gate, the list and the page."""
    answers = Answer.objects.filter(cycle=cycle).exclude(text="")
    answered = set(answers.values_list("leitfrage_id", flat=True))
    findings = Finding.objects.filter(cycle=cycle).values_list(
        "handlungsfeld_id", GreaterThan(F("strengths"), ""), GreaterThan(F("challenges"), "")
    )
    found = {feld: both for feld, *both in findings}
    felder = []
    for feld in cycle.felder:
        asked = {frage.pk for frage in feld.leitfragen.all()}
        both = found.get(feld.pk, (False, False))
        felder.append(Feld(feld.name, feld.code, len(asked), len(asked & answered), *both))
    return felder


def is_answered(run: PhaseRun, gate: Gate) -> Verdict:
    """In every Handlungsfeld each Leitfrage has an answer, and Stärken and Herausforderungen."""
    verdict = Verdict()
    for feld in progress(run.cycle):
        verdict &= unless(
            feld.is_whole,
            WHEN,
            f"Noch nicht vollständig bearbeitet: {feld}.",
            subject=feld.name,
            link=reverse("audits:bestandsaufnahme_feld", args=[run.cycle_id, feld.code]),
        )
    return verdict


def standing(cycle: AuditCycle) -> dict:
    """All that time decides about the analysis, in one question for each loaded row.

    `is_ahead`: this phase or a later one asks for answers; `is_demanded`: this one asks for the
    release; `released_at` and `released_by`: who has given it.
    """
    if "_analysis" not in cycle.__dict__:
        cycle._analysis = _ask(cycle)
    return cycle._analysis


def _ask(cycle: AuditCycle) -> dict:
    run = cycle.open_run
    asking = cycle.version.gates(GateKind.ANSWERS)
    demanding = cycle.version.gates(GateKind.RELEASE, subject=SUBJECT)
    given = Freigabe.objects.filter(cycle=cycle, subject=SUBJECT)
    freigabe = given.values_list("released_at", "released_by__name").first()
    released_at, released_by = freigabe or (None, None)
    return {
        "is_ahead": run is not None
        and any(gate.phase.position >= run.phase.position for gate in asking),
        "is_demanded": run is not None and any(gate.phase_id == run.phase_id for gate in demanding),
        "released_at": released_at,
        "released_by": released_by,
    }


def is_open(cycle: AuditCycle) -> Verdict:
    """Texts may change while this phase or a later one asks for them, until they are released."""
    return unless(
        standing(cycle)["is_ahead"], WHEN, "Das ist in diesem Durchlauf abgeschlossen."
    ) & _is_not_released(cycle)


def is_releasable(cycle: AuditCycle) -> Verdict:
    """The current phase asks for the release, and it has not been given."""
    return unless(
        standing(cycle)["is_demanded"],
        WHEN,
        f"In der jetzigen Phase nicht vorgesehen: {GateKind.RELEASE.label}.",
    ) & _is_not_released(cycle)


def _is_not_released(cycle: AuditCycle) -> Verdict:
    return unless(
        standing(cycle)["released_at"] is None,
        WHEN,
        "Die Ergebnisse sind freigegeben und bleiben, wie sie sind.",
    )
