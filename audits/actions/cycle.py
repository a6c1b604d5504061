"""How a cycle begins, moves and ends: lock, ask, change, settle, record."""

import datetime as dt
from collections.abc import Iterable

from auditportal import clock, notation
from auditportal.action import happened, part
from auditportal.actions import contact as contacts
from auditportal.actions.betreuung import is_in_care_of, take_up
from auditportal.actions.contact import ContactData
from auditportal.models import Contact, Organisation, User
from auditportal.verdict import WHEN, Verdict, unless
from audits import gates, permissions
from audits.actions import action, begun
from audits.actions.uebernahme import take_over
from audits.gates import rung
from audits.gates.beginning import Beginning, is_well_set, runs_once
from audits.gates.beschluss import decisive
from audits.gates.way import phases_of
from audits.models import (
    AuditCycle,
    CycleEventKind,
    Jahresbericht,
    Outcome,
    PhaseRun,
    Topic,
)
from handlungsfelder.models import (
    DueFrom,
    GateKind,
    Party,
    Phase,
    Right,
    Word,
)


def can_start(user: User, beginning: Beginning) -> Verdict:
    version = beginning.version
    return (
        permissions.may_start(user, version.verfahren.owner_id)
        & unless(
            version.published_at is not None, WHEN, "Diese Version ist noch nicht veröffentlicht."
        )
        & is_in_care_of(version.verfahren.owner_id, [one for _, one in beginning.sides])
        & is_well_set(beginning)
        & runs_once(beginning)
        & rung.is_reached(beginning.organisation, version, beginning.predecessor)
    )


def _lock_sides(beginning: Beginning) -> None:
    """In one order for everybody, so that two beginnings never wait for each other."""
    ids = [organisation.pk for _, organisation in beginning.sides]
    list(Organisation.objects.select_for_update().filter(pk__in=ids).order_by("pk"))


@action(CycleEventKind.STARTED, locks=_lock_sides)
def start(
    *,
    beginning: Beginning,
    contact: Contact | None,
    by: User,
    new_contact: ContactData | None = None,
) -> AuditCycle:
    """Let organisations into their first phase; their rows are the lock, as no cycle exists yet."""
    for _, organisation in beginning.sides:
        take_up(organisation, by)
    if new_contact:
        contact = contacts.add(organisation=beginning.organisation, by=by, **new_contact)
    cycle = _with_its_sides(beginning, contact)
    for position, feld in enumerate(beginning.felder, start=1):
        cycle.chosen_felder.create(handlungsfeld=feld, position=position)
    take_over(cycle, by)
    _begin(cycle, phases_of(cycle)[0])
    begun(cycle)
    happened(f"Begonnen: {beginning.version}.", cycle=cycle)
    return cycle


def _with_its_sides(beginning: Beginning, contact: Contact | None) -> AuditCycle:
    version = beginning.version
    names = " und ".join(str(organisation) for _, organisation in beginning.sides)
    cycle = AuditCycle.objects.create(
        version=version,
        owner=version.verfahren.owner,
        title=notation.shortened(names, 300),
        subject=beginning.subject,
        programm=beginning.programm,
        predecessor=beginning.predecessor,
        rhythm_months=beginning.rhythm_months or next(iter(version.rhythms), None),
        contact=contact,
        began_on=clock.today(),
    )
    for side, organisation in beginning.sides:
        cycle.parties.create(
            organisation=organisation,
            function=Party.MAIN,
            side=side["code"],
            signs=True,
            verfahren=version.verfahren,
            subject=beginning.subject,
        )
    return cycle


def _following(cycle: AuditCycle, run: PhaseRun) -> Phase | None:
    """The next phase, or where the way begins again; None at the end."""
    phase = cycle.version.phase(run.phase_id)
    if phase.repeat_from and (phase.repeat_times is None or run.round < phase.repeat_times):
        return next(one for one in cycle.version.way if one.code == phase.repeat_from)
    return next((one for one in phases_of(cycle) if one.position > phase.position), None)


def _titled(organisations: Iterable[Organisation]) -> str:
    return notation.shortened(" und ".join(map(str, organisations)), 300)


@part
def follow_name(organisation: Organisation) -> None:
    """A running cycle is called as its participants are called now (part of their change).

    Frozen papers keep the name that they were frozen with.
    """
    rows = AuditCycle.objects.running().of_main_party(organisation).order_by("pk")
    for cycle in rows.select_for_update(of=("self",)):
        mains = cycle.parties.mains().with_organisations()
        cycle.title = _titled(party.organisation for party in mains)
        cycle.save(update_fields=["title", "sort_title"])


def can_advance(user: User, run: PhaseRun) -> Verdict:
    return (
        permissions.may_act(user, run.cycle, run.phase.party, run.phase.right)
        & gates.is_still_open(run)
        & permissions.with_own_links(user, run.cycle, gates.closed_gates(run.cycle))
    )


