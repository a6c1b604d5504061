"""Invitations: the only way to a login."""

import secrets

from auditportal import clock, mails, permissions
from auditportal.action import happened, part
from auditportal.actions import action
from auditportal.actions import mitgliedschaft as mitgliedschaften
from auditportal.actions.betreuung import take_up
from auditportal.models import (
    Invitation,
    Mitgliedschaft,
    Organisation,
    OrganisationEventKind,
    OutboxState,
    Role,
    User,
)
from auditportal.models.invitation import VALID_FOR, token_hash
from auditportal.verdict import WHEN, WHO, Verdict, unless

PENDING = "Für diese Adresse gibt es schon eine Einladung. Sie können sie erneut senden."
EXPIRED = "Diese Einladung ist abgelaufen. Bitte lassen Sie sich neu einladen."
SECOND = (
    "Die erste Person, die zeichnet, ist schon eingeladen. Weitere lädt sie selbst ein, sobald sie "
    "angenommen hat."
)
KNOWN = "Zu dieser Adresse gibt es schon einen Zugang. Bitte melden Sie sich damit an."


def can_invite(
    user: User, organisation: Organisation, role: Role = Role.READER, email: str = ""
) -> Verdict:
    """Without an address: whether this person may invite at all."""
    return permissions.may_admit(user, organisation, role) & (
        _is_new(organisation, email) & _is_the_first_to_sign(user, organisation, role)
        if email
        else Verdict()
    )


def _is_the_first_to_sign(user: User, organisation: Organisation, role: Role) -> Verdict:
    """Only those who sign bring further ones: the Geschäftsstelle names one and waits."""
    if role != Role.SIGNATORY or permissions.holds(user, "sign", organisation.pk):
        return Verdict()
    pending = organisation.invitations.pending().filter(role=Role.SIGNATORY)
    return unless(not pending.exists(), WHEN, SECOND)


@action(OrganisationEventKind.INVITED)
def invite(
    *, organisation: Organisation, email: str, name: str, role: Role, by: User
) -> Invitation:
    """Offer a role by mail; only the answer carries the link's secret (`token`)."""
    take_up(organisation, by)
    return issue(organisation=organisation, email=email, name=name, role=role, by=by)


def can_renew(user: User, invitation: Invitation) -> Verdict:
    return permissions.may_admit(user, invitation.organisation, invitation.role) & _is_pending(
        invitation
    )


@action(OrganisationEventKind.INVITED)
def renew(*, invitation: Invitation, by: User) -> Invitation:
    """The mail got lost or came too late: a new link, and the old one is worth nothing."""
    close(invitation)
    return issue(
        organisation=invitation.organisation,
        email=invitation.email,
        name=invitation.name,
        role=Role(invitation.role),
        by=by,
    )


def can_withdraw(user: User, invitation: Invitation) -> Verdict:
    return permissions.may_admit(user, invitation.organisation, invitation.role) & _is_pending(
        invitation
    )


@action(OrganisationEventKind.WITHDRAWN)
def withdraw(*, invitation: Invitation, by: User) -> Invitation:
    """From now on its link is worth nothing; a mail that has not gone out stays here."""
    close(invitation)
    text = f"Einladung zurückgezogen (Rolle: {invitation.get_role_display()})."
    happened(text)
    return invitation


def can_accept(user: User | None, invitation: Invitation) -> Verdict:
    """Whoever has no login yet is asked for no more than the link."""
    mine = user is None or user.email.lower() == invitation.email
    text = "Diese Einladung gilt für eine andere E-Mail-Adresse. Bitte melden Sie sich damit an."
    verdict = unless(mine, WHO, text) & is_open(invitation)
    if user is None:
        return verdict
    return verdict & mitgliedschaften.is_no_member(user, invitation.organisation)


@action(OrganisationEventKind.JOINED)
def accept(*, invitation: Invitation, by: User) -> Mitgliedschaft:
    """Somebody with a login takes the role."""
    return _take(invitation, by)


@action(OrganisationEventKind.JOINED, asks=can_accept)
def accept_as_new(*, invitation: Invitation, name: str, password: str) -> Mitgliedschaft:
    """The login comes into being with the first role; the address is proven by the link."""
    unless(person_with(invitation.email) is None, WHEN, KNOWN).require()
    person = User.objects.create_user(invitation.email, password, name=name)
    return _take(invitation, person)


@part
def issue(
    *, organisation: Organisation, email: str, name: str, role: Role, by: User | None
) -> Invitation:
    """The row, its mail, its event."""
    token, now = secrets.token_urlsafe(32), clock.now()
    invitation = Invitation.objects.create(
        organisation=organisation,
        email=email.strip().lower(),
        name=name,
        role=role,
        token_hash=token_hash(token),
        invited_by=by,
        invited_at=now,
        expires_at=now + VALID_FOR,
    )
    invitation.token = token
    mails.plan_invitation(invitation)
    text = f"Einladung verschickt (Rolle: {invitation.get_role_display()})."
    happened(text, organisation=organisation, by=by)
    return invitation


@part
def close(invitation: Invitation) -> None:
    """Its link and its unsent mail are worth nothing."""
    invitation.withdrawn_at = clock.now()
    invitation.save(update_fields=["withdrawn_at"])
    unsent = invitation.mails.filter(state=OutboxState.PLANNED)
    unsent.update(state=OutboxState.DROPPED, link="")


def is_open(invitation: Invitation) -> Verdict:
    return _is_pending(invitation) & unless(invitation.expires_at > clock.now(), WHEN, EXPIRED)


def person_with(email: str) -> User | None:
    return User.objects.filter(email__iexact=email).first()


def _is_pending(invitation: Invitation) -> Verdict:
    return unless(
        invitation.withdrawn_at is None, WHEN, "Diese Einladung wurde zurückgezogen."
    ) & unless(invitation.accepted_at is None, WHEN, "Diese Einladung ist schon angenommen.")


def _is_new(organisation: Organisation, email: str) -> Verdict:
    pending = organisation.invitations.pending().filter(email=email.strip().lower())
    verdict = unless(not pending.exists(), WHEN, PENDING)
    person = person_with(email.strip())
    return verdict & mitgliedschaften.is_no_member(person, organisation) if person else verdict


def _take(invitation: Invitation, person: User) -> Mitgliedschaft:
    invitation.accepted_at = clock.now()
    invitation.accepted_by = person
    invitation.save(update_fields=["accepted_at", "accepted_by"])
    return mitgliedschaften.join(
        organisation=invitation.organisation,
        person=person,
        role=Role(invitation.role),
        by=invitation.invited_by,
    )
