"""How a cycle begins, moves and ends: lock, ask, change, settle, record."""

import datetime as dt

from auditportal import clock
from auditportal.models import Contact, Organisation, User
from auditportal.transaction import action
from auditportal.verdict import WHEN, Verdict, unless
from audits import gates, permissions
from audits.gates.beschluss import decisive
from audits.history import record
from audits.models import AuditCycle, CycleParty, Jahresbericht, Outcome, PhaseRun, Topic
from handlungsfelder.models import DueFrom, GateKind, Party, Phase, Right, VerfahrenVersion


def can_start(user: User, pair: tuple[Organisation, VerfahrenVersion]) -> Verdict:
    organisation, version = pair
    running = CycleParty.objects.filter(
        organisation=organisation,
        function=Party.MAIN,
        verfahren=version.verfahren_id,
        is_running=True,
    )
    return (
        permissions.may_start(user, version.verfahren.owner_id)
        & unless(
            version.published_at is not None, WHEN, "Diese Version ist noch nicht veröffentlicht."
        )
        & unless(
            not running.exists(),
            WHEN,
            f"In „{version.verfahren}“ läuft für {organisation} bereits ein Durchlauf.",
        )
    )


@action
def start(
    *,
    organisation: Organisation,
    version: VerfahrenVersion,
    contact: Contact | None,
    by: User,
    subject: str = "",
) -> AuditCycle:
    """Let an organisation into its first phase; its own row is the lock, as no cycle exists yet."""
    organisation = Organisation.objects.select_for_update().get(pk=organisation.pk)
    can_start(by, (organisation, version)).require()
    cycle = AuditCycle.objects.create(
        version=version,
        owner=version.verfahren.owner,
        title=organisation.name,
        subject=subject,
        contact=contact,
        began_on=clock.today(),
    )
    cycle.parties.create(
        organisation=organisation,
        function=Party.MAIN,
        signs=True,
        verfahren=version.verfahren,
        subject=subject,
    )
    _begin(cycle, version.phases.order_by("position").first())
    gates.settle(cycle)
    record(cycle=cycle, kind="started", text=f"Begonnen: {version}.", by=by)
    return cycle


def can_advance(user: User, run: PhaseRun) -> Verdict:
    return (
        permissions.may_act(user, run.cycle, run.phase.party, run.phase.right)
        & gates.is_still_open(run)
        & gates.closed_gates(run.cycle)
    )


@action
def advance(*, run: PhaseRun, by: User) -> AuditCycle:
    """Leave exactly this run for the next phase, or end the cycle after the last.

    The gates are settled before they are asked, so that what is stored is what holds now.
    """
    cycle = AuditCycle.objects.locked(run.cycle_id)
    run = cycle.runs.get(pk=run.pk)
    gates.settle(cycle)
    can_advance(by, run).require()
    _leave(cycle, run, by)
    following = cycle.version.phases.filter(position__gt=run.phase.position)
    entered = following.order_by("position").first()
    if entered:
        _begin(cycle, entered)
    else:
        _end(cycle, Outcome.COMPLETED)
    gates.settle(cycle)
    text = f"„{run}“ abgeschlossen, weiter mit „{entered}“." if entered else "Abgeschlossen."
    record(cycle=cycle, kind="advanced", text=text, by=by)
    return cycle


def can_stop(user: User, cycle: AuditCycle) -> Verdict:
    who = permissions.may_act(user, cycle, Party.TRAEGER, Right.RUN)
    return who & gates.is_running(cycle)


@action
def stop(*, cycle: AuditCycle, reason: str, by: User) -> AuditCycle:
    """End a cycle before its time, with the reason."""
    cycle = AuditCycle.objects.locked(cycle.pk)
    can_stop(by, cycle).require()
    _leave(cycle, cycle.open_run, by)
    _end(cycle, Outcome.STOPPED, reason)
    gates.settle(cycle)
    record(cycle=cycle, kind="stopped", text=f"Abgebrochen: {reason}", by=by)
    return cycle


def _leave(cycle: AuditCycle, run: PhaseRun, by: User) -> None:
    """Close a run; the one that starts the clock takes the day of its Beschluss along."""
    run.left_on, run.left_by = clock.today(), by
    run.save(update_fields=["left_on", "left_by"])
    if run.phase.starts_clock and cycle.started_on is None:
        decided = decisive(cycle, Topic.PARTICIPATION)
        cycle.started_on = decided[-1].session_on if decided else run.left_on
        cycle.save(update_fields=["started_on"])


def _begin(cycle: AuditCycle, phase: Phase) -> PhaseRun:
    """Deadlines are written down here, so that nothing later moves them."""
    number = cycle.runs.filter(phase=phase).count() + 1
    run = PhaseRun(cycle=cycle, phase=phase, began_on=clock.today(), round=number)
    run.due_on = _due_on(cycle, run)
    run.save()
    for gate in phase.gates.filter(kind=GateKind.REPORTS):
        _plan_reports(cycle, run, gate.parameters["months"])
    return run


def _due_on(cycle: AuditCycle, run: PhaseRun) -> dt.date | None:
    phase = run.phase
    if run.round > 1:
        return run.began_on + dt.timedelta(phase.rework_days)
    if phase.due_days is None:
        return None
    from_start = phase.due_from == DueFrom.START and cycle.started_on
    return (cycle.started_on if from_start else run.began_on) + dt.timedelta(phase.due_days)


def _plan_reports(cycle: AuditCycle, run: PhaseRun, months: list[int]) -> None:
    """Reports are counted from the day on which the award begins to hold."""
    award = getattr(cycle, "award", None)
    since = award.valid_from if award else run.began_on
    reports = [
        Jahresbericht(cycle=cycle, run=run, number=n, due_on=clock.months_after(since, count))
        for n, count in enumerate(months, start=1)
    ]
    Jahresbericht.objects.bulk_create(reports)
    run.due_on = reports[-1].due_on
    run.save(update_fields=["due_on"])


def _end(cycle: AuditCycle, outcome: Outcome, reason: str = "") -> None:
    cycle.ended_on, cycle.outcome, cycle.outcome_reason = clock.today(), outcome, reason
    cycle.save(update_fields=["ended_on", "outcome", "outcome_reason"])
    cycle.parties.update(is_running=False)


def refuse(cycle: AuditCycle, reason: str, by: User) -> None:
    """The judgement was negative: the cycle ends with its reason (part of another action)."""
    _leave(cycle, cycle.open_run, by)
    _end(cycle, Outcome.REFUSED, reason)


def rework(cycle: AuditCycle, by: User) -> PhaseRun:
    """The judgement asks for more: back to the phase that the template names, as a new round."""
    run = cycle.open_run
    _leave(cycle, run, by)
    return _begin(cycle, cycle.version.phases.get(code=run.phase.rework_to))
