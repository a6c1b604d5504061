"""The mails of this room: plain text, why it came, one link."""

from collections.abc import Iterable
from email.utils import formataddr, parseaddr
from uuid import uuid4

from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse

from auditportal import clock, notation, outbox
from auditportal.models import (
    Betreuung,
    Invitation,
    Mail,
    Mitgliedschaft,
    OutboxState,
    User,
)
from auditportal.signs import one_line

DRAIN, DRAIN_CODES = "auditportal.tasks.drain_mails", "auditportal.tasks.drain_codes"
CODES = "account:"  # how the keys of those begin for which somebody sits and waits

INVITATION = """Guten Tag {name},

{inviter} lädt Sie ein, im Auditportal für „{organisation}“ mitzuarbeiten.
Ihre Rolle: {role}.

Sie erhalten diese Mail, weil dort Ihre Adresse angegeben wurde. Wenn Sie nichts damit zu tun
haben, brauchen Sie nichts zu tun.

Die Einladung gilt bis zum {until}. Mit diesem Link nehmen Sie sie an:"""


def plan_invitation(invitation: Invitation) -> Mail:
    """In the transaction of the invitation; its secret link is forgotten once the mail is out."""
    facts = {
        "name": invitation.name,
        "inviter": invitation.invited_by or "Das Auditportal",
        "organisation": invitation.organisation,
        "role": invitation.get_role_display(),
        "until": notation.day(invitation.expires_at),
    }
    replayed = clock.is_stopped()
    planned = Mail.objects.create(
        key=f"invitation:{invitation.pk}:{invitation.token_hash[:16]}",
        recipient=invitation.email,
        due_at=invitation.invited_at,
        state=OutboxState.HISTORIC if replayed else OutboxState.PLANNED,
        subject=notation.shortened(f"Einladung ins Auditportal: {invitation.organisation}", 200),
        body=INVITATION.format(**facts),
        link="" if replayed else address(invitation),
        invitation=invitation,
    )
    outbox.wake(DRAIN)
    return planned


CARE_REQUEST = """Guten Tag {name},

{traeger} möchte „{organisation}“ betreuen: Seine Geschäftsstelle sähe dann, wer dort
mitarbeitet, und könnte Verfahren mit Ihnen beginnen. Ohne Ihre Erlaubnis geschieht nichts.

Sie erhalten diese Mail, weil Sie darüber entscheiden. Erlauben oder ablehnen:
{link}"""

NEW_SIGNATORY = """Guten Tag {name},

{person} darf jetzt für „{organisation}“ zeichnen (Rolle: {role}).

Sie erhalten diese Mail, weil auch Sie für „{organisation}“ zeichnen. Wenn Sie das nicht
erwartet haben, sehen Sie nach:
{link}"""


def plan_care_request(betreuung: Betreuung, recipients: Iterable[User]) -> None:
    """To everybody who may say yes or no."""
    facts = {"traeger": betreuung.traeger, "organisation": betreuung.organisation}
    subject = f"{betreuung.traeger} möchte „{betreuung.organisation}“ betreuen"
    for person in recipients:
        plan_notice(person, subject, CARE_REQUEST, facts)


def plan_new_signatory(mitgliedschaft: Mitgliedschaft, recipients: Iterable[User]) -> None:
    """To those who sign already: nobody comes to sign beside them unnoticed."""
    organisation = mitgliedschaft.organisation
    facts = {
        "person": mitgliedschaft.user,
        "organisation": organisation,
        "role": mitgliedschaft.get_role_display(),
    }
    subject = f"Neues Recht zu zeichnen: {organisation}"
    for person in recipients:
        plan_notice(person, subject, NEW_SIGNATORY, facts)


def plan_notice(recipient: User, subject: str, text: str, facts: dict) -> None:
    """To one person; without a `link` among the facts it leads to the organisation."""
    facts = {"link": settings.PUBLIC_URL + facts["organisation"].get_absolute_url()} | facts
    Mail.objects.create(
        key=f"notice:{uuid4()}",
        recipient=recipient.email,
        due_at=clock.now(),
        state=OutboxState.HISTORIC if clock.is_stopped() else OutboxState.PLANNED,
        subject=notation.shortened(subject, 200),
        body=text.format(name=recipient, **facts),
    )
    outbox.wake(DRAIN)


def plan_account_mail(message: EmailMessage) -> None:
    """A code or link to log in with: it waits here if the mail server is away, as all mails do."""
    for recipient in message.to:
        Mail.objects.create(
            key=f"{CODES}{uuid4()}",
            recipient=recipient,
            due_at=clock.now(),
            subject=notation.shortened(str(message.subject), 200),
            secret=str(message.body),
        )
    outbox.wake(DRAIN_CODES)


def address(invitation: Invitation) -> str:
    """Where a fresh invitation is accepted; only its `token` knows."""
    path = reverse("auditportal:invitation_accept", args=[invitation.token])
    return settings.PUBLIC_URL + path


def compose(planned: Mail) -> EmailMessage:
    parts = [part for part in (planned.body, planned.secret, planned.link) if part]
    inviter = planned.invitation.invited_by if planned.invitation else None
    return EmailMessage(
        planned.subject,
        "\n\n".join(parts) + "\n",
        sender(str(inviter) if inviter else ""),
        [planned.recipient],
        reply_to=[inviter.email] if inviter else [],
    )


def sender(name: str) -> str:
    """The portal's own address, which proves the mail, in the name of whoever it is sent for."""
    given, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    return (
        formataddr((one_line(f"{name} über {given or 'das Auditportal'}"), address))
        if name
        else (settings.DEFAULT_FROM_EMAIL)
    )
