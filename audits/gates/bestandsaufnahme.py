from dataclasses import dataclass

from django.urls import reverse

from auditportal.verdict import WHEN, Verdict, because
from audits.models import AuditCycle, PhaseRun, answered_leitfragen, what_is_found
from handlungsfelder.models import Gate

SUBJECT = "bestandsaufnahme"


@dataclass
class FeldProgress:
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


def progress(cycle: AuditCycle) -> list[FeldProgress]:
    """The Handlungsfelder with how many Leitfragen are asked and answered, and what was found:
    the one count for the gate, the list and the page."""
    answered = set(answered_leitfragen(cycle=cycle.pk))
    findings = {feld: both for feld, *both in what_is_found(cycle=cycle.pk)}
    felder = []
    for feld in cycle.felder:
        asked = {frage.pk for frage in feld.leitfragen.all()}
        both = findings.get(feld.pk, (False, False))
        felder.append(FeldProgress(feld.name, feld.code, len(asked), len(asked & answered), *both))
    return felder


def is_answered(run: PhaseRun, gate: Gate) -> Verdict:
    """In every Handlungsfeld each Leitfrage has an answer, and Stärken and Herausforderungen."""
    verdict = Verdict()
    for feld in (one for one in progress(run.cycle) if not one.is_whole):
        verdict &= because(
            WHEN,
            f"Noch nicht vollständig bearbeitet: {feld}.",
            subject=feld.name,
            link=reverse("audits:bestandsaufnahme_feld", args=[run.cycle_id, feld.code]),
        )
    return verdict
