from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from auditportal.models.betreuung import BelongingQuerySet
from auditportal.models.organisation import Organisation
from auditportal.models.vocabulary import SIGNING_ROLES, Role


class MitgliedschaftQuerySet(BelongingQuerySet):
    def open(self):
        return self.filter(ended_on__isnull=True)

    def by_organisation(self):
        return self.select_related("organisation").order_by("organisation__sort_name")

    def by_person(self):
        return self.select_related("user").order_by("user__name")

    def ended(self):
        return self.filter(ended_on__isnull=False)

    def signing(self):
        """Who binds the organisation now."""
        return self.open().filter(role__in=SIGNING_ROLES)


class Mitgliedschaft(models.Model):
    """That a person acts for an organisation, and as what; ends with a day, is never deleted."""

    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="mitgliedschaften", verbose_name="Organisation"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="mitgliedschaften"
    )
    role = models.CharField("Rolle", max_length=20, choices=Role)
    admitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    recorded_at = models.DateTimeField(db_default=Now(), editable=False)
    ended_on = models.DateField("beendet am", null=True, blank=True)

    objects = MitgliedschaftQuerySet.as_manager()

    class Meta:
        verbose_name = "Mitgliedschaft"
        verbose_name_plural = "Mitgliedschaften"
        constraints = [
            models.UniqueConstraint(
                "organisation",
                "user",
                condition=Q(ended_on__isnull=True),
                name="mitgliedschaft_once",
                violation_error_message="Diese Person ist bereits Mitglied.",
            ),
        ]

    def __str__(self):
        return f"{self.user} ({self.get_role_display()}): {self.organisation}"
