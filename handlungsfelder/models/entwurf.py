from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from auditportal.models import Organisation, Versioned
from handlungsfelder.models.verfahren import VerfahrenVersion


class EntwurfState(models.TextChoices):
    OPEN = "open", "in Arbeit"
    PRESENTED = "presented", "vorgelegt"
    PUBLISHED = "published", "veröffentlicht"


class EntwurfQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Drafts are seen by the people of their Träger alone."""
        return self.filter(owner__in=user.rights.traeger)

    def unpublished(self):
        return self.exclude(state=EntwurfState.PUBLISHED)


class Entwurf(Versioned):
    """A version in the making: the same tables as a template's file, as far as they are written.

    What is missing or does not fit yet is named by `fitting`, never refused while writing.
    """

    owner = models.ForeignKey(Organisation, models.PROTECT, related_name="entwuerfe")
    data = models.JSONField("Inhalt")
    state = models.CharField(
        "Zustand", max_length=10, choices=EntwurfState, default=EntwurfState.OPEN
    )
    based_on = models.ForeignKey(
        VerfahrenVersion, models.PROTECT, null=True, blank=True, related_name="+"
    )
    saved_at = models.DateTimeField("gespeichert am")
    saved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    presented_at = models.DateTimeField("vorgelegt am", null=True, blank=True)
    presented_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    published_as = models.OneToOneField(
        VerfahrenVersion, models.PROTECT, null=True, blank=True, related_name="entwurf"
    )
    recorded_at = models.DateTimeField(db_default=Now(), editable=False)

    objects = EntwurfQuerySet.as_manager()

    class Meta:
        verbose_name = "Entwurf"
        verbose_name_plural = "Entwürfe"
        ordering = ["-saved_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(presented_at__isnull=True, presented_by__isnull=True, state="open")
                | Q(presented_at__isnull=False, presented_by__isnull=False) & ~Q(state="open"),
                name="entwurf_presented_at_and_by",
            ),
            models.CheckConstraint(
                condition=Q(state="published", published_as__isnull=False)
                | ~Q(state="published") & Q(published_as__isnull=True),
                name="entwurf_published_as_a_version",
            ),
        ]

    def __str__(self):
        head = self.data.get("verfahren", {})
        return f"{head.get('name') or 'Ohne Namen'}, Version {head.get('version', '?')}"
