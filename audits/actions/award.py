"""That a cycle earned its outcome: the upper room renders it and hands the facts down."""

import datetime as dt

from django.db import connection

from auditportal import clock
from auditportal.models import User
from auditportal.transaction import action
from auditportal.verdict import WHEN, Verdict, unless
from audits import gates, permissions
from audits.actions.cycle import advance
from audits.gates import award as awarding
from audits.gates.beschluss import latest_agreement
from audits.history import record
from audits.models import AuditCycle, Award, AwardState
from handlungsfelder.models import GateKind, Party, Right, Word


def can_award(user: User, cycle: AuditCycle) -> Verdict:
    """Only who signs for the Träger, and only once."""
    return (
        permissions.may_act(user, cycle, Party.TRAEGER, Right.SIGN)
        & awarding.is_not_there(cycle)
        & gates.is_demanded(cycle, GateKind.AWARD)
        & gates.closed_gates(cycle, GateKind.AWARD)
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


@action
def award(*, cycle: AuditCycle, number: str, valid_from: dt.date, by: User) -> Award:
    """Write down that the cycle earned it, valid to the last day of its months, and move on."""
    cycle = AuditCycle.objects.locked(cycle.pk)
    can_award(by, cycle).require()
    awarding.begins_well(cycle, valid_from).require()
    run = cycle.open_run
    awarded = prepared(cycle=cycle, number=number, valid_from=valid_from, by=by)
    _replace(cycle)
    awarded.save()
    gates.settle(cycle)
    text = f"Verliehen: {cycle.words[Word.CERTIFICATE]} {number}."
    record(cycle=cycle, kind="awarded", text=text, by=by)
    advance(run=run, by=by)
    return awarded


def _replace(cycle: AuditCycle) -> None:
    """Where a way awards twice, the later award takes the place of the earlier one."""
    standing = cycle.awards.filter(state__in=[AwardState.ACTIVE, AwardState.SUSPENDED])
    standing.update(
        state=AwardState.REPLACED,
        state_on=clock.today(),
        state_reason="Durch die nächste Verleihung.",
    )


def last_day(cycle: AuditCycle, valid_from: dt.date) -> dt.date | None:
    """36 months, for example, end on the day before the same day three years on; None: no end."""
    months = cycle.version.validity_months
    return months and clock.months_after(valid_from, months) - dt.timedelta(days=1)


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
    return permissions.may_act(user, awarded.cycle, Party.TRAEGER, Right.SIGN) & unless(
        awarded.state in (AwardState.ACTIVE, AwardState.SUSPENDED),
        WHEN,
        f"Bereits {awarded.get_state_display()}: {awarded}.",
    )


@action
def withdraw(*, awarded: Award, reason: str, by: User) -> Award:
    """Take it back, with day and reason; the public check says so at once."""
    cycle = AuditCycle.objects.locked(awarded.cycle_id)
    awarded = Award.objects.select_related("cycle").get(pk=awarded.pk)
    can_withdraw(by, awarded).require()
    unless(bool(reason.strip()), WHEN, "Nennen Sie den Grund des Entzugs.").require()
    awarded.state, awarded.state_on = AwardState.WITHDRAWN, clock.today()
    awarded.state_reason = reason
    awarded.save(update_fields=["state", "state_on", "state_reason"])
    gates.settle(cycle)
    record(cycle=cycle, kind="withdrawn", text=f"Entzogen: {awarded}. Grund: {reason}", by=by)
    return awarded
