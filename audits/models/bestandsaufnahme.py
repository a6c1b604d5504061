from django.conf import settings
from django.db import models
from django.db.models import F
from django.db.models.functions import Now
from django.db.models.lookups import GreaterThan

from auditportal.models import Versioned
from audits.models.cycle import AuditCycle
from audits.models.reach import InCycleQuerySet
from handlungsfelder.models import Handlungsfeld, Leitfrage


class TextQuerySet(InCycleQuerySet):
    def with_writer(self):
        return self.select_related("saved_by")


class Text(Versioned):
    """What several people write on inside a cycle; there is none that nobody has saved."""

    cycle = models.ForeignKey(AuditCycle, models.PROTECT, related_name="%(class)ss")
    saved_at = models.DateTimeField("gespeichert am")
    saved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        abstract = True


class AnswerQuerySet(TextQuerySet):
    def written(self):
        return self.exclude(text="")

    def to(self, leitfrage):
        return self.filter(leitfrage=leitfrage)

    def leitfrage_ids(self):
        return self.values_list("leitfrage_id", flat=True)


class FindingQuerySet(TextQuerySet):
    def in_feld(self, handlungsfeld):
        return self.filter(handlungsfeld=handlungsfeld)

    def what_is_there(self):
        """Of each Handlungsfeld whether Stärken and Herausforderungen were found."""
        return self.values_list(
            "handlungsfeld_id", GreaterThan(F("strengths"), ""), GreaterThan(F("challenges"), "")
        )


class Answer(Text):
    """What a cycle answers to a Leitfrage."""

    leitfrage = models.ForeignKey(Leitfrage, models.PROTECT, related_name="+")
    text = models.TextField("Antwort", blank=True)

    objects = AnswerQuerySet.as_manager()

    class Meta:
        verbose_name = "Antwort"
        verbose_name_plural = "Antworten"
        constraints = [models.UniqueConstraint("cycle", "leitfrage", name="answer_once")]

    def __str__(self):
        return self.text


class Finding(Text):
    """What the analysis found in a Handlungsfeld: Stärken and Herausforderungen."""

    handlungsfeld = models.ForeignKey(Handlungsfeld, models.PROTECT, related_name="+")
    strengths = models.TextField("Stärken", blank=True)
    challenges = models.TextField("Herausforderungen", blank=True)

    objects = FindingQuerySet.as_manager()

    class Meta:
        verbose_name = "Auswertung"
        verbose_name_plural = "Auswertungen"
        constraints = [models.UniqueConstraint("cycle", "handlungsfeld", name="finding_once")]

    def __str__(self):
        return str(self.handlungsfeld)
