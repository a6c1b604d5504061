from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import OuterRef, Q
from django.db.models.functions import JSONObject, Now
from django.urls import reverse

from auditportal.models import Versioned
from audits.models.berichtigung import Corrected, InForceQuerySet
from audits.models.cycle import AuditCycle
from audits.models.fassung import Fassung
from audits.models.reach import OfCycleQuerySet, SeenQuerySet
from audits.models.run import PhaseRun
from handlungsfelder.models import Handlungsfeld


class Judgement(models.TextChoices):
    POSITIVE = "positive", "Positiv"
    CONDITIONS = "conditions", "Positiv mit Auflagen"
    REWORK = "rework", "Nachbesserung nötig"
    NEGATIVE = "negative", "Negativ"


PASSED = [Judgement.POSITIVE, Judgement.CONDITIONS]
FROM_THE_BEST = [str(one) for one in Judgement]


class Graded(models.Model):
    """What names a level where its version knows levels."""

    cycle: models.ForeignKey[AuditCycle, AuditCycle]
    level = models.SlugField("Stufe", max_length=40, blank=True, db_default="")

    class Meta:
        abstract = True

    @property
    def level_title(self) -> str:
        """As its version calls it."""
        levels = self.cycle.version.levels
        return next((one["title"] for one in levels if one["code"] == self.level), self.level)


class BegutachtungQuerySet(InForceQuerySet):
    circle = staticmethod(SeenQuerySet.circle)

    def newest(self):
        """Of one cycle: the one that is judged now; earlier ones are signed off or sent back."""
        return self.in_force().order_by("pk").last()


class Begutachtung(Corrected, Graded):
    """The judgement on one sealed dossier; final once another person has signed it off."""

    cycle = models.ForeignKey(AuditCycle, models.PROTECT, related_name="begutachtungen")
    run = models.ForeignKey(PhaseRun, models.PROTECT, related_name="+")
    round = models.PositiveSmallIntegerField("Runde")
    dossier = models.OneToOneField(Fassung, models.PROTECT, related_name="begutachtung")
    submitted_at = models.DateTimeField("eingereicht am")
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    judgement = models.CharField("Ergebnis", max_length=12, choices=Judgement, blank=True)
    reason = models.TextField("Begründung", blank=True)
    signed_at = models.DateTimeField("freigegeben am", null=True, blank=True)
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    # What one person proposed where two have to say so: better than the worst of the Vota.
    proposed_judgement = models.CharField(
        "vorgeschlagenes Ergebnis", max_length=12, choices=Judgement, blank=True, db_default=""
    )
    proposed_level = models.SlugField(max_length=40, blank=True, db_default="")
    proposed_reason = models.TextField("Begründung des Vorschlags", blank=True, db_default="")
    proposed_at = models.DateTimeField("vorgeschlagen am", null=True, blank=True)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    recorded_at = models.DateTimeField(db_default=Now(), editable=False)

    objects = BegutachtungQuerySet.as_manager()

    class Meta:
        verbose_name = "Begutachtung"
        verbose_name_plural = "Begutachtungen"
        ordering = ["cycle", "pk"]
        constraints = [
            models.UniqueConstraint("run", "entry_number", name="begutachtung_once_in_force"),
            models.CheckConstraint(
                condition=Q(signed_at__isnull=True, signed_by__isnull=True, judgement="")
                | Q(signed_at__isnull=False, signed_by__isnull=False) & ~Q(judgement=""),
                name="begutachtung_signed_whole",
            ),
            models.CheckConstraint(
                condition=Q(proposed_by__isnull=True, proposed_at__isnull=True)
                | Q(proposed_by__isnull=False, proposed_at__isnull=False)
                & ~Q(proposed_judgement="")
                & ~Q(proposed_reason=""),
                name="begutachtung_proposed_whole",
            ),
        ]

    def __str__(self):
        return f"Begutachtung {self.cycle}, Runde {self.round}"

    def get_absolute_url(self):
        return reverse("audits:begutachtung_detail", args=[self.pk])

    @property
    def is_signed(self):
        return self.signed_at is not None

    @property
    def is_proposed(self) -> bool:
        return self.proposed_at is not None and not self.is_signed

    @property
    def vota_of_cycle(self) -> list["Votum"]:
        """Its Vota, from those that a page has loaded with the cycle."""
        return [one for one in self.cycle.vota.all() if one.begutachtung_id == self.pk]


class VotumQuerySet(SeenQuerySet):
    def signed(self):
        return self.filter(signed_at__isnull=False)

    def by_author(self, user):
        return self.filter(author=user).select_related("author")

    def with_texts(self):
        """With its author and, in the same question, what it says about each Handlungsfeld."""
        statements = Statement.objects.filter(votum=OuterRef("pk")).in_order()
        facts = JSONObject(label="handlungsfeld__name", text="text")
        texts = ArraySubquery(statements.values(facts=facts))
        return self.select_related("author").annotate(texts=texts)

    def author_ids(self):
        return self.values_list("author_id", flat=True)


class Votum(Versioned, Graded):
    """One assessor's judgement, signed by its author; others read it once they signed their own."""

    cycle = models.ForeignKey(AuditCycle, models.PROTECT, related_name="vota")
    begutachtung = models.ForeignKey(Begutachtung, models.PROTECT, related_name="vota")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    judgement = models.CharField("Votum", max_length=12, choices=Judgement, blank=True)
    figure = models.DecimalField("Kennzahl", max_digits=8, decimal_places=2, null=True, blank=True)
    summary = models.TextField("Zusammenfassung", blank=True)
    saved_at = models.DateTimeField("gespeichert am")
    signed_at = models.DateTimeField("gezeichnet am", null=True, blank=True)
    recorded_at = models.DateTimeField(db_default=Now(), editable=False)

    objects = VotumQuerySet.as_manager()

    class Meta:
        verbose_name = "Votum"
        verbose_name_plural = "Vota"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                "begutachtung",
                "author",
                name="votum_once_per_author",
                violation_error_message="Jede Person gibt ein Votum ab.",
            ),
            models.CheckConstraint(
                condition=Q(signed_at__isnull=True) | ~Q(judgement=""),
                name="votum_signed_has_a_judgement",
                violation_error_message="Ein gezeichnetes Votum nennt sein Ergebnis.",
            ),
        ]

    def __str__(self):
        return f"Votum von {self.author}"

    @property
    def is_signed(self):
        return self.signed_at is not None


class StatementQuerySet(OfCycleQuerySet):
    def written(self):
        return self.exclude(text="")

    def in_order(self):
        return self.order_by("handlungsfeld__position")

    def feld_ids(self):
        return self.values_list("handlungsfeld_id", flat=True)


class Statement(models.Model):
    """What a Votum says about one Handlungsfeld."""

    cycle = models.ForeignKey(AuditCycle, models.PROTECT, related_name="+")
    votum = models.ForeignKey(Votum, models.CASCADE, related_name="statements")
    handlungsfeld = models.ForeignKey(Handlungsfeld, models.PROTECT, related_name="+")
    text = models.TextField("Stellungnahme", blank=True)

    objects = StatementQuerySet.as_manager()

    class Meta:
        verbose_name = "Stellungnahme"
        verbose_name_plural = "Stellungnahmen"
        ordering = ["handlungsfeld__position"]
        constraints = [models.UniqueConstraint("votum", "handlungsfeld", name="statement_once")]

    def __str__(self):
        return self.text
