from django.db import models

from auditportal import notation


class TakenForm(models.Model):
    """A form that has made something: the same from the same person makes it no second time.

    `key` is a hash over the person, the address and everything that was typed.
    """

    key = models.CharField(max_length=64, primary_key=True)
    location = models.CharField("führte zu", max_length=500, blank=True)
    at = models.DateTimeField("gesendet am")

    needs_no_action = True  # it stands beside what an action has made, in the same transaction

    class Meta:
        verbose_name = "angenommenes Formular"
        verbose_name_plural = "angenommene Formulare"

    def __str__(self):
        return notation.moment(self.at)
