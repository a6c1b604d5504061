from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q

from auditportal.models.bounds import has_possible_days
from auditportal.question import question
from audits.facts.goal import GOAL, MARK, Mark
from audits.facts.measure import MEASURE, Influence, Priority
from audits.models.bestandsaufnahme import Text
from audits.models.reach import SharedQuerySet
from handlungsfelder.models import Handlungsfeld


class AgreedQuerySet(SharedQuerySet):
    def agreed(self):
        """What the agreement consists of; what was balanced stays beside it, as a record."""
        return self.exclude(mark=Mark.BALANCED)

    def in_order(self):
        return self.order_by("position", "pk")

    def unweighed(self):
        """What was taken over, and nobody has said yet what becomes of it."""
        return self.filter(mark="")


class GoalQuerySet(AgreedQuerySet):
    def in_feld(self, handlungsfeld):
        return self.filter(handlungsfeld=handlungsfeld)

    def feld_ids(self):
        return self.values_list("handlungsfeld_id", flat=True)


class MeasureQuerySet(AgreedQuerySet):
    def feld_ids(self):
        return self.values_list("goal__handlungsfeld_id", flat=True)

    def parts(self):
        """By goal, what makes each of them whole."""
        return self.order_by().values_list("goal_id", "responsible", "ends_on", "influence")

    def reported(self):
        """Those that a Jahresbericht says something about."""
        return self.filter(report_entries__isnull=False)

    def silent_in(self, report):
        """Those that this Jahresbericht says nothing about yet."""
        return self.exclude(pk__in=report.entries.values("measure"))


class Inherited(models.Model):
    """What is inherited from the row of an earlier cycle, `origin`, has no mark until weighed.

    Ties to a Referenzrahmen are proposed only until somebody has said which ones hold.
    """

    can_go_up: bool  # both said by pages that show the row among its neighbours
    can_go_down: bool

    mark = models.CharField(MARK.label, max_length=10, choices=Mark, blank=True, db_default="")
    is_assigned = models.BooleanField("Bezüge sind gesetzt", default=False, db_default=False)

    class Meta:
        abstract = True


class Goal(Inherited, Text):
    """What is to be reached in a Handlungsfeld."""

    lines: list["Measure"]  # as `felder_of` reads it

    origin = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="successors"
    )
    handlungsfeld = models.ForeignKey(Handlungsfeld, models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField("Reihenfolge")
    title = models.CharField(GOAL["title"].label, max_length=300)
    description = models.TextField(GOAL["description"].label, blank=True)

    objects = GoalQuerySet.as_manager()

    class Meta:
        verbose_name = "Ziel"
        verbose_name_plural = "Ziele"
        ordering = [F("handlungsfeld__position"), "position", "pk"]

    def __str__(self):
        return self.title


class Measure(Inherited, Text):
    """What is done for a goal, by whom, from when to when, and with what."""

    origin = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="successors"
    )
    goal = models.ForeignKey(Goal, models.CASCADE, related_name="measures")
    position = models.PositiveSmallIntegerField("Reihenfolge")
    title = models.CharField(MEASURE["title"].label, max_length=300)
    description = models.TextField(MEASURE["description"].label, blank=True)
    responsible = models.CharField(MEASURE["responsible"].label, max_length=200, blank=True)
    partners = models.CharField(MEASURE["partners"].label, max_length=300, blank=True)
    begins_on = models.DateField(MEASURE["begins_on"].label, null=True, blank=True)
    ends_on = models.DateField(MEASURE["ends_on"].label, null=True, blank=True)
    budget = models.DecimalField(
        MEASURE["budget"].label_with_unit,
        max_digits=12,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0, "Das Budget ist nicht negativ.")],
    )
    priority = models.CharField(
        MEASURE["priority"].label, max_length=10, choices=Priority, blank=True, db_default=""
    )
    indicator = models.CharField(MEASURE["indicator"].label, max_length=300, blank=True)
    target_groups = models.JSONField(MEASURE["target_groups"].label, default=list, blank=True)
    influence = models.CharField(
        MEASURE["influence"].label, max_length=10, choices=Influence, blank=True, db_default=""
    )

    objects = MeasureQuerySet.as_manager()

    class Meta:
        verbose_name = "Maßnahme"
        verbose_name_plural = "Maßnahmen"
        ordering = ["goal", "position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(begins_on__isnull=True)
                | Q(ends_on__isnull=True)
                | Q(ends_on__gte=F("begins_on")),
                name="measure_ends_after_it_begins",
                violation_error_message="Das Ende darf nicht vor dem Beginn liegen.",
            ),
            has_possible_days("measure", "begins_on", "ends_on"),
            models.CheckConstraint(
                condition=Q(budget__isnull=True) | Q(budget__gte=0),
                name="measure_budget_is_not_negative",
                violation_error_message="Das Budget ist nicht negativ.",
            ),
        ]

    def __str__(self):
        return self.title


@question("goal list while written")
def goals_in_order(cycle: int):
    return Goal.objects.of(cycle).agreed().in_order()


@question("goal list while written")
def measures_in_order(cycle: int):
    return Measure.objects.of(cycle).agreed().in_order()


@question("measure is saved")
def agreed_goals(cycle: int):
    """Key and Handlungsfeld of each."""
    return Goal.objects.of(cycle).agreed().order_by().values_list("pk", "handlungsfeld_id")


def agreed_in(cycle: int) -> tuple[int, int]:
    """How many goals and measures there are."""
    return (
        Goal.objects.of(cycle).agreed().count(),
        Measure.objects.of(cycle).agreed().count(),
    )
