from django.db import models

from audits.models.bestandsaufnahme import Text, TextQuerySet
from audits.models.cycle import AuditCycle


class Quartier(Text):
    """The neighbourhood that a cycle is about: lived structures, no statistical key.

    `outline` is a GeoJSON geometry (Polygon or MultiPolygon, WGS 84, longitude before latitude);
    instead of it `addresses` may list what belongs to it, one a line.
    """

    cycle = models.OneToOneField(AuditCycle, models.PROTECT, related_name="quartier")
    description = models.TextField("Beschreibung", blank=True)
    outline = models.JSONField("Umriss", null=True, blank=True)
    addresses = models.TextField("Adressen", blank=True)

    objects = TextQuerySet.as_manager()

    class Meta:
        verbose_name = "Quartier"
        verbose_name_plural = "Quartiere"

    def __str__(self):
        return self.cycle.subject
