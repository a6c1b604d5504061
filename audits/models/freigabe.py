from django.conf import settings
from django.db import models
from django.db.models.functions import Now

from auditportal.question import question
from audits.models.berichtigung import Corrected, InForceQuerySet
from audits.models.cycle import AuditCycle


class FreigabeQuerySet(InForceQuerySet):
    def of_result(self, subject: str):
        """There is at most one of a result; a document is released by itself."""
        return self.filter(subject=subject, document__isnull=True)

    def given(self):
        """Of each: its key, when and by whom, and if it was taken back, when and why."""
        back = ("berichtigung__corrected_at", "berichtigung__reason")
        return self.order_by("pk").values_list("pk", "released_at", "released_by__name", *back)


class Freigabe(Corrected):
    """That the companion of a cycle found a result good; it names what, never a later state."""

    cycle = models.ForeignKey(AuditCycle, models.PROTECT, related_name="freigaben")
    subject = models.CharField("Gegenstand", max_length=60)
    document = models.ForeignKey(
        "audits.CycleDocument", models.PROTECT, null=True, related_name="freigaben"
    )
    released_at = models.DateTimeField("freigegeben am")
    released_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(db_default=Now(), editable=False)

    objects = FreigabeQuerySet.as_manager()

    class Meta:
        verbose_name = "Freigabe"
        verbose_name_plural = "Freigaben"
        constraints = [
            models.UniqueConstraint(
                "cycle",
                "subject",
                "document",
                "entry_number",
                name="freigabe_once_in_force",
                nulls_distinct=False,
                violation_error_message="Das ist bereits freigegeben.",
            )
        ]

    def __str__(self):
        return self.subject


@question("answer saves itself")
def releases_given(cycle: int, subject: str):
    """When and by whom a result was released; also what was taken back, for its page."""
    return Freigabe.objects.of(cycle).of_result(subject).given()
