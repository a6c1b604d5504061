from django.db import models
from django.db.models.functions import Coalesce, Greatest, Now


class OutboxState(models.TextChoices):
    PLANNED = "planned", "geplant"
    SENT = "sent", "gesendet"
    HISTORIC = "historic", "historisch, nicht gesendet"
    DROPPED = "dropped", "entfallen"
    FAILED = "failed", "nicht zustellbar"


class OutboxQuerySet(models.QuerySet):
    def ready(self, now):
        """What is to be sent and leased by nobody."""
        return self.filter(state=OutboxState.PLANNED, due_at__lte=now).filter(
            models.Q(leased_until__isnull=True) | models.Q(leased_until__lt=now)
        )

    def waiting_for(self, period):
        """What could be sent since so long, by the database's clock."""
        since = Greatest("due_at", Coalesce("leased_until", "due_at"))
        return (
            self.filter(state=OutboxState.PLANNED)
            .alias(since=since)
            .filter(since__lt=Now() - period)
        )


class OutboxMail(models.Model):
    """A mail that is planned in the transaction of its cause; `key` makes it be sent once."""

    key = models.CharField(max_length=200, unique=True)
    recipient = models.EmailField("an")
    due_at = models.DateTimeField("fällig am")
    state = models.CharField(max_length=10, choices=OutboxState, default=OutboxState.PLANNED)
    leased_until = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField("gesendet am", null=True, blank=True)
    recorded_at = models.DateTimeField(db_default=Now(), editable=False)

    objects = OutboxQuerySet.as_manager()

    needs_no_action = True  # the clock plans and sends; its cause is an action

    # Names of text fields that nobody may read once the mail is out (a secret link); emptied then.
    transient: tuple[str, ...] = ()

    class Meta:
        abstract = True

    def __str__(self):
        return self.key
