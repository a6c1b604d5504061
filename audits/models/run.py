"""Where a cycle stands: its runs through the phases."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.urls import reverse

from auditportal import notation
from auditportal.models.bounds import has_possible_days
from audits.models.berichtigung import Corrected, InForceQuerySet
from audits.models.cycle import AuditCycle
from audits.models.reach import stretch
from handlungsfelder.models import Gate, Phase, PublishedKey


class RunQuerySet(InForceQuerySet):
    def open(self):
        return self.filter(left_on__isnull=True)

    def stretches_of(self, runs):
        """Each of these with all that it continues."""
        roots = [run.continues_id or run.pk for run in runs]
        return self.filter(Q(pk__in=roots) | Q(continues__in=roots))

    def stretch_of(self, run):
        """The run with all that it continues."""
        return self.filter(stretch(run))


class PhaseRun(Corrected):
    """A cycle in one of its phases; the open one is where the cycle stands.

    `due_on` is written when the phase begins, so that nothing later moves it. One that was left by
    mistake is continued by another: what was done in it counts there, too.
    """

    cycle = models.ForeignKey(AuditCycle, models.PROTECT, related_name="runs")
    phase = PublishedKey(Phase, models.PROTECT, related_name="+")
    round = models.PositiveSmallIntegerField("Runde", default=1)
    began_on = models.DateField("begonnen am")
    due_on = models.DateField("fällig am", null=True, blank=True)
    continues = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="continued_by"
    )
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
            models.UniqueConstraint(
                "cycle", "phase", "round", "entry_number", name="run_round_once_in_force"
            ),
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

    def follow(self, earlier: "PhaseRun | None") -> None:
        """What was done in a run that was set aside counts in the one that takes its place."""
        if earlier:
            self.continues_id = earlier.continues_id or earlier.pk
            self.entry_number = earlier.entry_number + 1

    def covers(self, run_id: int | None) -> bool:
        """Whether something done in that run was done in this one, or in what it continues."""
        if run_id == self.pk or self.continues_id is None:
            return run_id == self.pk
        return PhaseRun.objects.stretch_of(self).filter(pk=run_id).exists()

    @property
    def is_repeated(self) -> bool:
        """Whether its phase lies in a part of the way that comes again and again."""
        return self.cycle.version.is_repeated(self.phase)


class VermerkQuerySet(InForceQuerySet):
    def for_gate(self, gate):
        return self.filter(gate=gate)


class Vermerk(Corrected):
    """A dated sentence that opens a gate where nothing else proves it."""

    cycle = models.ForeignKey(AuditCycle, models.PROTECT, related_name="vermerke")
    run = models.ForeignKey(PhaseRun, models.PROTECT, related_name="vermerke")
    gate = models.ForeignKey(Gate, models.PROTECT, related_name="+")
    on = models.DateField("am")
    text = models.TextField("Vermerk", blank=True)
    recorded_at = models.DateTimeField(null=True, db_default=Now(), editable=False)
    amount = models.DecimalField(
        "Betrag in Euro", max_digits=12, decimal_places=2, null=True, blank=True
    )
    noted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = VermerkQuerySet.as_manager()

    class Meta:
        verbose_name = "Vermerk"
        verbose_name_plural = "Vermerke"
        constraints = [
            models.UniqueConstraint("run", "gate", "entry_number", name="vermerk_once_in_force"),
            has_possible_days("vermerk", "on"),
        ]

    def __str__(self):
        return f"{notation.day(self.on)} {self.text}"
