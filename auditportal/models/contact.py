from django.db import models

from auditportal.models.betreuung import BelongingQuerySet
from auditportal.models.bounds import is_one_line
from auditportal.models.organisation import Organisation
from auditportal.models.versioned import Versioned


class Contact(Versioned):
    """Somebody to call or write to who needs no login."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="contacts")
    name = models.CharField("Name", max_length=150)
    function = models.CharField("Funktion", max_length=150, blank=True)
    email = models.EmailField("E-Mail-Adresse", blank=True)
    phone = models.CharField("Telefon", max_length=50, blank=True)

    objects = BelongingQuerySet.as_manager()

    class Meta:
        verbose_name = "Kontakt"
        verbose_name_plural = "Kontakte"
        ordering = ["name", "pk"]
        constraints = [is_one_line("contact", "name")]

    def __str__(self):
        return self.name
