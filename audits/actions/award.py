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
        & gates.closed_gates(cycle, apart_from=GateKind.AWARD)
    )


def prepared(*, cycle: AuditCycle, number: str, valid_from: dt.date, by: User) -> Award:
    """Every fact of the award as it would be written down now; not saved."""
    return Award(
        cycle=cycle,
        begutachtung=awarding.earned_by(cycle),
        fassung=latest_agreement(cycle),
        number=number,
        title=cycle.version.certificate_title.replace("{name}", cycle.title),
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
    awarded.save()
    gates.settle(cycle)
    text = f"Verliehen: {cycle.words[Word.CERTIFICATE]} {number}."
    record(cycle=cycle, kind="awarded", text=text, by=by)
    advance(run=run, by=by)
    return awarded


def last_day(cycle: AuditCycle, valid_from: dt.date) -> dt.date:
    """36 months, for example, end on the day before the same day three years later."""
    return clock.months_after(valid_from, cycle.version.validity_months) - dt.timedelta(days=1)


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
        awarded.state == AwardState.ACTIVE, WHEN, f"Bereits entzogen: {awarded}."
    )


@action
def withdraw(*, awarded: Award, reason: str, by: User) -> Award:
    """Take it back, with day and reason; the public check says so at once."""
    cycle = AuditCycle.objects.locked(awarded.cycle_id)
    awarded = Award.objects.select_related("cycle").get(pk=awarded.pk)
    can_withdraw(by, awarded).require()
    unless(bool(reason.strip()), WHEN, "Nennen Sie den Grund des Entzugs.").require()
    awarded.state, awarded.withdrawn_on = AwardState.WITHDRAWN, clock.today()
    awarded.withdrawn_reason = reason
    awarded.save(update_fields=["state", "withdrawn_on", "withdrawn_reason"])
    gates.settle(cycle)
    record(cycle=cycle, kind="withdrawn", text=f"Entzogen: {awarded}. Grund: {reason}", by=by)
    return awarded
