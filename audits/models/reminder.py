from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from auditportal.models import OutboxMail
from auditportal.models.outbox import OutboxQuerySet
from audits.models.cycle import AuditCycle


class ReminderQuerySet(OutboxQuerySet):
    def with_people(self):
        return self.select_related("user")


class Reminder(OutboxMail):
    """A reminder of one task at one stage to one person: planned once, sent once."""

    cycle = models.ForeignKey(AuditCycle, models.PROTECT, related_name="reminders")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    text = models.TextField("Aufgabe")
    link = models.CharField(max_length=500)
    due_on = models.DateField("Frist")
    stage = models.SmallIntegerField("Tage nach der Frist")
    why = models.CharField("Warum diese Person", max_length=200)

    objects: ClassVar = ReminderQuerySet.as_manager()

    class Meta(OutboxMail.Meta):
        verbose_name = "Erinnerung"
        verbose_name_plural = "Erinnerungen"
        ordering = ["-due_at", "-pk"]
        indexes = [
            models.Index(fields=["due_at"], condition=Q(state="planned"), name="reminder_to_send"),
        ]
