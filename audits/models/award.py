import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from auditportal import notation
from audits.models.begutachtung import Begutachtung
from audits.models.cycle import AuditCycle
from audits.models.fassung import Fassung
from audits.models.reach import InCycleQuerySet, OfCycleQuerySet
from audits.models.run import PhaseRun
from handlungsfelder.models import Party


class AwardState(models.TextChoices):
    ACTIVE = "active", "gültig"
    SUSPENDED = "suspended", "ruhend"
    REPLACED = "replaced", "ersetzt"
    WITHDRAWN = "withdrawn", "entzogen"


class Validity(models.TextChoices):
    """What an award is worth on a day; computed from its dates, never stored."""

    VALID = "valid", "Gültig"
    AHEAD = "ahead", "Noch nicht gültig"
    EXPIRED = "expired", "Abgelaufen"
    SUSPENDED = "suspended", "Ruhend"
    REPLACED = "replaced", "Ersetzt"
    WITHDRAWN = "withdrawn", "Entzogen"


class AwardQuerySet(InCycleQuerySet):
    def newest(self):
        return self.order_by("-pk").first()

    def with_certificate(self):
        """With the key of its Zertifikat, for the link to it; the model stands a room above."""
        return self.annotate(certificate=models.F("zertifikat"))

    def held_by(self, organisation):
        """Of the organisation's own cycles, what was not taken back; the newest last."""
        own = self.filter(
            cycle__parties__organisation=organisation, cycle__parties__function=Party.MAIN
        )
        return own.exclude(state=AwardState.WITHDRAWN).order_by("valid_from", "pk")

    def leading_to(self, version):
        """On which that version may follow; the same Träger's alone."""
        return self.filter(
            cycle__version__verfahren__code__in=version.follows,
            cycle__version__verfahren__owner=version.verfahren.owner_id,
        )


class Award(models.Model):
    """That a cycle earned its certificate; what it looks like is not this room's business.

    Without `valid_to` it holds until it rests, is withdrawn or replaced.
    """

    cycle = models.ForeignKey(AuditCycle, models.PROTECT, related_name="awards")
    run = models.OneToOneField(PhaseRun, models.PROTECT, related_name="award")
    begutachtung = models.ForeignKey(Begutachtung, models.PROTECT, null=True, related_name="+")
    fassung = models.ForeignKey(Fassung, models.PROTECT, null=True, related_name="+")
    number = models.CharField("Nummer", max_length=50, unique=True)
    title = models.CharField("Titel", max_length=200)
    level = models.SlugField("Stufe", max_length=40, blank=True, db_default="")
    valid_from = models.DateField("gültig ab")
    valid_to = models.DateField("gültig bis", null=True, blank=True)
    awarded_on = models.DateField("verliehen am")
    awarded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    # As its last AwardTurn says it, kept by the database for lists.
    state = models.CharField(
        "Zustand", max_length=10, choices=AwardState, default=AwardState.ACTIVE
    )
    state_on = models.DateField("seit", null=True, blank=True)
    state_reason = models.TextField("Grund", blank=True)
    recorded_at = models.DateTimeField(db_default=Now(), editable=False)

    objects = AwardQuerySet.as_manager()

    class Meta:
        verbose_name = "Verleihung"
        verbose_name_plural = "Verleihungen"
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__gt=F("valid_from")),
                name="award_ends_after_it_begins",
                violation_error_message="Das Ende muss nach dem Beginn liegen.",
            ),
            models.CheckConstraint(
                condition=Q(state="active", state_on__isnull=True, state_reason="")
                | ~Q(state="active") & Q(state_on__isnull=False) & ~Q(state_reason=""),
                name="award_state_has_day_and_reason",
                violation_error_message="Dazu gehören Tag und Grund.",
            ),
        ]

    def __str__(self):
        return self.number

    @property
    def period(self) -> str:
        """How long it holds, in words."""
        if self.valid_to is None:
            return f"dauerhaft ab {notation.day(self.valid_from)}"
        return f"{notation.day(self.valid_from)} bis {notation.day(self.valid_to)}"

    def validity_on(self, day: dt.date) -> Validity:
        if self.state_on and self.state_on <= day:  # the day from which it is no longer active
            return Validity(self.state)
        if self.valid_from > day:
            return Validity.AHEAD
        holds = self.valid_to is None or self.valid_to >= day
        return Validity.VALID if holds else Validity.EXPIRED


class AwardTurn(models.Model):
    """A state that an award has come to: rows are only ever added, and the last one holds.

    The database writes the first row with the award, keeps the award's own `state` as the last
    row says it, and refuses any other way. `second` is who found good what is awarded.
    """

    cycle = models.ForeignKey(AuditCycle, models.PROTECT, related_name="+")
    award = models.ForeignKey(Award, models.PROTECT, related_name="turns")
    state = models.CharField("Zustand", max_length=10, choices=AwardState)
    on = models.DateField("ab")
    reason = models.TextField("Grund", blank=True, db_default="")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    second = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    recorded_at = models.DateTimeField(db_default=Now(), editable=False)

    objects = OfCycleQuerySet.as_manager()

    class Meta:
        verbose_name = "Stand einer Verleihung"
        verbose_name_plural = "Stände einer Verleihung"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="active") | ~Q(reason=""), name="award_turn_has_a_reason"
            ),
            models.CheckConstraint(
                condition=Q(second__isnull=True) | Q(by__isnull=True) | ~Q(second=F("by")),
                name="award_turn_by_two",
            ),
        ]

    def __str__(self):
        return f"{self.award}: {self.get_state_display()}"