@action(CycleEventKind.ADVANCED, settles_first=True)
def advance(*, run: PhaseRun, by: User) -> AuditCycle:
    """Leave exactly this run for the next phase, or end the cycle after the last."""
    cycle = run.cycle
    _leave(cycle, run, by)
    entered = _following(cycle, run)
    if entered:
        _begin(cycle, entered)
    else:
        _end(cycle, Outcome.COMPLETED)
    happened(f"„{run}“ abgeschlossen, weiter mit „{entered}“." if entered else "Abgeschlossen.")
    return cycle


def can_name_contact(user: User, cycle: AuditCycle) -> Verdict:
    return permissions.may_act_any(
        user, cycle, (Party.MAIN, Right.CHANGE), (Party.TRAEGER, Right.RUN)
    ) & gates.is_running(cycle)


@action(CycleEventKind.CONTACT_NAMED)
def name_contact(
    *, cycle: AuditCycle, contact: Contact | None, by: User, member: User | None = None
) -> AuditCycle:
    """Whom to write to on site from now on; a member becomes a contact without typing it again."""
    if member:
        main = cycle.parties.mains().of_member(member).with_organisations().first()
        unless(main is not None, WHEN, f"{member} arbeitet hier nicht mit.").require()
        contact = contacts.add(
            organisation=main.organisation, by=by, name=member.name, email=member.email
        )
    cycle.contact = contact
    cycle.save(update_fields=["contact"])
    happened(f"{cycle.words[Word.CONTACT]} gewechselt.")
    return cycle


def can_stop(user: User, cycle: AuditCycle) -> Verdict:
    who = permissions.may_act(user, cycle, Party.TRAEGER, Right.RUN)
    return who & gates.is_running(cycle)


@action(CycleEventKind.STOPPED)
def stop(*, cycle: AuditCycle, reason: str, by: User) -> AuditCycle:
    """End a cycle before its time, with the reason."""
    _leave(cycle, cycle.open_run, by)
    _end(cycle, Outcome.STOPPED, reason)
    happened(f"Abgebrochen: {reason}")
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
    number = cycle.runs.in_force().filter(phase=phase).count() + 1
    run = PhaseRun(cycle=cycle, phase=phase, began_on=clock.today(), round=number)
    run.due_on = _due_on(cycle, run)
    run.follow(cycle.runs.filter(phase=phase, round=number).last())
    run.save()
    for gate in (one for one in phase.gates.all() if one.kind == GateKind.REPORTS):
        if not run.continues_id:
            _plan_reports(cycle, run, gate.parameters["months"])
    return run


def _due_on(cycle: AuditCycle, run: PhaseRun) -> dt.date | None:
    phase = run.phase
    if run.round > 1 and not run.is_repeated:
        return run.began_on + dt.timedelta(phase.rework_days)
    if phase.due_from == DueFrom.RHYTHM:
        assert cycle.rhythm_months is not None  # chosen when a cycle with such a phase begins
        return clock.months_after(run.began_on, cycle.rhythm_months)
    if phase.due_days is None:
        return None
    started_on = cycle.started_on if phase.due_from == DueFrom.START else None
    return (started_on or run.began_on) + dt.timedelta(phase.due_days)


def _plan_reports(cycle: AuditCycle, run: PhaseRun, months: list[int]) -> None:
    """Reports are counted from the day on which the award begins to hold."""
    award = cycle.awards.newest()
    since = award.valid_from if award else run.began_on
    earlier = cycle.jahresberichte.count()
    reports = [
        Jahresbericht(cycle=cycle, run=run, number=n, due_on=clock.months_after(since, count))
        for n, count in enumerate(months, start=earlier + 1)
    ]
    Jahresbericht.objects.bulk_create(reports)
    run.due_on = reports[-1].due_on
    run.save(update_fields=["due_on"])


def _end(cycle: AuditCycle, outcome: Outcome, reason: str = "") -> None:
    cycle.ended_on, cycle.outcome, cycle.outcome_reason = clock.today(), outcome, reason
    cycle.save(update_fields=["ended_on", "outcome", "outcome_reason"])
    cycle.parties.update(is_running=False)


@part
def refuse(cycle: AuditCycle, reason: str, by: User) -> None:
    """The judgement was negative: the cycle ends with its reason."""
    _leave(cycle, cycle.open_run, by)
    _end(cycle, Outcome.REFUSED, reason)


@part
def rework(cycle: AuditCycle, by: User) -> PhaseRun:
    """The judgement asks for more: back to the phase that the template names, as a new round."""
    run = cycle.open_run
    _leave(cycle, run, by)
    phase = next(one for one in cycle.version.way if one.code == run.phase.rework_to)
    return _begin(cycle, phase)
