from django.db import models


class Attempt(models.Model):
    """How often somebody failed to come in, counted for one account, network or known browser.

    `key` is a hash: the row names nobody, and nobody's address is kept.
    """

    key = models.CharField(max_length=64, primary_key=True)
    failures = models.PositiveIntegerField("Fehlversuche")
    last_at = models.DateTimeField("zuletzt am")

    class Meta:
        verbose_name = "Fehlversuch"
        verbose_name_plural = "Fehlversuche"

    def __str__(self):
        return f"{self.failures} bis {self.last_at:%d.%m.%Y %H:%M}"
