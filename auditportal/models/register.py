from django.db import models
from django.db.models import Q

from auditportal.models.naming import has_key, is_kreis, is_named


class RegisterLevel(models.TextChoices):
    KREIS = "kreis", "Kreis"
    GEMEINDE = "gemeinde", "Gemeinde"


# By the Textkennzeichen of the list, where a Kreis does not say in its name what it is.
KREISE = {"43": "Kreis", "44": "Landkreis"}


class RegisterQuerySet(models.QuerySet):
    def current(self):
        return self.filter(is_current=True)

    def with_organisation(self):
        """With the Kreis, and with what has already been made of it here."""
        rows = self.select_related("parent").prefetch_related("organisations")
        return rows.order_by("sort_name", "pk")

    def matching(self, text: str):
        """By the words of a name, or by the first digits of a key, old keys included."""
        keys = has_key(("ags", "ars"), text)
        if keys is None:
            named = self.filter(is_named("sort_name", text))
            return named.filter(level=RegisterLevel.KREIS) if is_kreis(text) else named
        aliases = RegisterAlias.objects.filter(has_key(("ags",), text)).values("entry")
        return self.filter(keys | Q(pk__in=aliases))


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
        """The name without what the list hangs on it: „Aachen, Stadt“ is called Aachen.

        A Kreis says what it is, as a town may have the same name."""
        name = self.name.partition(",")[0]
        kind = KREISE.get(self.type_code, "") if self.level == RegisterLevel.KREIS else ""
        return name if kind.casefold() in name.casefold() else f"{kind} {name}"


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
