from django.db import models


class Referenzrahmen(models.Model):
    """A paper that goals and measures are seen against: theses, topics, sustainability goals."""

    code = models.SlugField("Kürzel", max_length=40, unique=True)
    name = models.CharField("Name", max_length=200)
    source = models.CharField("Quelle", max_length=300)

    class Meta:
        verbose_name = "Referenzrahmen"
        verbose_name_plural = "Referenzrahmen"
        ordering = ["code"]

    def __str__(self):
        return self.name


class Referenz(models.Model):
    """One thesis, demand, topic or goal of a frame; a demand belongs to its thesis."""

    rahmen = models.ForeignKey(Referenzrahmen, models.PROTECT, related_name="referenzen")
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children"
    )
    position = models.PositiveSmallIntegerField()
    code = models.CharField("Nummer", max_length=40)
    title = models.CharField("Titel", max_length=300)

    class Meta:
        verbose_name = "Referenz"
        verbose_name_plural = "Referenzen"
        ordering = ["rahmen", "position"]
        constraints = [
            models.UniqueConstraint("rahmen", "code", name="referenz_code_once"),
            models.UniqueConstraint("rahmen", "position", name="referenz_position_once"),
        ]

    def __str__(self):
        """Topics have no number: they go by their title alone."""
        return f"{self.code} {self.title}" if self.code[:1].isdigit() else self.title

    @property
    def name(self) -> str:
        """As a Handlungsfeld of a template names it."""
        return f"{self.rahmen.code}/{self.code}"

    @staticmethod
    def short(rahmen: str, code: str, title: str) -> str:
        """„SDG 11“, or the title of a topic; for lists that have many of them."""
        return f"{rahmen} {code}" if code[:1].isdigit() else title
