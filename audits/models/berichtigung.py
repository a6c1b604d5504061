"""That what was entered does not hold: a row beside the entry, which itself is never updated."""

from collections.abc import Iterable

from django.conf import settings
from django.db import models
from django.db.models import Func
from django.db.models.functions import Now
from django.db.models.lookups import Exact, LessThanOrEqual

from auditportal import notation
from audits.models.cycle import AuditCycle
from audits.models.reach import InCycleQuerySet

# What can be set right or set aside, and what can take its place.
WHAT = (
    "beschluss",
    "vermerk",
    "signature",
    "freigabe",
    "veranstaltung",
    "run",
    "fassung",
    "begutachtung",
)
REPLACED = ("beschluss", "vermerk", "signature", "veranstaltung", "run")


class InForceQuerySet(InCycleQuerySet):
    """Rows that a Berichtigung may set aside."""

    def in_force(self):
        """Without what was set aside: so it counts for gates, papers and pages."""
        return self.filter(berichtigung__isnull=True)

    def with_berichtigung(self):
        """For pages, which show also what does not hold any more, and why."""
        return self.select_related("berichtigung__corrected_by")

    def as_entered(self):
        """In the order in which they were written down."""
        return self.order_by("pk")


class Corrected(models.Model):
    """Of a model: a row that another of the same kind may follow in its place."""

    entry_number = models.PositiveSmallIntegerField(
        "wievielter Eintrag", default=1, db_default=1, editable=False
    )

    class Meta:
        abstract = True


def count(names: Iterable[str]) -> Func:
    """How many of these columns hold something."""
    return Func(*names, function="num_nonnulls", output_field=models.IntegerField())


def what(target: str) -> models.OneToOneField:
    return models.OneToOneField(
        target, models.PROTECT, null=True, blank=True, related_name="berichtigung"
    )


def by_what(target: str) -> models.OneToOneField:
    return models.OneToOneField(
        target, models.PROTECT, null=True, blank=True, related_name="corrects"
    )


class Berichtigung(models.Model):
    """What does not hold, what takes its place, why, and by whom; appended, never changed.

    `cause` is the one by which this was set aside with it, because it rested on it.
    """

    cycle = models.ForeignKey(AuditCycle, models.PROTECT, related_name="berichtigungen")
    cause = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="consequences"
    )
    reason = models.TextField("Grund")
    corrected_at = models.DateTimeField("berichtigt am")
    corrected_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="berichtigt von"
    )
    recorded_at = models.DateTimeField(db_default=Now(), editable=False)

    beschluss = what("audits.Beschluss")
    vermerk = what("audits.Vermerk")
    signature = what("audits.Signature")
    freigabe = what("audits.Freigabe")
    veranstaltung = what("audits.Veranstaltung")
    run = what("audits.PhaseRun")
    fassung = what("audits.Fassung")
    begutachtung = what("audits.Begutachtung")

    new_beschluss = by_what("audits.Beschluss")
    new_vermerk = by_what("audits.Vermerk")
    new_signature = by_what("audits.Signature")
    new_veranstaltung = by_what("audits.Veranstaltung")
    new_run = by_what("audits.PhaseRun")

    objects = InCycleQuerySet.as_manager()

    class Meta:
        verbose_name = "Berichtigung"
        verbose_name_plural = "Berichtigungen"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(reason=""),
                name="berichtigung_has_a_reason",
                violation_error_message="Zur Berichtigung gehört ein Grund.",
            ),
            models.CheckConstraint(
                condition=Exact(count(WHAT), 1), name="berichtigung_is_about_one_entry"
            ),
            models.CheckConstraint(
                condition=LessThanOrEqual(count(f"new_{one}" for one in REPLACED), 1),
                name="berichtigung_has_one_new_entry",
            ),
        ]

    def __str__(self):
        return f"Berichtigt am {notation.day(self.corrected_at)}: {self.reason}"

    @classmethod
    def name_of(cls, what: models.Model) -> str:
        """The column for a row of this kind."""
        kinds = {cls._meta.get_field(name).related_model: name for name in WHAT}
        return kinds[type(what)]

    @property
    def entry(self) -> models.Model:
        return next(row for name in WHAT if (row := getattr(self, name)))

    @property
    def new_entry(self) -> models.Model | None:
        rows = (getattr(self, f"new_{name}") for name in REPLACED)
        return next((row for row in rows if row), None)
