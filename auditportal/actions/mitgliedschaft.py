"""How people come to act for an organisation, as what, and until when.

The Mitgliedschaft is the truth; the grants are written here beside it and nowhere else.
"""

from auditportal import clock, mails, permissions
from auditportal.action import happened, part
from auditportal.actions import action
from auditportal.models import (
    SIGNING_ROLES,
    Mitgliedschaft,
    Organisation,
    OrganisationEventKind,
    OrganisationKind,
    Role,
    User,
)
from auditportal.verdict import WHEN, Verdict, unless

ENDED = "Diese Mitgliedschaft ist schon beendet."
LAST = "Das ist die letzte Geschäftsführung des Trägers. Benennen Sie zuerst eine zweite."


def can_admit(user: User, organisation: Organisation, role: Role, person: User) -> Verdict:
    return permissions.may_admit(user, organisation, role) & is_no_member(person, organisation)


@action(OrganisationEventKind.JOINED)
def admit(*, organisation: Organisation, person: User, role: Role, by: User) -> Mitgliedschaft:
    """Make somebody who has a login a member, without an invitation."""
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


@action(OrganisationEventKind.ROLE)
def change_role(*, mitgliedschaft: Mitgliedschaft, role: Role, by: User) -> Mitgliedschaft:
    """The new rights hold from the person's next request."""
    if role == mitgliedschaft.role:
        happened("")
        return mitgliedschaft
    organisation, person = mitgliedschaft.organisation, mitgliedschaft.user
    before = mitgliedschaft.get_role_display()
    mitgliedschaft.role = role
    mitgliedschaft.save(update_fields=["role"])
    permissions.grant_role(user=person, organisation=organisation, role=role)
    _tell_who_signs(mitgliedschaft)
    text = f"Rolle geändert: {before} → {mitgliedschaft.get_role_display()}."
    happened(text, person=person)
    return mitgliedschaft


def can_end(user: User, mitgliedschaft: Mitgliedschaft) -> Verdict:
    return (
        permissions.may_admit(user, mitgliedschaft.organisation, mitgliedschaft.role)
        & unless(mitgliedschaft.ended_on is None, WHEN, ENDED)
        & is_not_the_last_director(mitgliedschaft)
    )


@action(OrganisationEventKind.ENDED)
def end(*, mitgliedschaft: Mitgliedschaft, by: User) -> Mitgliedschaft:
    """All rights go with it, from the person's next request; the row stays as a record."""
    organisation, person = mitgliedschaft.organisation, mitgliedschaft.user
    mitgliedschaft.ended_on = clock.today()
    mitgliedschaft.save(update_fields=["ended_on"])
    permissions.grant_role(user=person, organisation=organisation, role=None)
    role = mitgliedschaft.get_role_display()
    happened(f"Mitgliedschaft beendet (Rolle: {role}).", person=person)
    return mitgliedschaft


@part
def join(
    *, organisation: Organisation, person: User, role: Role, by: User | None
) -> Mitgliedschaft:
    """The row, its grants, its event."""
    mitgliedschaft = Mitgliedschaft.objects.create(
        organisation=organisation, user=person, role=role, admitted_by=by
    )
    permissions.grant_role(user=person, organisation=organisation, role=role)
    _tell_who_signs(mitgliedschaft)
    text = f"Neues Mitglied (Rolle: {mitgliedschaft.get_role_display()})."
    happened(text, by=by, person=person)
    return mitgliedschaft


def _tell_who_signs(mitgliedschaft: Mitgliedschaft) -> None:
    """Every new right to sign is known to those who have it already."""
    if mitgliedschaft.role not in SIGNING_ROLES:
        return
    signing = mitgliedschaft.organisation.mitgliedschaften.signing().select_related("user")
    others = signing.exclude(pk=mitgliedschaft.pk).exclude(user=mitgliedschaft.admitted_by_id)
    mails.plan_new_signatory(mitgliedschaft, [one.user for one in others.order_by("pk")])


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
