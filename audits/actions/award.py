"""That a cycle earned its outcome: the upper room renders it and hands the facts down."""

import datetime as dt

from django.db import connection

from auditportal import clock, notation
from auditportal.action import happened
from auditportal.models import User
from auditportal.verdict import WHEN, Verdict, unless
from audits import gates, permissions
from audits.actions import action
from audits.actions.cycle import advance
from audits.gates import award as awarding
from audits.gates.beschluss import latest_agreement
from audits.models import AuditCycle, Award, AwardState, AwardTurn, CycleEventKind
from handlungsfelder.models import GateKind, Party, Right, Word

IN_FORCE = (AwardState.ACTIVE, AwardState.SUSPENDED)


def can_award(user: User, cycle: AuditCycle) -> Verdict:
    """Only who signs for the Träger, only once, and only what was judged good."""
    return (
        permissions.may_award(user, cycle)
        & awarding.is_not_there(cycle)
        & awarding.is_earned(cycle)
        & gates.is_demanded(cycle, GateKind.AWARD)
        & permissions.with_own_links(user, cycle, gates.closed_gates(cycle, GateKind.AWARD))
    )


def prepared(*, cycle: AuditCycle, number: str, valid_from: dt.date, by: User) -> Award:
    """Every fact of the award as it would be written down now; not saved."""
    return Award(
        cycle=cycle,
        run=cycle.open_run,
        begutachtung=awarding.earned_by(cycle),
        fassung=latest_agreement(cycle),
        number=number,
        title=awarding.title_of(cycle),
        level=awarding.level_of(cycle),
        valid_from=valid_from,
        valid_to=last_day(cycle, valid_from),
        awarded_on=clock.today(),
        awarded_by=by,
    )


@action(CycleEventKind.AWARDED)
def award(*, cycle: AuditCycle, number: str, valid_from: dt.date, by: User) -> Award:
    """Write down that the cycle earned it, valid to the last day of its months, and move on."""
    awarding.begins_well(cycle, valid_from).require()
    run = cycle.open_run
    awarded = prepared(cycle=cycle, number=number, valid_from=valid_from, by=by)
    _replace(cycle, valid_from, by)
    awarded.save()
    happened(f"Verliehen: {cycle.words[Word.CERTIFICATE]} {number}.")
    advance(run=run, by=by)
    return awarded


def _replace(cycle: AuditCycle, valid_from: dt.date, by: User) -> None:
    """From its first day the later award takes the place of one that would still hold: of this
    very cycle where a way awards twice, or of the cycle that this one follows."""
    earlier = Award.objects.filter(cycle__in=[cycle.pk, cycle.predecessor_id], state__in=IN_FORCE)
    for one in earlier.exclude(valid_to__lt=valid_from):
        _turn(one, AwardState.REPLACED, "Durch die nächste Verleihung.", by, valid_from)


def last_day(cycle: AuditCycle, valid_from: dt.date) -> dt.date | None:
    """36 months, for example, end on the day before the same day three years on; None: no end."""
    months = cycle.version.validity_months
    return clock.last_day(valid_from, months) if months else None


def next_number(cycle: AuditCycle) -> str:
    """The number for the award that is written down now: one at a time, whichever Träger it is."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtext('award number'))")
    return expected_number(cycle)


def expected_number(cycle: AuditCycle) -> str:
    """The next number of the version's pattern in this year; another award may take it first."""
    pattern = cycle.version.certificate_number.replace("{year}", str(clock.today().year))
    prefix, _, suffix = pattern.partition("{n}")
    taken = Award.objects.filter(number__startswith=prefix, number__endswith=suffix)
    middles = [
        number.removeprefix(prefix).removesuffix(suffix)
        for number in taken.values_list("number", flat=True)
    ]
    last = max((int(middle) for middle in middles if middle.isdecimal()), default=0)
    return f"{prefix}{last + 1:03d}{suffix}"


def can_withdraw(user: User, awarded: Award) -> Verdict:
    return _may_turn(user, awarded, *IN_FORCE)


def _may_turn(user: User, awarded: Award, *states: AwardState) -> Verdict:
    """Who signs for the Träger, as long as the award stands in one of these states."""
    return permissions.may_act(user, awarded.cycle, Party.TRAEGER, Right.SIGN) & unless(
        awarded.state in states, WHEN, f"Bereits {awarded.get_state_display()}: {awarded}."
    )


@action(CycleEventKind.WITHDRAWN)
def withdraw(*, awarded: Award, reason: str, by: User) -> Award:
    """Take it back, with day and reason; the public check says so at once."""
    unless(bool(reason.strip()), WHEN, "Nennen Sie den Grund des Entzugs.").require()
    _turn(awarded, AwardState.WITHDRAWN, reason, by)
    happened(f"Entzogen: {awarded}. Grund: {reason}")
    return awarded


def can_suspend(user: User, awarded: Award) -> Verdict:
    return _may_turn(user, awarded, AwardState.ACTIVE)


@action(CycleEventKind.SUSPENDED)
def suspend(*, awarded: Award, reason: str, by: User) -> Award:
    """Let it rest, with day and reason, until what is missing has been made up for."""
    unless(bool(reason.strip()), WHEN, "Nennen Sie den Grund des Ruhens.").require()
    _turn(awarded, AwardState.SUSPENDED, reason, by)
    happened(f"Ruht: {awarded}. Grund: {reason}")
    return awarded


def can_resume(user: User, awarded: Award) -> Verdict:
    return _may_turn(user, awarded, AwardState.SUSPENDED)


@action(CycleEventKind.RESUMED)
def resume(*, awarded: Award, by: User) -> Award:
    """It holds again; that it rested stands in the history of its cycle."""
    rested_since = awarded.state_on
    _turn(awarded, AwardState.ACTIVE, "", by)
    happened(f"Gilt wieder: {awarded}. Es ruhte seit dem {notation.day(rested_since)}.")
    return awarded


def _turn(
    awarded: Award, state: AwardState, reason: str, by: User, on: dt.date | None = None
) -> None:
    """The state that holds from now on; the earlier ones stay."""
    AwardTurn.objects.create(
        cycle_id=awarded.cycle_id,
        award=awarded,
        state=state,
        on=on or clock.today(),
        reason=reason,
        by=by,
    )
    awarded.refresh_from_db(fields=["state", "state_on", "state_reason"])
