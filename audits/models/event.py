from django.db import models

from auditportal.models import Event
from audits.models.cycle import AuditCycle
from audits.models.reach import InCycleQuerySet


class CycleEvent(Event):
    """The history of a cycle, in words."""

    cycle = models.ForeignKey(AuditCycle, models.PROTECT, related_name="events")

    objects = InCycleQuerySet.as_manager()

    class Meta(Event.Meta):
        verbose_name = "Ereignis"
        verbose_name_plural = "Ereignisse"
        indexes = [models.Index(fields=["cycle", "-happened_at", "-id"], name="event_of_cycle")]
