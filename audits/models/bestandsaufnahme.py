from django.conf import settings
from django.db import models
from django.db.models import F
from django.db.models.functions import Now
from django.db.models.lookups import GreaterThan

from auditportal.models import Versioned
from auditportal.question import question
from audits.models.cycle import AuditCycle
from audits.models.reach import SharedQuerySet
from handlungsfelder.models import Handlungsfeld, Leitfrage


class TextQuerySet(SharedQuerySet):
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

    def in_feld(self, handlungsfeld):
        return self.filter(leitfrage__in=handlungsfeld.leitfragen.all())


class FindingQuerySet(TextQuerySet):
    def in_feld(self, handlungsfeld):
        return self.filter(handlungsfeld=handlungsfeld)


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


@question("answer saves itself")
def answers_to(cycle: int, leitfrage: int):
    return Answer.objects.of(cycle).to(leitfrage).with_writer()


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


@question("answer saves itself")
def answered_leitfragen(cycle: int):
    return Answer.objects.of(cycle).written().values_list("leitfrage_id", flat=True)


@question("answer saves itself")
def what_is_found(cycle: int):
    """Of each Handlungsfeld whether Stärken and Herausforderungen were found."""
    return Finding.objects.of(cycle).values_list(
        "handlungsfeld_id", GreaterThan(F("strengths"), ""), GreaterThan(F("challenges"), "")
    )
