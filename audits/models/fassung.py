import uuid

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.urls import reverse

from auditportal import notation
from audits.models.berichtigung import InForceQuerySet
from audits.models.cycle import AuditCycle
from audits.models.run import PhaseRun


class FassungKind(models.TextChoices):
    AGREEMENT = "agreement", "Ziele und Maßnahmen"
    DOSSIER = "dossier", "Unterlagen zur Begutachtung"
    REPORT = "report", "Bericht"


RENDERED = [FassungKind.AGREEMENT, FassungKind.REPORT]  # a dossier is a page and a ZIP instead


class FassungQuerySet(InForceQuerySet):
    def agreements(self):
        """Of what a council decides on: goals and measures."""
        return self.filter(kind=FassungKind.AGREEMENT)

    def numbered(self, number: int):
        return self.filter(number=number)

    def newest_first(self):
        return self.order_by("-number")

    def newest(self):
        """Of one kind."""
        return self.newest_first().first()

    def with_pdf(self):
        """Each with whether its PDF is there."""
        stored = FassungPdf.objects.filter(fassung=models.OuterRef("pk"))
        return self.annotate(has_pdf=models.Exists(stored))

    def unrendered(self):
        """What is still to become a PDF."""
        return self.filter(kind__in=RENDERED, pdf__isnull=True).order_by("pk")


class Fassung(models.Model):
    """A frozen version: canonical JSON (RFC 8785) and its SHA-256; the database refuses changes.

    It names persons only by a random key; the names stand beside it in FassungPerson.
    """

    cycle = models.ForeignKey(AuditCycle, models.PROTECT, related_name="fassungen")
    kind = models.CharField("Art", max_length=10, choices=FassungKind)
    run = models.ForeignKey(PhaseRun, models.PROTECT, null=True, related_name="+")
    number = models.PositiveSmallIntegerField("Fassung")
    round = models.PositiveSmallIntegerField("Runde", default=1)
    content = models.TextField("Inhalt")
    sha256 = models.CharField("Prüfsumme", max_length=64)
    frozen_at = models.DateTimeField("eingefroren am")
    frozen_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(db_default=Now(), editable=False)

    objects = FassungQuerySet.as_manager()

    class Meta:
        verbose_name = "Fassung"
        verbose_name_plural = "Fassungen"
        ordering = ["cycle", "kind", "number"]
        constraints = [
            models.UniqueConstraint("cycle", "kind", "number", name="fassung_number_once"),
        ]

    def __str__(self):
        return f"Fassung {self.number} vom {notation.day(self.frozen_at)}"

    def get_absolute_url(self):
        return reverse("audits:fassung_detail", args=[self.pk])

    @property
    def rendered(self) -> "FassungPdf | None":
        return getattr(self, "pdf", None)

    @property
    def is_to_be_rendered(self) -> bool:
        return self.kind in RENDERED and self.rendered is None


class FassungPerson(models.Model):
    """Who a key in a frozen version is; erasing the name leaves the hash intact."""

    fassung = models.ForeignKey(Fassung, models.PROTECT, related_name="persons")
    key = models.UUIDField(default=uuid.uuid4)
    name = models.CharField("Name", max_length=200)

    class Meta:
        verbose_name = "Person einer Fassung"
        verbose_name_plural = "Personen einer Fassung"
        constraints = [models.UniqueConstraint("fassung", "key", name="fassung_person_once")]

    def __str__(self):
        return self.name


class FassungPdf(models.Model):
    """The frozen version as it was rendered once: stored bytes, never rendered a second time."""

    fassung = models.OneToOneField(Fassung, models.PROTECT, related_name="pdf")
    data = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    rendered_at = models.DateTimeField()

    class Meta:
        verbose_name = "PDF einer Fassung"
        verbose_name_plural = "PDF der Fassungen"

    def __str__(self):
        return self.sha256
