from django.conf import settings
from django.db import models
from django.db.models.functions import Now

from auditportal.models import Organisation
from audits.models.cycle import AuditCycle
from audits.models.document import GivenQuerySet
from audits.models.fassung import Fassung


class Zustimmung(models.Model):
    """That one of the signing sides agrees to exactly this frozen version."""

    cycle = models.ForeignKey(AuditCycle, models.PROTECT, related_name="zustimmungen")
    fassung = models.ForeignKey(Fassung, models.PROTECT, related_name="zustimmungen")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    body = models.CharField("Entschieden hat", max_length=150, blank=True)
    given_at = models.DateTimeField("zugestimmt am")
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(db_default=Now(), editable=False)

    objects = GivenQuerySet.as_manager()

    class Meta:
        verbose_name = "Zustimmung"
        verbose_name_plural = "Zustimmungen"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                "fassung",
                "organisation",
                name="zustimmung_once",
                violation_error_message="Diese Seite hat schon zugestimmt.",
            )
        ]

    def __str__(self):
        return f"{self.organisation}: {self.fassung}"
