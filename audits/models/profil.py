"""The profile of a participant: figures, what is already under way, strengths and weaknesses."""

from django.db import models

from auditportal.models import Organisation
from auditportal.models.bounds import has_possible_days, is_part_of_a_hundred
from audits.models.bestandsaufnahme import Text, TextQuerySet
from audits.models.cycle import AuditCycle
from audits.models.reach import OwnQuerySet


class Swot(Text):
    """What the profile comes to, on one or two pages."""

    cycle = models.OneToOneField(AuditCycle, models.PROTECT, related_name="swot")
    strengths = models.TextField("Stärken", blank=True)
    weaknesses = models.TextField("Schwächen", blank=True)
    opportunities = models.TextField("Chancen", blank=True)
    threats = models.TextField("Risiken", blank=True)

    objects = TextQuerySet.as_manager()

    class Meta:
        verbose_name = "Stärken-Schwächen-Analyse"
        verbose_name_plural = "Stärken-Schwächen-Analysen"

    def __str__(self):
        return str(self.cycle)


class Kennzahl(Text):
    """One figure with its day and source; with `owner` only that side sees it."""

    owner = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="nur für",
    )
    label = models.CharField("Kennzahl", max_length=200)
    value = models.DecimalField("Wert", max_digits=16, decimal_places=2)
    unit = models.CharField("Einheit", max_length=40, blank=True)
    as_of = models.DateField("Stichtag")
    source = models.CharField("Quelle", max_length=300)

    objects = OwnQuerySet.as_manager()

    class Meta:
        verbose_name = "Kennzahl"
        verbose_name_plural = "Kennzahlen"
        ordering = ["label", "as_of", "pk"]
        constraints = [
            is_part_of_a_hundred("kennzahl", "unit", "value"),
            has_possible_days("kennzahl", "as_of"),
        ]

    def __str__(self):
        return self.label


class Vorhaben(Text):
    """A project that already exists, and that the new ones should build on."""

    title = models.CharField("Vorhaben", max_length=300)
    description = models.TextField("Erläuterung", blank=True)
    responsible = models.CharField("Verantwortlich", max_length=200, blank=True)

    objects = TextQuerySet.as_manager()

    class Meta:
        verbose_name = "Vorhandenes Vorhaben"
        verbose_name_plural = "Vorhandene Vorhaben"
        ordering = ["title", "pk"]

    def __str__(self):
        return self.title
