import datetime as dt
from typing import Protocol

from django.apps import apps
from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import F, FilteredRelation, OuterRef, Q
from django.db.models.functions import Coalesce, Now
from django.urls import reverse

from auditportal.models import Contact, Organisation, sort_key
from auditportal.models.naming import is_named
from auditportal.question import question
from auditportal.transaction import learn, once
from audits.models.feld import CycleFeld, named
from audits.models.reach import JUDGES, Reach
from handlungsfelder.models import Handlungsfeld, Party, Programm, PublishedKey, VerfahrenVersion


class Outcome(models.TextChoices):
    COMPLETED = "completed", "abgeschlossen"
    REFUSED = "refused", "ohne Erfolg beendet"
    STOPPED = "stopped", "abgebrochen"


class CycleQuerySet(models.QuerySet):
    def visible_to(self, user):
        """By right to a party, to the Träger, or to the cycle itself."""
        return self.filter(Reach.of(user).visible.at()).fetch_mode(models.FETCH_PEERS)

    def readable_by(self, user):
        """Whose inside somebody may read: an assessor sees only the sealed dossier instead."""
        return self.filter(Reach.of(user).readable.at()).fetch_mode(models.FETCH_PEERS)

    def listed_for(self, user, today):
        """Without those whose window has passed for who judged them: their page is closed."""
        judged = [pk for pk, held in Reach.of(user).pairs.items() if held == JUDGES]
        visible = self.visible_to(user)
        if not judged:
            return visible
        own = {"berufungen__user": user, "berufungen__ended_on__isnull": True}
        passed = self.filter(pk__in=judged, berufungen__reads_until__lt=today, **own)
        return visible.exclude(pk__in=passed.values("pk"))

    def of_main_party(self, organisation):
        """In which it takes part itself, not as somebody's partner."""
        return self.filter(parties__organisation=organisation, parties__function=Party.MAIN)

    def running(self):
        return self.filter(ended_on__isnull=True)

    def ended(self):
        return self.filter(ended_on__isnull=False)

    def overdue(self, today):
        """Those with a task whose day has passed."""
        return self.filter(next_due_on__lt=today)

    def named(self, text):
        return self.filter(is_named("sort_title", text))

    def agreed_beside(self, cycle: int):
        """Other cycles of the same organisations that have frozen what they agreed on."""
        same = self.filter(
            parties__function=Party.MAIN,
            parties__organisation__parties__cycle=cycle,
            parties__organisation__parties__function=Party.MAIN,
            fassungen__kind="agreement",
            fassungen__berichtigung__isnull=True,
        )
        return same.exclude(pk=cycle).distinct().newest_first()

    def awarded(self, awards):
        """Those in which one of these awards was earned."""
        return self.filter(pk__in=awards.values("cycle"))

    def newest_first(self):
        return self.order_by("-began_on", "-pk")

    def by_name(self):
        return self.order_by("sort_title", "pk")

    def run_by(self, user):
        """Of one's own Träger."""
        return self.filter(owner__in=user.rights.traeger)

    def in_order(self, order):
        if order == "due":
            first = Coalesce("next_due_on", "phase_due_on").asc(nulls_last=True)
            return self.order_by(first, "sort_title", "pk")
        return self.by_name()

    def with_state(self):
        """What a list says about each cycle: in which phase it stands, and until when."""
        return self.alias(
            open_one=FilteredRelation("runs", condition=Q(runs__left_on__isnull=True))
        ).annotate(
            phase_id=F("open_one__phase"),
            phase_due_on=F("open_one__due_on"),
        )

    def with_certificate(self):
        """With the key of its newest Zertifikat, for the link to it."""
        awards = apps.get_model("audits.Award")._default_manager
        newest = awards.filter(cycle=OuterRef("pk")).order_by("-pk").values("zertifikat")
        return self.annotate(certificate=models.Subquery(newest[:1]))

    def running_or_certified(self):
        """What somebody who takes part still looks for: what runs comes first."""
        found = self.filter(Q(ended_on__isnull=True) | Q(certificate__isnull=False))
        return found.order_by(F("ended_on").desc(nulls_first=True), "sort_title", "pk")

    def with_choice(self):
        """What each chose among the Handlungsfelder, in the same question."""
        chosen = CycleFeld.objects.of(OuterRef("pk")).in_order()
        return self.annotate(
            chosen_ids=ArraySubquery(chosen.values("handlungsfeld_id")),
            chosen_names=ArraySubquery(chosen.values("name")),
        )

    def inside(self):
        """With what almost every page asks: where it stands, and what it chose."""
        stands_in = FilteredRelation("runs", condition=Q(runs__left_on__isnull=True))
        return self.annotate(stands_in=stands_in).select_related("stands_in").with_choice()


class InCycle(Protocol):
    """A row that knows its cycle."""

    cycle: "AuditCycle"


