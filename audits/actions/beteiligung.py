"""Who else contributes to a cycle: proposed, given, accepted; they sign and decide nothing."""

from auditportal import clock
from auditportal.action import happened
from auditportal.models import Organisation, User
from auditportal.permissions import holds
from auditportal.verdict import WHEN, WHO, Verdict, unless
from audits import gates, permissions
from audits.actions import action
from audits.gates.beteiligung import can_join, is_invited
from audits.models import AuditCycle, CycleEventKind, CycleParty, Mitwirkung
from audits.reminding.notices import plan_invitation, plan_proposal
from handlungsfelder.models import Party, Right


def can_propose(user: User, cycle: AuditCycle, organisation: Organisation | None = None) -> Verdict:
    """The participants and the Träger's office; without an organisation: anybody at all."""
    verdict = _may_manage(user, cycle) & gates.is_running(cycle)
    return verdict & can_join(cycle, organisation) if organisation else verdict


def _may_manage(user: User, cycle: AuditCycle) -> Verdict:
    return permissions.may_act_any(
        user, cycle, (Party.MAIN, Right.CHANGE), (Party.TRAEGER, Right.RUN)
    )


@action(CycleEventKind.PARTNER_PROPOSED)
def propose(*, cycle: AuditCycle, organisation: Organisation, by: User) -> Mitwirkung:
    """Nobody sees anything by it: who signs for a participant is asked first."""
    proposed = cycle.mitwirkungen.create(
        organisation=organisation, proposed_at=clock.now(), proposed_by=by
    )
    happened(f"Zur Mitwirkung vorgeschlagen: {organisation}.")
    if can_give(by, proposed):
        return give(mitwirkung=proposed, by=by)
    plan_proposal(proposed)
    return proposed


def can_give(user: User, mitwirkung: Mitwirkung) -> Verdict:
    """Who signs for a participant lets others in."""
    cycle = mitwirkung.cycle
    return (
        permissions.may_act(user, cycle, Party.MAIN, Right.SIGN)
        & gates.is_running(cycle)
        & unless(
            mitwirkung.is_open and mitwirkung.given_at is None,
            WHEN,
            f"Darüber ist schon entschieden: {mitwirkung}.",
        )
    )


@action(CycleEventKind.PARTNER_INVITED)
def give(*, mitwirkung: Mitwirkung, by: User) -> Mitwirkung:
    """The invited are told, and may say yes."""
    mitwirkung.given_at, mitwirkung.given_by = clock.now(), by
    mitwirkung.save(update_fields=["given_at", "given_by"])
    plan_invitation(mitwirkung)
    happened(f"Zur Mitwirkung eingeladen: {mitwirkung}.")
    return mitwirkung


def can_accept(user: User, mitwirkung: Mitwirkung) -> Verdict:
    """The invited answer for themselves."""
    return (
        unless(
            holds(user, Right.SIGN, mitwirkung.organisation_id),
            WHO,
            f"Das entscheiden die Zeichnungsberechtigten: {mitwirkung}.",
        )
        & gates.is_running(mitwirkung.cycle)
        & unless(
            mitwirkung.is_open and mitwirkung.given_at is not None,
            WHEN,
            "Diese Einladung ist nicht mehr offen.",
        )
    )


@action(CycleEventKind.PARTNER_JOINED)
def accept(*, mitwirkung: Mitwirkung, by: User) -> CycleParty:
    """From now on the people of this organisation see the contents and work on them."""
    mitwirkung.accepted_at, mitwirkung.accepted_by = clock.now(), by
    mitwirkung.save(update_fields=["accepted_at", "accepted_by"])
    party = mitwirkung.cycle.parties.create(
        organisation=mitwirkung.organisation,
        function=Party.PARTNER,
        verfahren=mitwirkung.cycle.version.verfahren,
        subject=mitwirkung.cycle.subject,
    )
    happened(f"Wirkt mit: {mitwirkung}.")
    return party


def can_decline(user: User, mitwirkung: Mitwirkung) -> Verdict:
    """Either side, as long as it is open: the one takes it back, the other does not want it."""
    own = mitwirkung.given_at and holds(user, Right.SIGN, mitwirkung.organisation_id)
    who = Verdict() if own else _may_manage(user, mitwirkung.cycle)
    return who & unless(mitwirkung.is_open, WHEN, f"Darüber ist schon entschieden: {mitwirkung}.")


@action(CycleEventKind.PARTNER_DECLINED)
def decline(*, mitwirkung: Mitwirkung, by: User) -> None:
    _end(mitwirkung)
    happened(f"Wirkt nicht mit: {mitwirkung}.")


def can_release(user: User, party: CycleParty) -> Verdict:
    """The participants and the office; who was invited may go at any time."""
    goes = party.function == Party.PARTNER and holds(user, Right.SIGN, party.organisation_id)
    who = Verdict() if goes else _may_manage(user, party.cycle)
    return who & gates.is_running(party.cycle) & is_invited(party)


@action(CycleEventKind.PARTNER_RELEASED)
def release(*, party: CycleParty, by: User) -> None:
    """Their people see the cycle no more; what they contributed stays."""
    for mitwirkung in party.cycle.mitwirkungen.running().of_organisation(party.organisation):
        _end(mitwirkung)
    party.delete()
    happened(f"Wirkt nicht mehr mit: {party.organisation}.")


def _end(mitwirkung: Mitwirkung) -> None:
    mitwirkung.ended_at = clock.now()
    mitwirkung.save(update_fields=["ended_at"])
