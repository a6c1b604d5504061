from django.db import models
from django.db.models import Q

from auditportal.models.naming import sort_key


class RegisterLevel(models.TextChoices):
    KREIS = "kreis", "Kreis"
    GEMEINDE = "gemeinde", "Gemeinde"


class RegisterQuerySet(models.QuerySet):
    def current(self):
        return self.filter(is_current=True)

    def with_organisation(self):
        """With the Kreis, and with what has already been made of it here."""
        rows = self.select_related("parent").prefetch_related("organisations")
        return rows.order_by("sort_name", "pk")

    def matching(self, text: str):
        """By name, wherever it begins, or by the first digits of a key, old keys included."""
        text = text.strip()
        if not text.isdigit():
            return self.filter(sort_name__contains=sort_key(text))
        aliases = RegisterAlias.objects.filter(ags__startswith=text).values("entry")
        keys = Q(ags__startswith=text) | Q(ars__startswith=text) | Q(pk__in=aliases)
        return self.filter(keys)


class RegisterEntry(models.Model):
    """A line of the official list of municipalities; the source of an Organisation's master data.

    Source of the data: Statistisches Bundesamt (Destatis), Gemeindeverzeichnis GV100AD.
    """

    level = models.CharField("Ebene", max_length=10, choices=RegisterLevel)
    ars = models.CharField("ARS", max_length=12)
    ags = models.CharField("AGS", max_length=8)
    name = models.CharField("Name", max_length=200)
    sort_name = models.CharField(max_length=200)
    type_code = models.CharField("Textkennzeichen", max_length=2)
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")
    postal_code = models.CharField("Postleitzahl", max_length=5, blank=True)
    area_ha = models.PositiveIntegerField("Fläche in Hektar", null=True)
    inhabitants = models.PositiveIntegerField("Einwohnerzahl", null=True)
    as_of = models.DateField("Stand")
    is_current = models.BooleanField("im neuesten Stand enthalten", default=True)

    objects = RegisterQuerySet.as_manager()

    class Meta:
        verbose_name = "Eintrag im Gemeindeverzeichnis"
        verbose_name_plural = "Einträge im Gemeindeverzeichnis"
        indexes = [models.Index(fields=["sort_name", "id"], name="register_by_name")]
        constraints = [
            models.UniqueConstraint("level", "ars", name="register_ars_once"),
        ]

    def __str__(self):
        return self.name

    @property
    def short_name(self) -> str:
        """The name without what the list hangs on it: „Aachen, Stadt“ is called Aachen."""
        return self.name.partition(",")[0]


class RegisterAlias(models.Model):
    """A key that an entry had in an earlier list."""

    entry = models.ForeignKey(RegisterEntry, models.CASCADE, related_name="aliases")
    ags = models.CharField("früherer AGS", max_length=8)
    ars = models.CharField("früherer ARS", max_length=12)
    last_seen_on = models.DateField("zuletzt im Stand vom")

    class Meta:
        verbose_name = "Früherer Schlüssel"
        verbose_name_plural = "Frühere Schlüssel"
        indexes = [models.Index(fields=["ags"], name="alias_by_ags")]
        constraints = [
            models.UniqueConstraint("entry", "ars", name="alias_once"),
            models.CheckConstraint(condition=~Q(ars=""), name="alias_has_a_key"),
        ]

    def __str__(self):
        return self.ags
