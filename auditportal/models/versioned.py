from django.conf import settings
from django.db import models


class Versioned(models.Model):
    """What two people may edit at once: `version` counts the savings, so that none is lost.

    Only `auditportal.actions.versioned.overwrite` writes the three.
    """

    version = models.PositiveIntegerField(default=0, db_default=0)
    saved_at = models.DateTimeField("gespeichert am", null=True, blank=True)
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        abstract = True
