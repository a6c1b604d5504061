"""The analysis at the beginning: answers and findings by Handlungsfeld, and their release."""

from auditportal import clock
from auditportal.models import User
from auditportal.transaction import action
from auditportal.verdict import Verdict
from audits import gates, permissions
from audits.actions.text import overwrite
from audits.gates import release as results
from audits.gates.bestandsaufnahme import SUBJECT
from audits.gates.feld import belongs
from audits.history import record, record_once
from audits.models import Answer, AuditCycle, Finding, Freigabe
from handlungsfelder.models import GateKind, Handlungsfeld, Leitfrage, Party, Right, Word


def can_save_answer(user: User, cycle: AuditCycle) -> Verdict:
    return permissions.may_contribute(user, cycle) & results.is_open(cycle, SUBJECT)


@action
def save_answer(
    *, cycle: AuditCycle, leitfrage: Leitfrage, text: str, version: int | None, by: User
) -> Answer:
    """Autosave of one answer over exactly the version that was read."""
    cycle = AuditCycle.objects.locked(cycle.pk)
    (can_save_answer(by, cycle) & belongs(cycle, leitfrage.handlungsfeld)).require()
    answer = Answer.objects.filter(cycle=cycle, leitfrage=leitfrage).first()
    answer = answer or Answer(cycle=cycle, leitfrage=leitfrage)
    overwrite(answer, version=version, by=by, text=text)
    gates.settle(cycle)
    text = f"Bearbeitet: {cycle.words[Word.SURVEY]}, {leitfrage.handlungsfeld}."
    record_once(cycle=cycle, kind="answer_saved", text=text, by=by)
    return answer


def can_save_finding(user: User, cycle: AuditCycle) -> Verdict:
    return can_save_answer(user, cycle)


@action
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
    cycle = AuditCycle.objects.locked(cycle.pk)
    (can_save_finding(by, cycle) & belongs(cycle, handlungsfeld)).require()
    finding = Finding.objects.filter(cycle=cycle, handlungsfeld=handlungsfeld).first()
    finding = finding or Finding(cycle=cycle, handlungsfeld=handlungsfeld)
    overwrite(finding, version=version, by=by, strengths=strengths, challenges=challenges)
    gates.settle(cycle)
    text = f"Stärken und Herausforderungen bearbeitet: {handlungsfeld}."
    record_once(cycle=cycle, kind="finding_saved", text=text, by=by)
    return finding


def can_release(user: User, cycle: AuditCycle, subject: str = SUBJECT) -> Verdict:
    return (
        permissions.may_act(user, cycle, Party.AUDITOR, Right.ACCOMPANY)
        & results.is_releasable(cycle, subject)
        & gates.closed_gates(cycle, GateKind.RELEASE)
    )


@action
def release(*, cycle: AuditCycle, by: User, subject: str = SUBJECT) -> Freigabe:
    """The companion finds the result complete; from then on nothing in it changes."""
    cycle = AuditCycle.objects.locked(cycle.pk)
    can_release(by, cycle, subject).require()
    freigabe = Freigabe.objects.create(
        cycle=cycle, subject=subject, released_at=clock.now(), released_by=by
    )
    gates.settle(cycle)
    title = cycle.version.gates(GateKind.RELEASE, subject=subject)[0].parameters["title"]
    record(cycle=cycle, kind="released", text=f"Freigegeben: {title}.", by=by)
    return freigabe
