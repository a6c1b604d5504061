from django.db import models
from django.db.models import Q

from audits.models.cycle import AuditCycle
from audits.models.goal import Goal, Mark, Measure
from audits.models.reach import InCycleQuerySet
from handlungsfelder.models import Referenz


class ZuordnungQuerySet(InCycleQuerySet):
    def agreed(self):
        """Of what the agreement consists of."""
        return self.exclude(goal__mark=Mark.BALANCED).exclude(measure__mark=Mark.BALANCED)


class Zuordnung(models.Model):
    """That a goal or a measure serves a thesis, topic or goal of a Referenzrahmen."""

    cycle = models.ForeignKey(AuditCycle, models.CASCADE, related_name="zuordnungen")
    goal = models.ForeignKey(
        Goal, models.CASCADE, null=True, blank=True, related_name="zuordnungen"
    )
    measure = models.ForeignKey(
        Measure, models.CASCADE, null=True, blank=True, related_name="zuordnungen"
    )
    referenz = models.ForeignKey(Referenz, models.PROTECT, related_name="zuordnungen")

    objects = ZuordnungQuerySet.as_manager()

    class Meta:
        verbose_name = "Zuordnung"
        verbose_name_plural = "Zuordnungen"
        constraints = [
            models.CheckConstraint(
                condition=Q(goal__isnull=False, measure__isnull=True)
                | Q(goal__isnull=True, measure__isnull=False),
                name="zuordnung_of_one_thing",
            ),
            models.UniqueConstraint(
                "goal", "measure", "referenz", name="zuordnung_once", nulls_distinct=False
            ),
        ]

    def __str__(self):
        return str(self.referenz)

    @classmethod
    def of(cls, thing: Goal | Measure, referenz_id: int) -> "Zuordnung":
        about = {"measure": thing} if isinstance(thing, Measure) else {"goal": thing}
        return cls(cycle_id=thing.cycle_id, referenz_id=referenz_id, **about)

    @property
    def key(self) -> tuple[type, int]:
        """Which goal or measure it is a tie of."""
        return (Measure, self.measure_id) if self.measure_id else (Goal, self.goal_id)
