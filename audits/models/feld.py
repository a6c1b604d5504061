"""What a cycle chose among the Handlungsfelder of its version."""

from copy import copy

from django.db import models

from auditportal.models import Versioned
from audits.models.reach import OfCycleQuerySet
from handlungsfelder.models import Handlungsfeld


class ThemaQuerySet(OfCycleQuerySet):
    def in_order(self):
        """By weight."""
        return self.order_by("position", "pk")

    def feld_ids(self):
        return self.values_list("handlungsfeld_id", flat=True)


class CycleFeld(Versioned):
    """A module, or a topic of its own, that was chosen for a cycle; a free one gets its name."""

    cycle = models.ForeignKey("audits.AuditCycle", models.CASCADE, related_name="chosen_felder")
    handlungsfeld = models.ForeignKey(Handlungsfeld, models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField("Rang")
    name = models.CharField("Name", max_length=200, blank=True)
    reason = models.TextField("Warum dieses Thema", blank=True)

    objects = ThemaQuerySet.as_manager()

    class Meta:
        verbose_name = "Gewähltes Handlungsfeld"
        verbose_name_plural = "Gewählte Handlungsfelder"
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                "cycle",
                "handlungsfeld",
                name="cycle_feld_once",
                violation_error_message="Das ist schon gewählt.",
            )
        ]

    def __str__(self):
        return self.name or str(self.handlungsfeld)


def named(feld: Handlungsfeld, name: str) -> Handlungsfeld:
    """As it is called here, if it has a name of its own."""
    if not name:
        return feld
    own = copy(feld)
    own.name = name
    return own
