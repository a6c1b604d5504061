from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q

from auditportal.models import Organisation, Versioned
from auditportal.models.bounds import has_possible_days


class ProgrammQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Its Träger's people alone; who takes part reads of it in the cycle."""
        return self.filter(owner__in=user.rights.traeger)

    def newest_first(self):
        return self.order_by("-begins_on", "code")


class Programm(Versioned):
    """A funding programme in which a Träger lets organisations take part, for a time."""

    owner = models.ForeignKey(Organisation, models.PROTECT, related_name="programme")
    code = models.CharField("Kürzel", max_length=20)
    name = models.CharField("Name", max_length=200)
    begins_on = models.DateField("Beginn")
    ends_on = models.DateField("Ende")
    apply_until = models.DateField("Bewerbung bis", null=True, blank=True)
    funder = models.CharField("Förderung durch", max_length=200, blank=True)
    funding_per_year = models.DecimalField(
        "Förderung im Jahr in Euro",
        max_digits=12,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0, "Die Förderung ist nicht negativ.")],
    )

    objects = ProgrammQuerySet.as_manager()

    class Meta:
        verbose_name = "Programm"
        verbose_name_plural = "Programme"
        ordering = ["begins_on", "code"]
        constraints = [
            models.UniqueConstraint(
                "owner",
                "code",
                name="programm_code_once",
                violation_error_message="Dieses Kürzel gibt es schon.",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gt=F("begins_on")),
                name="programm_ends_after_it_begins",
                violation_error_message="Das Ende muss nach dem Beginn liegen.",
            ),
            has_possible_days("programm", "begins_on", "ends_on", "apply_until"),
        ]

    def __str__(self):
        return f"{self.name} ({self.begins_on:%Y}–{self.ends_on:%Y})"
