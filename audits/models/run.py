"""Where a cycle stands: its runs through the phases."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from auditportal import notation
from auditportal.models.bounds import has_possible_days
from audits.models.cycle import AuditCycle
from audits.models.reach import InCycleQuerySet
from handlungsfelder.models import Gate, Phase, PublishedKey


class RunQuerySet(InCycleQuerySet):
    def open(self):
        return self.filter(left_on__isnull=True)


class PhaseRun(models.Model):
    """A cycle in one of its phases; the open one is where the cycle stands.

    `due_on` is written when the phase begins, so that nothing later moves it.
    """

    cycle = models.ForeignKey(AuditCycle, models.PROTECT, related_name="runs")
    phase = PublishedKey(Phase, models.PROTECT, related_name="+")
    round = models.PositiveSmallIntegerField("Runde", default=1)
    began_on = models.DateField("begonnen am")
    due_on = models.DateField("fällig am", null=True, blank=True)
    left_on = models.DateField("verlassen am", null=True, blank=True)
    left_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = RunQuerySet.as_manager()

    class Meta:
        verbose_name = "Durchlauf einer Phase"
        verbose_name_plural = "Durchläufe von Phasen"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint("cycle", "phase", "round", name="run_round_once"),
            models.UniqueConstraint(
                "cycle",
                condition=Q(left_on__isnull=True),
                name="run_open_once_per_cycle",
                violation_error_message="Ein Durchlauf steht immer in genau einer Phase.",
            ),
            models.CheckConstraint(
                condition=Q(left_on__isnull=True) | Q(left_on__gte=F("began_on")),
                name="run_ends_after_it_begins",
                violation_error_message="Eine Phase endet nicht vor ihrem Beginn.",
            ),
        ]

    def __str__(self):
        return f"{self.phase} (Runde {self.round})" if self.round > 1 else str(self.phase)

    def get_absolute_url(self):
        return reverse("audits:run_detail", args=[self.pk])

    @property
    def is_open(self):
        return self.left_on is None

    @property
    def is_repeated(self) -> bool:
        """Whether its phase lies in a part of the way that comes again and again."""
        return self.cycle.version.is_repeated(self.phase)


class VermerkQuerySet(InCycleQuerySet):
    def for_gate(self, gate):
        return self.filter(gate=gate)


class Vermerk(models.Model):
    """A dated sentence that opens a gate where nothing else proves it."""

    cycle = models.ForeignKey(AuditCycle, models.PROTECT, related_name="vermerke")
    run = models.ForeignKey(PhaseRun, models.PROTECT, related_name="vermerke")
    gate = models.ForeignKey(Gate, models.PROTECT, related_name="+")
    on = models.DateField("am")
    text = models.TextField("Vermerk", blank=True)
    amount = models.DecimalField(
        "Betrag in Euro", max_digits=12, decimal_places=2, null=True, blank=True
    )
    noted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = VermerkQuerySet.as_manager()

    class Meta:
        verbose_name = "Vermerk"
        verbose_name_plural = "Vermerke"
        constraints = [
            models.UniqueConstraint("run", "gate", name="vermerk_once"),
            has_possible_days("vermerk", "on"),
        ]

    def __str__(self):
        return f"{notation.day(self.on)} {self.text}"
