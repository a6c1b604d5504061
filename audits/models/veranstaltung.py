from django.conf import settings
from django.db import models
from django.db.models import Count, F, Q
from django.db.models.functions import Now

from auditportal import notation
from auditportal.models import Versioned
from auditportal.models.bounds import has_possible_days
from auditportal.question import question
from audits.models.berichtigung import InForceQuerySet
from audits.models.cycle import AuditCycle
from audits.models.document import CycleDocument
from audits.models.reach import Circle, Reach, SharedQuerySet


class VeranstaltungQuerySet(InForceQuerySet):
    @staticmethod
    def circle(user) -> Circle:
        """Also who was invited to contribute knows of them."""
        return Reach.of(user).shared

    def with_code(self, code: str):
        """Those that a gate of the template asks for by this code."""
        return self.filter(code=code)

    def with_invited(self):
        """Each with how many are invited."""
        return self.annotate(invited=Count("teilnahmen"))


class Veranstaltung(Versioned):
    """A workshop or meeting: day and place, who was there, and its Protokoll as text or file."""

    cycle = models.ForeignKey(AuditCycle, models.PROTECT, related_name="veranstaltungen")
    code = models.SlugField("Art", max_length=40, blank=True)
    title = models.CharField("Titel", max_length=200)
    day = models.DateField("Tag")
    starts_at = models.TimeField("Beginn", null=True, blank=True)
    ends_at = models.TimeField("Ende", null=True, blank=True)
    place = models.CharField("Ort", max_length=200)
    agenda = models.TextField("Tagesordnung", blank=True)
    minutes = models.TextField("Protokoll", blank=True)
    minutes_document = models.ForeignKey(
        CycleDocument, models.PROTECT, null=True, blank=True, related_name="+"
    )
    held_on = models.DateField("durchgeführt am", null=True, blank=True)
    minuted_at = models.DateTimeField("protokolliert am", null=True, blank=True, editable=False)
    sequence = models.PositiveSmallIntegerField("Änderungen der Einladung", default=0)
    recorded_at = models.DateTimeField(db_default=Now(), editable=False)

    objects = VeranstaltungQuerySet.as_manager()

    class Meta:
        verbose_name = "Veranstaltung"
        verbose_name_plural = "Veranstaltungen"
        ordering = ["day", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True)
                | Q(starts_at__isnull=False, ends_at__gt=F("starts_at")),
                name="veranstaltung_ends_after_it_begins",
                violation_error_message="Das Ende muss nach dem Beginn liegen.",
            ),
            has_possible_days("veranstaltung", "day", "held_on"),
            models.CheckConstraint(
                condition=Q(held_on__isnull=True)
                | ~Q(minutes="")
                | Q(minutes_document__isnull=False),
                name="veranstaltung_held_has_minutes",
                violation_error_message="Nach der Durchführung gehört ein Protokoll dazu.",
            ),
        ]

    def __str__(self):
        return f"{self.title} am {notation.day(self.day)}"


class Teilnahme(models.Model):
    """Somebody invited to a Veranstaltung, with or without a login."""

    cycle = models.ForeignKey(AuditCycle, models.PROTECT, related_name="teilnahmen")
    veranstaltung = models.ForeignKey(Veranstaltung, models.CASCADE, related_name="teilnahmen")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    name = models.CharField("Name", max_length=150)
    organisation = models.CharField("Organisation", max_length=200, blank=True)
    email = models.EmailField("E-Mail-Adresse", blank=True)
    was_there = models.BooleanField("war da", null=True, blank=True)

    objects = SharedQuerySet.as_manager()

    class Meta:
        verbose_name = "Teilnahme"
        verbose_name_plural = "Teilnahmen"
        ordering = ["veranstaltung", "name", "pk"]

    def __str__(self):
        return self.name


@question("measure is saved")
def days_of(cycle: int, code: str):
    """Of each Veranstaltung its key, and the day on which it was held, if it was."""
    events = Veranstaltung.objects.of(cycle).with_code(code).in_force()
    return events.order_by("day", "pk").values_list("pk", "held_on")
