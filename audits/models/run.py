"""Where a cycle stands: its runs through the phases, and what the open one still asks for."""

import datetime as dt
from collections.abc import Iterator
from functools import reduce
from operator import or_

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from auditportal.models import Organisation
from audits.models.cycle import AuditCycle
from audits.models.reach import InCycleQuerySet, Reach
from handlungsfelder.models import Gate, Party, Phase, PublishedKey, Right


class RunQuerySet(InCycleQuerySet):
    def open(self):
        return self.filter(left_on__isnull=True)


class PhaseRun(models.Model):
    """A cycle in one of its phases; the open one is where the cycle stands.

    `due_on` is written when the phase begins, so that nothing later moves it.
    """

    cycle = models.ForeignKey(AuditCycle, models.PROTECT, related_name="runs")
    phase = PublishedKey(Phase, models.PROTECT, related_name="+")
    round = models.PositiveSmallIntegerField("Runde", default=1)
    began_on = models.DateField("begonnen am")
    due_on = models.DateField("fällig am", null=True, blank=True)
    left_on = models.DateField("verlassen am", null=True, blank=True)
    left_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = RunQuerySet.as_manager()

    class Meta:
        verbose_name = "Durchlauf einer Phase"
        verbose_name_plural = "Durchläufe von Phasen"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint("cycle", "phase", "round", name="run_round_once"),
            models.UniqueConstraint(
                "cycle",
                condition=Q(left_on__isnull=True),
                name="run_open_once_per_cycle",
                violation_error_message="Ein Durchlauf steht immer in genau einer Phase.",
            ),
            models.CheckConstraint(
                condition=Q(left_on__isnull=True) | Q(left_on__gte=F("began_on")),
                name="run_ends_after_it_begins",
                violation_error_message="Eine Phase endet nicht vor ihrem Beginn.",
            ),
        ]

    def __str__(self):
        return f"{self.phase} (Runde {self.round})" if self.round > 1 else str(self.phase)

    def get_absolute_url(self):
        return reverse("audits:run_detail", args=[self.pk])

    @property
    def is_open(self):
        return self.left_on is None

    @property
    def is_repeated(self) -> bool:
        """Whether its phase lies in a part of the way that comes again and again."""
        return self.cycle.version.is_repeated(self.phase)


class TaskQuerySet(models.QuerySet):
    def for_user(self, user):
        """What this very person can do: their side, their right and, if named, they or theirs."""
        mine = reduce(or_, _sides(user), Q(pk__in=[]))
        ours = Q(organisation__isnull=True) | Q(organisation__in=list(user.standing.rights))
        return self.filter(mine, ours).filter(Q(assignee__isnull=True) | Q(assignee=user.pk))

    def possible(self):
        """What can be done at once; the others wait for something."""
        return self.filter(waits_for="")

    def by_due_day(self):
        return self.order_by(F("due_on").asc(nulls_last=True), "pk")


def _sides(user) -> Iterator[Q]:
    """For whom somebody acts: each party with the rights that are held, and where."""
    cycles: dict[tuple[str, str], list[int]] = {}
    for cycle, held in Reach.of(user).pairs.items():
        for pair in held:
            cycles.setdefault(pair, []).append(cycle)
    for (party, right), where in cycles.items():
        is_inside = right in (Right.ACCOMPANY, Right.REVIEW)
        yield Q(party=party, cycle__in=where, **({} if is_inside else {"right": right}))
    for owner in user.standing.traeger:
        yield Q(party=Party.TRAEGER, right__in=user.standing.rights[owner], owner=owner)


class Task(models.Model):
    """One sentence of a closed gate as gates.settle stored it: the one truth of every list.

    The row holds the day on which it is due, never whether that has passed. It repeats the
    cycle's Träger, who looks through the tasks of all its cycles at once.
    """

    cycle = models.ForeignKey(AuditCycle, models.CASCADE, related_name="tasks")
    owner = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    run = models.ForeignKey(PhaseRun, models.CASCADE, related_name="tasks")
    gate = models.ForeignKey(Gate, models.PROTECT, related_name="+")
    text = models.TextField("Was zu tun ist")
    subject = models.CharField(max_length=200, blank=True)
    party = models.CharField("handelt", max_length=10, choices=Party)
    right = models.CharField("Recht", max_length=10, choices=Right)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+"
    )
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    due_on = models.DateField("fällig am", null=True, blank=True)
    link = models.CharField(max_length=500)
    waits_for = models.TextField("Noch nicht möglich, weil", blank=True)

    objects = TaskQuerySet.as_manager()

    class Meta:
        verbose_name = "Aufgabe"
        verbose_name_plural = "Aufgaben"
        ordering = ["pk"]
        indexes = [
            models.Index(F("due_on").asc(nulls_last=True), "id", name="task_by_due_day"),
            # What a Träger's people ask for is read from the index alone.
            models.Index(
                fields=["owner", "party", "due_on", "id"],
                include=["right", "organisation", "assignee", "waits_for"],
                name="task_of_owner",
            ),
        ]

    def __str__(self):
        return self.text

    def days_left(self, today: dt.date) -> int | None:
        return None if self.due_on is None else (self.due_on - today).days


class Vermerk(models.Model):
    """A dated sentence that opens a gate where nothing else proves it."""

    cycle = models.ForeignKey(AuditCycle, models.PROTECT, related_name="vermerke")
    run = models.ForeignKey(PhaseRun, models.PROTECT, related_name="vermerke")
    gate = models.ForeignKey(Gate, models.PROTECT, related_name="+")
    on = models.DateField("am")
    text = models.TextField("Vermerk", blank=True)
    amount = models.DecimalField(
        "Betrag in Euro", max_digits=12, decimal_places=2, null=True, blank=True
    )
    noted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = InCycleQuerySet.as_manager()

    class Meta:
        verbose_name = "Vermerk"
        verbose_name_plural = "Vermerke"
        constraints = [
            models.UniqueConstraint("run", "gate", name="vermerk_once"),
        ]

    def __str__(self):
        return f"{self.on:%d.%m.%Y} {self.text}"
