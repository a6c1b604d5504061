from django.conf import settings
from django.db import models
from django.db.models.functions import Now


class Event(models.Model):
    """What happened, in words, never changed afterwards (the database refuses it).

    `happened_at` is the clock's, `recorded_at` always the database's own: they differ where an
    earlier run is entered later.
    """

    kind = models.CharField(max_length=60)
    text = models.TextField("Was geschah")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    happened_at = models.DateTimeField("geschehen am")
    recorded_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        abstract = True
        ordering = ["-happened_at", "-pk"]

    def __str__(self):
        return self.text
