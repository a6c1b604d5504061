"""The analysis at the beginning: answers and findings by Handlungsfeld, and their release."""

from auditportal import clock
from auditportal.action import happened
from auditportal.actions.versioned import overwrite
from auditportal.models import User
from auditportal.transaction import once
from auditportal.verdict import Verdict
from audits import gates, permissions
from audits.actions import action
from audits.gates import release as results
from audits.gates.bestandsaufnahme import SUBJECT
from audits.gates.feld import belongs
from audits.models import (
    Answer,
    AuditCycle,
    CycleEventKind,
    Finding,
    Freigabe,
    answers_to,
)
from handlungsfelder.models import GateKind, Handlungsfeld, Leitfrage, Party, Right, Word


def answer_to(cycle: AuditCycle, leitfrage: Leitfrage) -> Answer | None:
    """What is stored; whoever holds the cycle asks once."""
    return next(iter(once(answers_to, cycle=cycle.pk, leitfrage=leitfrage.pk)), None)


def finding_in(cycle: AuditCycle, handlungsfeld: Handlungsfeld) -> Finding | None:
    return once(_stored_finding, cycle, handlungsfeld)


def _stored_finding(cycle: AuditCycle, handlungsfeld: Handlungsfeld) -> Finding | None:
    return cycle.findings.in_feld(handlungsfeld).with_writer().first()


def can_save_answer(user: User, cycle: AuditCycle) -> Verdict:
    return permissions.may_contribute(user, cycle) & results.is_open(cycle, SUBJECT)


@action(CycleEventKind.ANSWER_SAVED, once=True)
def save_answer(
    *, cycle: AuditCycle, leitfrage: Leitfrage, text: str, version: int | None, by: User
) -> Answer:
    """Autosave of one answer over exactly the version that was read."""
    belongs(cycle, leitfrage.handlungsfeld).require()
    answer = answer_to(cycle, leitfrage) or Answer(cycle=cycle, leitfrage=leitfrage)
    overwrite(answer, version=version, by=by, text=text)
    happened(f"Bearbeitet: {cycle.words[Word.SURVEY]}, {leitfrage.handlungsfeld}.")
    return answer


@action(CycleEventKind.FINDING_SAVED, asks=can_save_answer, once=True)
def save_finding(
    *,
    cycle: AuditCycle,
    handlungsfeld: Handlungsfeld,
    strengths: str,
    challenges: str,
    version: int | None,
    by: User,
) -> Finding:
    """Stärken and Herausforderungen of a Handlungsfeld, over exactly the version that was read."""
    belongs(cycle, handlungsfeld).require()
    finding = finding_in(cycle, handlungsfeld)
    finding = finding or Finding(cycle=cycle, handlungsfeld=handlungsfeld)
    overwrite(finding, version=version, by=by, strengths=strengths, challenges=challenges)
    happened(f"Stärken und Herausforderungen bearbeitet: {handlungsfeld}.")
    return finding


def can_release(user: User, cycle: AuditCycle, subject: str = SUBJECT) -> Verdict:
    return (
        permissions.may_act(user, cycle, Party.AUDITOR, Right.ACCOMPANY)
        & results.is_releasable(cycle, subject)
        & permissions.with_own_links(user, cycle, gates.closed_gates(cycle, GateKind.RELEASE))
    )


@action(CycleEventKind.RELEASED)
def release(*, cycle: AuditCycle, by: User, subject: str = SUBJECT) -> Freigabe:
    """The companion finds the result complete; from then on nothing in it changes."""
    freigabe = Freigabe.objects.create(
        cycle=cycle,
        subject=subject,
        entry_number=cycle.freigaben.of_result(subject).count() + 1,
        released_at=clock.now(),
        released_by=by,
    )
    title = cycle.version.gates(GateKind.RELEASE, subject=subject)[0].parameters["title"]
    happened(f"Freigegeben: {title}.")
    return freigabe
