from django.db import models

from auditportal import notation


class Attempt(models.Model):
    """How often somebody failed to come in, counted for one account, network or known browser.

    `key` is a hash: the row names nobody, and nobody's address is kept.
    """

    key = models.CharField(max_length=64, primary_key=True)
    failures = models.PositiveIntegerField("Fehlversuche")
    last_at = models.DateTimeField("zuletzt am")

    needs_no_action = True  # counted before anybody has come in

    class Meta:
        verbose_name = "Fehlversuch"
        verbose_name_plural = "Fehlversuche"

    def __str__(self):
        return f"{self.failures} bis {notation.moment(self.last_at)}"
