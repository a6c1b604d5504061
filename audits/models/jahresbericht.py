from django.conf import settings
from django.db import models
from django.db.models import FilteredRelation, Q
from django.db.models.functions import Now
from django.urls import reverse

from auditportal.models import Versioned
from auditportal.question import question
from auditportal.transaction import once
from audits.facts.fact import Shown
from audits.facts.report_entry import REPORT_ENTRY, Progress
from audits.models.bestandsaufnahme import Text
from audits.models.cycle import AuditCycle
from audits.models.fassung import Fassung
from audits.models.goal import Measure
from audits.models.reach import SharedQuerySet
from audits.models.run import PhaseRun


class ReportState(models.TextChoices):
    OPEN = "open", "Offen"
    SUBMITTED = "submitted", "Eingereicht"
    RETURNED = "returned", "Rückfrage"
    ACCEPTED = "accepted", "Angenommen"


class Ampel(models.TextChoices):
    """How a set of measures is doing at a glance."""

    ON_COURSE = "on_course", "Auf Kurs"
    WATCH = "watch", "Beobachten"
    BEHIND = "behind", "Rückstand"


NEEDS_REASON = [Progress.LATE, Progress.DEFERRED, Progress.REPLACED, Progress.DROPPED]


class BerichtQuerySet(SharedQuerySet):
    def unaccepted(self):
        return self.exclude(state=ReportState.ACCEPTED)

    def in_order(self):
        return self.order_by("number")


class Jahresbericht(Versioned):
    """One yearly report of the Umsetzungscontrolling, planned when the phase begins."""

    cycle = models.ForeignKey(AuditCycle, models.PROTECT, related_name="jahresberichte")
    run = models.ForeignKey(PhaseRun, models.PROTECT, related_name="jahresberichte")
    number = models.PositiveSmallIntegerField("Nummer")
    due_on = models.DateField("fällig am")
    state = models.CharField("Stand", max_length=10, choices=ReportState, default=ReportState.OPEN)
    summary = models.TextField("Zusammenfassung", blank=True)
    submitted_at = models.DateTimeField("eingereicht am", null=True, blank=True)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    fassung = models.ForeignKey(
        Fassung, models.PROTECT, null=True, blank=True, related_name="jahresberichte"
    )
    decided_at = models.DateTimeField("entschieden am", null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    return_reason = models.TextField("Grund der Rückgabe", blank=True)
    recorded_at = models.DateTimeField(db_default=Now(), editable=False)

    objects = BerichtQuerySet.as_manager()

    class Meta:
        verbose_name = "Jahresbericht"
        verbose_name_plural = "Jahresberichte"
        ordering = ["cycle", "number"]
        constraints = [
            models.UniqueConstraint("cycle", "number", name="jahresbericht_number_once"),
            models.CheckConstraint(
                condition=~Q(state__in=["submitted", "accepted"]) | Q(fassung__isnull=False),
                name="jahresbericht_submitted_is_frozen",
            ),
            models.CheckConstraint(
                condition=~Q(state="returned") | ~Q(return_reason=""),
                name="jahresbericht_returned_has_a_reason",
                violation_error_message="Zur Rückgabe gehört ein Grund.",
            ),
        ]

    def __str__(self):
        return f"{self.cycle.words['report']} {self.number}"

    def get_absolute_url(self):
        return reverse("audits:jahresbericht_detail", args=[self.pk])

    @property
    def is_editable(self):
        return self.state in (ReportState.OPEN, ReportState.RETURNED)


class ReportEntry(Text):
    """What a Jahresbericht says about one measure."""

    cycle = models.ForeignKey(AuditCycle, models.PROTECT, related_name="report_entries")
    jahresbericht = models.ForeignKey(Jahresbericht, models.CASCADE, related_name="entries")
    measure = models.ForeignKey(Measure, models.PROTECT, related_name="report_entries")
    progress = models.CharField(REPORT_ENTRY["progress"].label, max_length=10, choices=Progress)
    text = models.TextField(REPORT_ENTRY["text"].label, blank=True)

    objects = SharedQuerySet.as_manager()

    class Meta:
        verbose_name = "Eintrag eines Jahresberichts"
        verbose_name_plural = "Einträge von Jahresberichten"
        constraints = [
            models.UniqueConstraint("jahresbericht", "measure", name="report_entry_once"),
            models.CheckConstraint(
                condition=~Q(progress__in=["late", "deferred", "replaced", "dropped"])
                | ~Q(text=""),
                name="report_entry_has_its_reason",
                violation_error_message="Nennen Sie zu diesem Stand den Grund.",
            ),
        ]

    def __str__(self):
        return f"{self.measure}: {self.get_progress_display()}"


def reports_of(cycle: AuditCycle) -> list[Jahresbericht]:
    """All of a cycle in their order."""
    return cycle.own(once(stored_reports, cycle=cycle.pk))


@question("report entry as a form")
def stored_reports(cycle: int):
    return Jahresbericht.objects.of(cycle).in_order()


@question("report entry saves itself")
def unaccepted_reports(run: int):
    """Of one that continues no other."""
    return Jahresbericht.objects.filter(run=run).unaccepted().in_order()


@question("report entry saves itself")
def entries_about(report: int, measure: int):
    return ReportEntry.objects.filter(jahresbericht=report, measure=measure)


# Of a measure; then the facts of its entry in one report, and those of the one before.
ABOUT = (
    "pk",
    "title",
    "goal__title",
    "goal__handlungsfeld__name",
    "entry__version",
    "mark",
    "ends_on",
)


def entries_in(cycle: int, report: int, before: int):
    """ABOUT each measure and what is entered, also where nothing is said yet."""
    return _entries(Measure.objects.of(cycle), report, before)


@question("report entry as a form")
def entry_in(cycle: int, measure: int, report: int, before: int):
    return _entries(Measure.objects.of(cycle).filter(pk=measure), report, before)


def _entries(measures, report: int, before: int):
    def entries_of(pk):
        return FilteredRelation("report_entries", condition=Q(report_entries__jahresbericht=pk))

    facts = REPORT_ENTRY.columns(Shown.PAPER)
    entered = [f"{side}__{one.name}" for side in ("entry", "last") for one in facts]
    return (
        measures.alias(entry=entries_of(report), last=entries_of(before))
        .order_by("goal__handlungsfeld__position", "goal__position", "goal_id", "position", "pk")
        .values_list(*ABOUT, *entered)
    )
