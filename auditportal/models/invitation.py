import datetime as dt
import hashlib
from enum import StrEnum

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from auditportal.models.betreuung import BelongingQuerySet
from auditportal.models.bounds import is_one_line
from auditportal.models.history import Event
from auditportal.models.organisation import Organisation
from auditportal.models.outbox import OutboxMail
from auditportal.models.vocabulary import Role

VALID_FOR = dt.timedelta(days=14)


def token_hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


class InvitationQuerySet(BelongingQuerySet):
    def pending(self):
        return self.filter(accepted_at__isnull=True, withdrawn_at__isnull=True)

    def for_display(self):
        """With who invited, and whether the mail has gone out."""
        mails = Mail.objects.filter(invitation=models.OuterRef("pk")).order_by("-pk")
        state = models.Subquery(mails.values("state")[:1])
        return self.select_related("invited_by").annotate(mail_state=state)

    def with_token(self, token: str):
        return self.filter(token_hash=token_hash(token))


class Invitation(models.Model):
    """An offer by mail to act for an organisation in a role; only the hash of its link is kept."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="invitations")
    email = models.EmailField("E-Mail-Adresse")
    name = models.CharField("Name", max_length=150)
    role = models.CharField("Rolle", max_length=20, choices=Role)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    # Empty for the first Geschäftsführung of a Träger: the installation itself invites it.
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    invited_at = models.DateTimeField("eingeladen am")
    expires_at = models.DateTimeField("gültig bis")
    accepted_at = models.DateTimeField("angenommen am", null=True, blank=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    withdrawn_at = models.DateTimeField("zurückgezogen am", null=True, blank=True)
    recorded_at = models.DateTimeField(db_default=Now(), editable=False)

    objects = InvitationQuerySet.as_manager()

    token = ""  # the secret of the link, only on the object that `invite` has just made

    class Meta:
        verbose_name = "Einladung"
        verbose_name_plural = "Einladungen"
        ordering = ["-invited_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(accepted_at__isnull=True, accepted_by__isnull=True)
                | Q(accepted_at__isnull=False, accepted_by__isnull=False),
                name="invitation_accepted_at_and_by",
            ),
            models.CheckConstraint(
                condition=Q(accepted_at__isnull=True) | Q(withdrawn_at__isnull=True),
                name="invitation_accepted_or_withdrawn",
            ),
            models.UniqueConstraint(
                fields=["organisation", "email"],
                condition=Q(accepted_at__isnull=True, withdrawn_at__isnull=True),
                name="invitation_once_pending",
                violation_error_message="Für diese Adresse gibt es schon eine Einladung.",
            ),
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("invited_at")),
                name="invitation_expires_after_it_begins",
            ),
            is_one_line("invitation", "name"),
        ]

    def __str__(self):
        return f"{self.email}: {self.get_role_display()}, {self.organisation}"


class Mail(OutboxMail):
    """A mail about people and organisations; audits plans its own.

    `link` and `secret` (a code to log in with) are read by the recipient alone.
    """

    subject = models.CharField("Betreff", max_length=200)
    body = models.TextField("Text")
    link = models.CharField("Link", max_length=500, blank=True)
    secret = models.TextField("Vertraulicher Text", blank=True, db_default="")
    invitation = models.ForeignKey(
        Invitation, models.CASCADE, null=True, blank=True, related_name="mails"
    )

    transient = ("link", "secret")

    class Meta(OutboxMail.Meta):
        verbose_name = "Mail"
        verbose_name_plural = "Mails"
        indexes = [
            models.Index(fields=["due_at"], condition=Q(state="planned"), name="mail_to_send"),
        ]


class OrganisationEventKind(StrEnum):
    """Which event it is. The history is frozen: no member ever goes or gets another value."""

    FOUNDED = "founded"
    CHANGED = "changed"
    TAKEN_UP = "taken_up"
    CARE_ASKED = "care_asked"
    CARE_DECLINED = "care_declined"
    CONTACT = "contact"
    INVITED = "invited"
    WITHDRAWN = "withdrawn"
    JOINED = "joined"
    ROLE = "role"
    ENDED = "ended"


class OrganisationEventQuerySet(BelongingQuerySet):
    def with_people(self):
        return self.select_related("by", "person")


class OrganisationEvent(Event):
    """The history of an organisation and its people."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="events")
    # Whom it is about; the text itself names nobody, so that a name can be erased later.
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = OrganisationEventQuerySet.as_manager()

    class Meta(Event.Meta):
        verbose_name = "Ereignis"
        verbose_name_plural = "Ereignisse"
