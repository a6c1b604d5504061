from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q

from audits.models.bestandsaufnahme import Text
from handlungsfelder.models import Handlungsfeld


class TargetGroup(models.TextChoices):
    """Whom a measure is for; several may be named."""

    CHILDREN = "children", "Kinder"
    YOUTH = "youth", "Jugendliche"
    FAMILIES = "families", "Familien"
    SINGLE_PARENTS = "single_parents", "Alleinerziehende"
    EMPLOYEES = "employees", "Beschäftigte"
    SENIORS = "seniors", "Ältere Menschen"
    CARE = "care", "Pflegende Angehörige"
    MIGRATION = "migration", "Menschen mit Einwanderungsgeschichte"
    DISABILITY = "disability", "Menschen mit Behinderung"
    EVERYBODY = "everybody", "Alle Generationen"


class Goal(Text):
    """What is to be reached in a Handlungsfeld."""

    handlungsfeld = models.ForeignKey(Handlungsfeld, models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField("Reihenfolge")
    title = models.CharField("Ziel", max_length=300)
    description = models.TextField("Erläuterung", blank=True)

    class Meta:
        verbose_name = "Ziel"
        verbose_name_plural = "Ziele"
        ordering = [F("handlungsfeld__position"), "position", "pk"]

    def __str__(self):
        return self.title


class Measure(Text):
    """What is done for a goal, by whom, from when to when, and with what."""

    goal = models.ForeignKey(Goal, models.CASCADE, related_name="measures")
    position = models.PositiveSmallIntegerField("Reihenfolge")
    title = models.CharField("Maßnahme", max_length=300)
    description = models.TextField("Erläuterung", blank=True)
    responsible = models.CharField("Verantwortlich", max_length=200, blank=True)
    partners = models.CharField("Partner", max_length=300, blank=True)
    begins_on = models.DateField("Beginn", null=True, blank=True)
    ends_on = models.DateField("Abschluss", null=True, blank=True)
    budget = models.DecimalField(
        "Budget in Euro",
        max_digits=12,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0, "Das Budget ist nicht negativ.")],
    )
    indicator = models.CharField("Woran Sie den Erfolg messen", max_length=300, blank=True)
    target_groups = models.JSONField("Zielgruppen", default=list, blank=True)

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
                violation_error_message="Der Abschluss liegt nicht vor dem Beginn.",
            ),
            models.CheckConstraint(
                condition=Q(budget__isnull=True) | Q(budget__gte=0),
                name="measure_budget_is_not_negative",
                violation_error_message="Das Budget ist nicht negativ.",
            ),
        ]

    def __str__(self):
        return self.title

    def get_target_groups_display(self) -> str:
        return ", ".join(TargetGroup(code).label for code in self.target_groups)