class AuditCycle(models.Model):
    """One run of an organisation (or a pair) through one version of a Verfahren."""

    phase_id: int | None  # only `with_state` asks for these two
    phase_due_on: dt.date | None
    version = PublishedKey(VerfahrenVersion, models.PROTECT, related_name="cycles")
    owner = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    title = models.CharField("Teilnehmende", max_length=300)
    sort_title = models.CharField(max_length=300, editable=False)
    subject = models.CharField("Gegenstand", max_length=200, blank=True)
    contact = models.ForeignKey(Contact, models.PROTECT, null=True, related_name="cycles")
    programm = models.ForeignKey(
        Programm, models.PROTECT, null=True, blank=True, related_name="cycles"
    )
    predecessor = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="successors"
    )
    rhythm_months = models.PositiveSmallIntegerField("Rhythmus in Monaten", null=True, blank=True)
    began_on = models.DateField("begonnen am")
    started_on = models.DateField("Starttag", null=True, blank=True)
    ended_on = models.DateField("beendet am", null=True, blank=True)
    # The first day on which one of its tasks is due, as gates.settle stored them.
    next_due_on = models.DateField("nächste Frist", null=True, editable=False)
    outcome = models.CharField("Ausgang", max_length=10, choices=Outcome, blank=True)
    outcome_reason = models.TextField("Begründung", blank=True)
    recorded_at = models.DateTimeField(db_default=Now(), editable=False)

    objects = CycleQuerySet.as_manager()

    class Meta:
        verbose_name = "Auditzyklus"
        verbose_name_plural = "Auditzyklen"
        permissions = [
            ("accompany_auditcycle", "Darf begleiten"),
            ("review_auditcycle", "Darf begutachten"),
        ]
        indexes = [
            models.Index(fields=["sort_title", "id"], name="cycle_by_title"),
            models.Index(fields=["owner", "sort_title", "id"], name="cycle_by_owner"),
            models.Index(
                fields=["owner", "next_due_on"],
                condition=Q(ended_on__isnull=True),
                name="cycle_running_by_owner",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True, outcome="")
                | Q(ended_on__isnull=False) & ~Q(outcome=""),
                name="cycle_ends_with_an_outcome",
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("began_on")),
                name="cycle_ends_after_it_begins",
                violation_error_message="Das Ende liegt nicht vor dem Beginn.",
            ),
        ]

    def __str__(self):
        return f"{self.title}, {self.subject}" if self.subject else self.title

    def save(self, *args, **kwargs):
        self.sort_title = sort_key(self.title)
        super().save(*args, **kwargs)

    def get_absolute_url(self):
        return reverse("audits:cycle_detail", args=[self.pk])

    @property
    def words(self):
        return self.version.words

    @property
    def felder(self) -> list[Handlungsfeld]:
        """The Handlungsfelder in which it sets goals: those of all, and those chosen for it.

        A free one bears the name that was given to it here. To read, not to change.
        """
        fixed = [feld for feld in self.version.felder if not feld.is_module]
        if len(fixed) == len(self.version.felder):
            return fixed
        by_id = {feld.pk: feld for feld in self.version.felder}
        return fixed + [named(by_id[feld], name) for feld, name in once(choice_of, self)]

    @property
    def open_run(self):
        """Where the cycle stands; None at its end."""
        return once(open_run_of, self)

    def own[Row: InCycle](self, rows: list[Row]) -> list[Row]:
        """Rows inside it, which need not ask for it again."""
        for row in rows:
            row.cycle = self
        return rows

    def remember(self) -> "AuditCycle":
        """What was read together with it by `inside` is not asked again as long as it holds."""
        read = self.__dict__
        chosen = list(zip(read.pop("chosen_ids"), read.pop("chosen_names"), strict=True))
        learn(choice_of, self, answer=chosen, tables=[table_of(self.chosen_felder)])
        learn(open_run_of, self, answer=read.pop("stands_in", None), tables=[table_of(self.runs)])
        return self

    @property
    def next_day(self) -> dt.date | None:
        """When something is due: within a phase of years a single task is due much sooner."""
        return self.next_due_on or self.phase_due_on

    @property
    def phase_name(self) -> str:
        """Of the phase in which it stands, by `with_state` if that was asked."""
        if "phase_id" in self.__dict__:
            return self.version.phase(self.phase_id).name if self.phase_id else ""
        return self.open_run.phase.name if self.open_run else ""


def open_run_of(cycle: AuditCycle):
    return next(iter(cycle.runs.open().order_by()), None)  # there is never a second one


def choice_of(cycle: AuditCycle) -> list[tuple[int, str]]:
    """Handlungsfeld and own name of what was chosen, in its order."""
    return list(cycle.chosen_felder.values_list("handlungsfeld_id", "name"))


def table_of(rows: models.Manager) -> str:
    return rows.model._meta.db_table


@question("measure is saved")
def cycle_inside(pk: int):
    return AuditCycle.objects.inside().select_related("owner").filter(pk=pk)


@question("cycle detail")
def cycle_in_full(pk: int):
    """With what its first page says about it."""
    inside = AuditCycle.objects.inside().with_certificate()
    return inside.select_related("owner", "contact", "programm").filter(pk=pk)


@question("goal list while written")
def agreed_beside(cycle: int):
    return AuditCycle.objects.agreed_beside(cycle).select_related("programm")


def load_cycle(pk: int) -> AuditCycle | None:
    """As almost every page and every action needs it."""
    cycle = cycle_inside.one(pk=pk)
    return cycle and cycle.remember()
