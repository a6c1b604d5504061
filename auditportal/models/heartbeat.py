from django.db import models
from django.db.models.functions import Now


class HeartbeatQuerySet(models.QuerySet):
    def since(self, period):
        """Who showed a sign of life in this period, by the database's clock."""
        return self.filter(at__gt=Now() - period)


class Heartbeat(models.Model):
    """When a process of the portal last showed that it lives."""

    name = models.CharField(max_length=20, primary_key=True)
    at = models.DateTimeField(db_default=Now())

    needs_no_action = True

    objects = HeartbeatQuerySet.as_manager()

    class Meta:
        verbose_name = "Lebenszeichen"
        verbose_name_plural = "Lebenszeichen"

    def __str__(self):
        return self.name
