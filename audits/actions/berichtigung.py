"""What binds is set right: the entry stays as it was, and a row beside it says what holds instead.

What rested on it falls in the same act, and a phase whose gate is closed by it is opened again;
that is the Träger's. What was judged, awarded or released holds it fast.
"""

import datetime as dt
from decimal import Decimal

from auditportal.action import happened
from auditportal.documents import Upload
from auditportal.models import User
from auditportal.verdict import WHEN, Verdict, unless
from audits import gates
from audits.actions import action
from audits.actions import beschluss as beschluesse
from audits.actions import document as documents
from audits.actions import setting_right as right
from audits.actions import veranstaltung as events
from audits.actions import vermerk as vermerke
from audits.actions.beschluss import Decision
from audits.gates import berichtigung as correcting
from audits.gates import jahresbericht as reporting
from audits.models import (
    Begutachtung,
    Berichtigung,
    Beschluss,
    CycleEventKind,
    Fassung,
    Freigabe,
    Jahresbericht,
    PhaseRun,
    ReportState,
    Signature,
    Topic,
    Veranstaltung,
    Vermerk,
)

# --- each kind of entry ---------------------------------------------------------------------------


def can_correct_beschluss(user: User, beschluss: Beschluss) -> Verdict:
    return right.can_be_set_right(user, beschluss)


@action(CycleEventKind.CORRECTED)
def correct_beschluss(
    *,
    beschluss: Beschluss,
    reason: str,
    by: User,
    decision: Decision | None = None,
    fassung: Fassung | None = None,
    upload: Upload | None = None,
) -> Berichtigung:
    """`decision` is what the minutes really say; without one there was no such Beschluss."""
    with right.setting_right(beschluss, reason, by) as found:
        if decision:
            found.new = beschluesse.put_right(beschluss, decision, fassung, upload, by)
    if beschluss.topic == Topic.PARTICIPATION:
        right.count_from_its_beschluss(beschluss.cycle, beschluss.session_on)
    return found.row


def can_correct_vermerk(user: User, vermerk: Vermerk) -> Verdict:
    return right.can_be_set_right(user, vermerk)


@action(CycleEventKind.CORRECTED)
def correct_vermerk(
    *,
    vermerk: Vermerk,
    reason: str,
    by: User,
    on: dt.date | None = None,
    text: str = "",
    amount: Decimal | None = None,
) -> Berichtigung:
    """Without a day it was not done at all."""
    with right.setting_right(vermerk, reason, by) as found:
        if on:
            found.new = vermerke.write(vermerk.run, vermerk.gate, on, text, amount, by)
    return found.row


def can_correct_signature(user: User, signature: Signature) -> Verdict:
    return right.can_be_set_right(user, signature)


@action(CycleEventKind.CORRECTED)
def correct_signature(
    *, signature: Signature, reason: str, by: User, signed_on: dt.date | None = None
) -> Berichtigung:
    """Without a day the paper was not signed; another side's day is only struck by the Träger."""
    if signed_on:
        documents.may_enter_for(by, signature.cycle, signature.organisation).require()
    with right.setting_right(signature, reason, by) as found:
        if signed_on:
            found.new = documents.write_signature(
                signature.document, signature.organisation, signed_on
            )
    return found.row


def can_correct_minutes(user: User, event: Veranstaltung) -> Verdict:
    held = unless(event.held_on is not None, WHEN, "Hier gibt es noch kein Protokoll.")
    return right.can_be_set_right(user, event) & held


@action(CycleEventKind.CORRECTED)
def correct_minutes(
    *,
    event: Veranstaltung,
    reason: str,
    by: User,
    held_on: dt.date | None = None,
    minutes: str = "",
    upload: Upload | None = None,
) -> Berichtigung:
    """Without a day it has not taken place, and is planned as it was before."""
    with right.setting_right(event, reason, by) as found:
        found.new = events.put_right(event, held_on, minutes, upload, by)
    return found.row


def can_take_back_release(user: User, freigabe: Freigabe) -> Verdict:
    return right.can_be_set_right(user, freigabe)


@action(CycleEventKind.CORRECTED)
def take_back_release(*, freigabe: Freigabe, reason: str, by: User) -> Berichtigung:
    """What was released may be worked on again, and is released anew."""
    with right.setting_right(freigabe, reason, by) as found:
        pass
    return found.row


# --- a submission, a report -----------------------------------------------------------------------


def can_take_back_submission(user: User, begutachtung: Begutachtung) -> Verdict:
    """By who submitted it as long as nobody has read it, and later by the Träger."""
    cycle = begutachtung.cycle
    return right.may_correct(user, begutachtung) and (
        gates.is_running(cycle)
        & correcting.is_in_force(begutachtung)
        & correcting.holds_fast(begutachtung)
        & right.may_set_aside(user, cycle, not correcting.is_unread(begutachtung))
    )


@action(CycleEventKind.CORRECTED)
def take_back_submission(*, begutachtung: Begutachtung, reason: str, by: User) -> Berichtigung:
    """The sealed text stays readable, and another one is submitted."""
    cycle, before = begutachtung.cycle, right.open_gates(begutachtung.cycle)
    row = right.write_down(begutachtung, reason, by)
    right.open_again(cycle, before, row)
    happened(f"Einreichung zurückgenommen. Grund: {reason}")
    return row


def can_take_back_report(user: User, report: Jahresbericht) -> Verdict:
    who = right.may_correct(user, report)
    return who & gates.is_still_open(report.run) & reporting.is_submitted(report)


@action(CycleEventKind.CORRECTED)
def take_back_report(*, report: Jahresbericht, reason: str, by: User) -> Berichtigung:
    """Before the Träger has answered: it is written on, and submitted anew."""
    assert report.fassung is not None  # what was submitted is frozen
    row = right.write_down(report.fassung, reason, by)
    report.state = ReportState.OPEN
    report.save(update_fields=["state"])
    happened(f"Zurückgenommen: {report}. Grund: {reason}")
    return row


# --- a phase --------------------------------------------------------------------------------------


def can_go_back(user: User, run: PhaseRun) -> Verdict:
    """What was built on it falls with it, as long as nobody has judged it."""
    cycle = run.cycle
    return right.may_correct(user, run) and (
        gates.is_running(cycle)
        & correcting.is_in_force(run)
        & unless(not run.is_open, WHEN, f"In dieser Phase steht der Durchlauf: {run}.")
        & correcting.rest_after(cycle, run).bound
    )


@action(CycleEventKind.CORRECTED)
def go_back(*, run: PhaseRun, reason: str, by: User) -> Berichtigung:
    """It was left by mistake: another run continues it, with its old due day."""
    row = right.go_back(run, reason, by)
    happened(f"Wieder geöffnet: „{run}“. Grund: {reason}")
    return row
