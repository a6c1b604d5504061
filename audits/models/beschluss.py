from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from auditportal import notation
from auditportal.models.bounds import has_possible_days
from audits.models.berichtigung import InForceQuerySet
from audits.models.cycle import AuditCycle
from audits.models.document import CycleDocument
from audits.models.fassung import Fassung
from audits.models.reach import InCycleQuerySet
from audits.models.run import PhaseRun


class Topic(models.TextChoices):
    """What a Beschluss is about: parameter `topic` of its gate."""

    PARTICIPATION = "participation", "Teilnahme"
    AGREEMENT = "agreement", "Ziele und Maßnahmen"


class Result(models.TextChoices):
    ADOPTED = "adopted", "beschlossen"
    AMENDED = "amended", "geändert beschlossen"
    REFUSED = "refused", "abgelehnt"
    POSTPONED = "postponed", "vertagt"
    WITHDRAWN = "withdrawn", "zurückgezogen"
    NOTED = "noted", "zur Kenntnis genommen"


class Competence(models.TextChoices):
    RECOMMENDATION = "recommendation", "Empfehlung"
    DECISION = "decision", "Entscheidung"
    NOTICE = "notice", "Kenntnisnahme"


class BeschlussQuerySet(InForceQuerySet):
    def about(self, topic: str):
        return self.filter(topic=topic)

    def on(self, fassung):
        """Those that took this version as it was, or with its changes."""
        return self.filter(Q(fassung=fassung) | Q(amended_fassung=fassung))

    def authoritative(self):
        return self.filter(is_authoritative=True)

    def carried(self):
        """Those that said yes, as it was or with changes."""
        return self.filter(result__in=[Result.ADOPTED, Result.AMENDED])

    def with_fassungen(self):
        return self.select_related("fassung", "amended_fassung")


class Beschluss(models.Model):
    """What a body decided on which paper; only one that is maßgeblich opens a gate.

    After "geändert beschlossen" the version with the changes is frozen and stands in
    `amended_fassung`; the companion confirms that it is what the body meant.
    """

    cycle = models.ForeignKey(AuditCycle, models.PROTECT, related_name="beschluesse")
    run = models.ForeignKey(PhaseRun, models.PROTECT, related_name="beschluesse")
    topic = models.CharField("Gegenstand", max_length=20, choices=Topic)
    body = models.CharField("Gremium", max_length=150)
    session_on = models.DateField("Sitzung am")
    paper_number = models.CharField("Vorlage-Nr.", max_length=60, blank=True)
    result = models.CharField("Ergebnis", max_length=12, choices=Result)
    is_authoritative = models.BooleanField("maßgeblich")
    yes = models.PositiveSmallIntegerField("Ja", null=True, blank=True)
    no = models.PositiveSmallIntegerField("Nein", null=True, blank=True)
    abstained = models.PositiveSmallIntegerField("Enthaltung", null=True, blank=True)
    note = models.TextField("Anmerkung", blank=True)
    excerpt = models.ForeignKey(
        CycleDocument, models.PROTECT, null=True, blank=True, related_name="+"
    )
    fassung = models.ForeignKey(
        Fassung, models.PROTECT, null=True, blank=True, related_name="beschluesse"
    )
    amended_fassung = models.ForeignKey(
        Fassung, models.PROTECT, null=True, blank=True, related_name="+"
    )
    confirmed_at = models.DateTimeField("bestätigt am", null=True, blank=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(db_default=Now(), editable=False)

    objects = BeschlussQuerySet.as_manager()

    class Meta:
        verbose_name = "Beschluss"
        verbose_name_plural = "Beschlüsse"
        ordering = ["session_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(yes__isnull=True, no__isnull=True, abstained__isnull=True)
                | Q(yes__isnull=False, no__isnull=False, abstained__isnull=False),
                name="beschluss_figures_all_or_none",
                violation_error_message="Nennen Sie Ja, Nein und Enthaltung oder keine Zahl.",
            ),
            models.CheckConstraint(
                condition=Q(yes__isnull=True)
                | ~Q(result__in=["adopted", "amended"])
                | Q(yes__gt=models.F("no")),
                name="beschluss_figures_fit_the_result",
                violation_error_message="Ein Beschluss braucht mehr Ja- als Nein-Stimmen.",
            ),
            models.CheckConstraint(
                condition=Q(topic="participation") | Q(fassung__isnull=False),
                name="beschluss_names_its_fassung",
                violation_error_message="Nennen Sie die Fassung, über die beschlossen wurde.",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_at__isnull=True, confirmed_by__isnull=True)
                | Q(confirmed_at__isnull=False, confirmed_by__isnull=False),
                name="beschluss_confirmed_at_and_by",
            ),
            has_possible_days("beschluss", "session_on"),
        ]

    def __str__(self):
        return f"{self.body}, {notation.day(self.session_on)}: {self.get_result_display()}"

    @property
    def leaves_it_open(self) -> bool:
        """It did not take its version as it was, and nobody has confirmed another."""
        return self.result != Result.ADOPTED and self.confirmed_at is None


class BeratungQuerySet(InCycleQuerySet):
    def in_order(self):
        """The Beratungsfolge of one Beschluss."""
        return self.order_by("position")


class Beratung(models.Model):
    """One stop of a paper on its way to the Beschluss (Beratungsfolge)."""

    cycle = models.ForeignKey(AuditCycle, models.PROTECT, related_name="beratungen")
    beschluss = models.ForeignKey(Beschluss, models.CASCADE, related_name="beratungen")
    position = models.PositiveSmallIntegerField()
    body = models.CharField("Gremium", max_length=150)
    session_on = models.DateField("Sitzung am")
    competence = models.CharField("Zuständigkeit", max_length=20, choices=Competence)

    objects = BeratungQuerySet.as_manager()

    class Meta:
        verbose_name = "Beratung"
        verbose_name_plural = "Beratungsfolge"
        ordering = ["beschluss", "position"]
        constraints = [
            models.UniqueConstraint("beschluss", "position", name="beratung_position_once"),
            has_possible_days("beratung", "session_on"),
        ]

    def __str__(self):
        return f"{self.body}, {notation.day(self.session_on)} ({self.get_competence_display()})"
