from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from auditportal import notation
from auditportal.models import Document, Organisation
from auditportal.models.bounds import has_possible_days
from audits.models.berichtigung import Corrected, InForceQuerySet
from audits.models.cycle import AuditCycle
from audits.models.reach import Circle, OwnQuerySet, Reach


class DocumentQuerySet(OwnQuerySet):
    @staticmethod
    def circle(user) -> Circle:
        """Contracts and papers are no affair of those who were invited to contribute."""
        return Reach.of(user).readable

    def current(self):
        """Without those that a newer version has replaced."""
        return self.filter(replaced_by__isnull=True)

    def with_code(self, code: str):
        """Those that are this paper of the template."""
        return self.filter(code=code)

    def with_uploader(self):
        return self.select_related("uploaded_by")


class CycleDocument(Document):
    """A file of a cycle; `code` says which paper of the template it is, if any."""

    cycle = models.ForeignKey(AuditCycle, models.PROTECT, related_name="documents")
    code = models.SlugField("Art", max_length=40, blank=True)
    title = models.CharField("Titel", max_length=200)
    owner = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="nur für",
    )
    replaces = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="replaced_by"
    )

    objects = DocumentQuerySet.as_manager()

    class Meta:
        verbose_name = "Dokument"
        verbose_name_plural = "Dokumente"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(replaces=models.F("pk")), name="document_replaces_another"
            ),
        ]

    def __str__(self):
        return self.title

    @property
    def signatures_in_force(self) -> list["Signature"]:
        """From those that a page has loaded with it and with what was set right."""
        return [one for one in self.signatures.all() if not hasattr(one, "berichtigung")]


class GivenQuerySet(InForceQuerySet):
    """What each of several organisations gives once: a signature, a consent."""

    def organisation_ids(self):
        return self.values_list("organisation_id", flat=True)

    def by_organisation(self, organisation):
        return self.filter(organisation=organisation)


class Signature(Corrected):
    """On which day an organisation signed a document, and who did it for her."""

    cycle = models.ForeignKey(AuditCycle, models.PROTECT, related_name="signatures")
    document = models.ForeignKey(CycleDocument, models.PROTECT, related_name="signatures")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    signed_on = models.DateField("unterzeichnet am")
    recorded_at = models.DateTimeField(null=True, db_default=Now(), editable=False)

    objects = GivenQuerySet.as_manager()

    class Meta:
        verbose_name = "Unterschrift"
        verbose_name_plural = "Unterschriften"
        constraints = [
            models.UniqueConstraint(
                "document",
                "organisation",
                "entry_number",
                name="signature_once_in_force",
                violation_error_message="Diese Unterschrift ist schon eingetragen.",
            ),
            has_possible_days("signature", "signed_on"),
        ]

    def __str__(self):
        return f"{self.organisation}, {notation.day(self.signed_on)}"
