from django.conf import settings
from django.db import models
from django.db.models import F
from django.db.models.functions import Now
from django.db.models.lookups import GreaterThan

from auditportal.question import question
from audits.models.cycle import AuditCycle
from audits.models.reach import InCycleQuerySet
from handlungsfelder.models import Handlungsfeld, Leitfrage


class Text(models.Model):
    """What several people write on: `version` counts the savings, so that none is lost."""

    cycle = models.ForeignKey(AuditCycle, models.PROTECT, related_name="%(class)ss")
    version = models.PositiveIntegerField(default=0)
    saved_at = models.DateTimeField("gespeichert am")
    saved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(db_default=Now(), editable=False)

    objects = InCycleQuerySet.as_manager()

    class Meta:
        abstract = True


class AnswerQuerySet(InCycleQuerySet):
    def written(self):
        return self.exclude(text="")


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

    class Meta:
        verbose_name = "Auswertung"
        verbose_name_plural = "Auswertungen"
        constraints = [models.UniqueConstraint("cycle", "handlungsfeld", name="finding_once")]

    def __str__(self):
        return str(self.handlungsfeld)


@question
def answered_in(cycle: int):
    """The Leitfragen that have an answer."""
    return Answer.objects.of(cycle).written().values_list("leitfrage_id", flat=True)


@question
def findings_in(cycle: int):
    """Of each Handlungsfeld whether Stärken and Herausforderungen were found."""
    return Finding.objects.of(cycle).values_list(
        "handlungsfeld_id", GreaterThan(F("strengths"), ""), GreaterThan(F("challenges"), "")
    )


@question
def stored_answer(cycle: int, leitfrage: int):
    return Answer.objects.of(cycle).filter(leitfrage=leitfrage).select_related("saved_by")


@question
def stored_finding(cycle: int, feld: int):
    return Finding.objects.of(cycle).filter(handlungsfeld=feld).select_related("saved_by")
