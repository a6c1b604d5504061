import datetime as dt
from functools import lru_cache

from django.db import models
from django.db.models import F

from handlungsfelder.models.published import PublishedKey


class Handlungsfeld(models.Model):
    """One of the fields in which a version has goals set."""

    version = PublishedKey("VerfahrenVersion", models.CASCADE, related_name="handlungsfelder")
    position = models.PositiveSmallIntegerField()
    code = models.SlugField("Kürzel", max_length=20)
    name = models.CharField("Name", max_length=200)
    is_module = models.BooleanField("wird für einen Durchlauf gewählt", default=False)
    is_free = models.BooleanField("wird im Durchlauf benannt", default=False)
    # Fields of other versions whose goals belong here, as "CODE/feld" or "CODE/number/feld".
    takes = models.JSONField("entspricht", default=list)
    # Proposals of the crosswalk, as "RAHMEN/code".
    references = models.JSONField("Bezüge", default=list)

    class Meta:
        verbose_name = "Handlungsfeld"
        verbose_name_plural = "Handlungsfelder"
        ordering = ["version", "position"]
        constraints = [
            models.UniqueConstraint("version", "position", name="handlungsfeld_position_once"),
            models.UniqueConstraint("version", "code", name="handlungsfeld_code_once"),
        ]

    def __str__(self):
        return self.name


class Leitfrage(models.Model):
    """A question that the analysis answers in a Handlungsfeld."""

    handlungsfeld = models.ForeignKey(Handlungsfeld, models.CASCADE, related_name="leitfragen")
    position = models.PositiveSmallIntegerField()
    text = models.TextField("Frage")
    is_draft = models.BooleanField("Entwurf", default=True)

    class Meta:
        verbose_name = "Leitfrage"
        verbose_name_plural = "Leitfragen"
        ordering = [F("handlungsfeld__position"), "position"]
        constraints = [
            models.UniqueConstraint("handlungsfeld", "position", name="leitfrage_position_once")
        ]

    def __str__(self):
        return self.text


def felder_of(version_id: int, published_at: dt.datetime | None) -> tuple[Handlungsfeld, ...]:
    felder = Handlungsfeld.objects.filter(version=version_id).order_by("position")
    return tuple(felder.prefetch_related("leitfragen"))


published_felder = lru_cache(maxsize=256)(felder_of)
