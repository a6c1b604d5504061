"""How people come to act for an organisation, as what, and until when.

The Mitgliedschaft is the truth; the grants are written here beside it and nowhere else.
"""

from auditportal import clock, permissions
from auditportal.history import record
from auditportal.models import Mitgliedschaft, Organisation, OrganisationKind, Role, User
from auditportal.transaction import action
from auditportal.verdict import WHEN, Verdict, unless

ENDED = "Diese Mitgliedschaft ist schon beendet."
LAST = "Das ist die letzte Geschäftsführung des Trägers. Benennen Sie zuerst eine zweite."


def can_admit(user: User, organisation: Organisation, role: Role, person: User) -> Verdict:
    return permissions.may_admit(user, organisation, role) & is_no_member(person, organisation)


@action
def admit(*, organisation: Organisation, person: User, role: Role, by: User) -> Mitgliedschaft:
    """Make somebody who has a login a member, without an invitation."""
    organisation = locked(organisation)
    can_admit(by, organisation, role, person).require()
    return join(organisation=organisation, person=person, role=role, by=by)


def can_change_role(
    user: User, mitgliedschaft: Mitgliedschaft, role: Role | None = None
) -> Verdict:
    """Without a role: whether this person may choose one at all."""
    organisation, keeps = mitgliedschaft.organisation, (None, mitgliedschaft.role)
    return (
        permissions.may_admit(user, organisation, role or mitgliedschaft.role)
        & unless(mitgliedschaft.ended_on is None, WHEN, ENDED)
        & (Verdict() if role in keeps else is_not_the_last_director(mitgliedschaft))
    )


@action
def change_role(*, mitgliedschaft: Mitgliedschaft, role: Role, by: User) -> Mitgliedschaft:
    """The new rights hold from the person's next request."""
    organisation, mitgliedschaft = _locked_with(mitgliedschaft)
    can_change_role(by, mitgliedschaft, role).require()
    if role == mitgliedschaft.role:
        return mitgliedschaft
    before = mitgliedschaft.get_role_display()
    mitgliedschaft.role = role
    mitgliedschaft.save(update_fields=["role"])
    permissions.grant_role(user=mitgliedschaft.user, organisation=organisation, role=role)
    text = f"Rolle geändert: {before} → {mitgliedschaft.get_role_display()}."
    record(organisation=organisation, kind="role", text=text, by=by, person=mitgliedschaft.user)
    return mitgliedschaft


def can_end(user: User, mitgliedschaft: Mitgliedschaft) -> Verdict:
    return (
        permissions.may_admit(user, mitgliedschaft.organisation, mitgliedschaft.role)
        & unless(mitgliedschaft.ended_on is None, WHEN, ENDED)
        & is_not_the_last_director(mitgliedschaft)
    )


@action
def end(*, mitgliedschaft: Mitgliedschaft, by: User) -> Mitgliedschaft:
    """All rights go with it, from the person's next request; the row stays as a record."""
    organisation, mitgliedschaft = _locked_with(mitgliedschaft)
    can_end(by, mitgliedschaft).require()
    mitgliedschaft.ended_on = clock.today()
    mitgliedschaft.save(update_fields=["ended_on"])
    permissions.grant_role(user=mitgliedschaft.user, organisation=organisation, role=None)
    text = f"Mitgliedschaft beendet (Rolle: {mitgliedschaft.get_role_display()})."
    record(organisation=organisation, kind="ended", text=text, by=by, person=mitgliedschaft.user)
    return mitgliedschaft


def join(
    *, organisation: Organisation, person: User, role: Role, by: User | None
) -> Mitgliedschaft:
    """The row, its grants, its record; for actions that have asked already and hold the lock."""
    mitgliedschaft = Mitgliedschaft.objects.create(
        organisation=organisation, user=person, role=role, admitted_by=by
    )
    permissions.grant_role(user=person, organisation=organisation, role=role)
    text = f"Neues Mitglied (Rolle: {mitgliedschaft.get_role_display()})."
    record(organisation=organisation, kind="joined", text=text, by=by, person=person)
    return mitgliedschaft


def locked(organisation: Organisation) -> Organisation:
    """The organisation's row is the lock for everything about its people."""
    return Organisation.objects.select_for_update(of=["self"]).get(pk=organisation.pk)


def _locked_with(mitgliedschaft: Mitgliedschaft) -> tuple[Organisation, Mitgliedschaft]:
    organisation = locked(mitgliedschaft.organisation)
    fresh = Mitgliedschaft.objects.select_related("user").get(pk=mitgliedschaft.pk)
    fresh.organisation = organisation
    return organisation, fresh


def is_no_member(person: User, organisation: Organisation) -> Verdict:
    member = organisation.mitgliedschaften.open().filter(user=person)
    return unless(not member.exists(), WHEN, "Diese Person ist bereits Mitglied.")


def is_not_the_last_director(mitgliedschaft: Mitgliedschaft) -> Verdict:
    """Without a Geschäftsführung nobody could name another one."""
    organisation = mitgliedschaft.organisation
    if organisation.kind != OrganisationKind.TRAEGER or mitgliedschaft.role != Role.DIRECTOR:
        return Verdict()
    directors = organisation.mitgliedschaften.open().filter(role=Role.DIRECTOR)
    return unless(directors.exclude(pk=mitgliedschaft.pk).exists(), WHEN, LAST)
