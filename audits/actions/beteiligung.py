"""Who else contributes to a cycle: invited organisations, which sign nothing."""

from auditportal.action import happened
from auditportal.models import Organisation, User
from auditportal.verdict import Verdict
from audits import gates, permissions
from audits.actions import action
from audits.gates.beteiligung import can_join, is_invited
from audits.models import AuditCycle, CycleEventKind, CycleParty
from handlungsfelder.models import Party, Right


def can_invite(user: User, cycle: AuditCycle, organisation: Organisation | None = None) -> Verdict:
    """The participants and the Träger's office; without an organisation: anybody at all."""
    verdict = permissions.may_act_any(
        user, cycle, (Party.MAIN, Right.CHANGE), (Party.TRAEGER, Right.RUN)
    ) & gates.is_running(cycle)
    return verdict & can_join(cycle, organisation) if organisation else verdict


@action(CycleEventKind.PARTNER_INVITED)
def invite(*, cycle: AuditCycle, organisation: Organisation, by: User) -> CycleParty:
    """From now on the people of this organisation see the cycle and contribute to it."""
    party = cycle.parties.create(
        organisation=organisation,
        function=Party.PARTNER,
        verfahren=cycle.version.verfahren,
        subject=cycle.subject,
    )
    happened(f"Zur Mitwirkung eingeladen: {organisation}.")
    return party


def can_release(user: User, party: CycleParty) -> Verdict:
    return can_invite(user, party.cycle) & is_invited(party)


@action(CycleEventKind.PARTNER_RELEASED)
def release(*, party: CycleParty, by: User) -> None:
    """Their people see the cycle no more; what they contributed stays."""
    party.delete()
    happened(f"Wirkt nicht mehr mit: {party.organisation}.")
