from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import JSONArray

from auditportal.question import question
from audits.models.cycle import AuditCycle
from audits.models.goal import Goal, Mark, Measure
from audits.models.reach import SharedQuerySet
from handlungsfelder.models import Referenz

# As Referenz.short takes it.
REFERENZ = ("referenz__rahmen__code", "referenz__code", "referenz__title")


class ZuordnungQuerySet(SharedQuerySet):
    def by_referenz(self):
        return self.order_by("referenz__rahmen__code", "referenz__position")

    def referenz_ids(self):
        return self.values_list("referenz_id", flat=True)

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
    def of(cls, row: Goal | Measure, referenz_id: int) -> "Zuordnung":
        about = {"measure": row} if isinstance(row, Measure) else {"goal": row}
        return cls(cycle_id=row.cycle_id, referenz_id=referenz_id, **about)

    @property
    def key(self) -> tuple[type, int | None]:
        """Which goal or measure it is a tie of."""
        return (Measure, self.measure_id) if self.measure_id else (Goal, self.goal_id)


@question("goal list while written")
def ties_of(cycle: int):
    ties = Zuordnung.objects.of(cycle).by_referenz()
    return ties.values_list("goal", "measure", *REFERENZ)


def goal_place(pk: int):
    """Whether another one stands above and below it, and to what it is tied."""
    beside = Goal.objects.of(OuterRef("cycle")).in_feld(OuterRef("handlungsfeld")).agreed()
    ties = Zuordnung.objects.filter(goal=OuterRef("pk"))
    return _place(Goal.objects.filter(pk=pk), beside, ties)


@question("measure is saved")
def measure_place(pk: int):
    beside = Measure.objects.filter(goal=OuterRef("goal")).agreed()
    ties = Zuordnung.objects.filter(measure=OuterRef("pk"))
    return _place(Measure.objects.filter(pk=pk), beside, ties)


def _place(rows, beside, ties):
    position, pk = OuterRef("position"), OuterRef("pk")
    above = Q(position__lt=position) | Q(position=position, pk__lt=pk)
    below = Q(position__gt=position) | Q(position=position, pk__gt=pk)
    names = ties.by_referenz().values(names=JSONArray(*REFERENZ))
    neighbours = Exists(beside.filter(above)), Exists(beside.filter(below))
    return rows.order_by().values_list(*neighbours, ArraySubquery(names))
