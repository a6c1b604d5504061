"""What is still to be done in a cycle: the one truth of every list."""

import datetime as dt
from collections.abc import Iterator
from functools import reduce
from operator import or_

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from auditportal.models import Organisation
from auditportal.question import question
from auditportal.verdict import WHEN, Reason
from audits.models.cycle import AuditCycle
from audits.models.reach import OfCycleQuerySet, Reach
from audits.models.run import PhaseRun
from handlungsfelder.models import Gate, Party, Right

# What a stored task says; the same again is no news.
FACTS = (
    "run_id",
    "gate_id",
    "text",
    "subject",
    "party",
    "right",
    "organisation_id",
    "assignee_id",
    "due_on",
    "link",
    "waits_for",
)


class TaskQuerySet(OfCycleQuerySet):
    def for_user(self, user):
        """What this very person can do: their side, their right and, if named, they or theirs."""
        mine = reduce(or_, _sides(user), Q(pk__in=[]))
        ours = Q(organisation__isnull=True) | Q(organisation__in=list(user.rights.by_organisation))
        return self.filter(mine, ours).filter(Q(assignee__isnull=True) | Q(assignee=user.pk))

    def possible(self):
        """What can be done at once; the others wait for something."""
        return self.filter(waits_for="")

    def by_due_day(self):
        return self.order_by(F("due_on").asc(nulls_last=True), "pk")

    def in_cycles(self, cycles):
        return self.filter(cycle__in=cycles)

    def turns(self):
        """Whose turn it is in each cycle, for what it waits, and what is due when."""
        facts = ("cycle_id", "party", "right", "waits_for", "due_on", "text")
        return self.order_by("gate_id", "pk").values_list(*facts)

    def with_kind(self):
        """Each with the kind of its gate."""
        return self.annotate(kind=F("gate__kind"))

    def with_organisations(self):
        return self.select_related("organisation")

    def among(self, pks):
        return self.filter(pk__in=pks)


def _sides(user) -> Iterator[Q]:
    """For whom somebody acts: each party with the rights that are held, and where."""
    cycles: dict[tuple[str, str], list[int]] = {}
    for cycle, held in Reach.of(user).pairs.items():
        for pair in held:
            cycles.setdefault(pair, []).append(cycle)
    for (party, right), where in cycles.items():
        is_inside = right in (Right.ACCOMPANY, Right.REVIEW)
        yield Q(party=party, cycle__in=where, **({} if is_inside else {"right": right}))
    for owner in user.rights.traeger:
        yield Q(party=Party.TRAEGER, right__in=user.rights.by_organisation[owner], owner=owner)


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

    @property
    def reason(self) -> Reason:
        """What it was made of, with whose turn it is."""
        return Reason(
            WHEN,
            self.text,
            subject=self.subject,
            link=self.link,
            party=self.party,
            right=self.right,
            organisation=self.organisation_id,
            assignee=self.assignee_id,
        )

    def days_left(self, today: dt.date) -> int | None:
        return None if self.due_on is None else (self.due_on - today).days


@question("measure is saved")
def stored_tasks(cycle: int):
    return Task.objects.of(cycle).order_by().values_list(*FACTS, "pk")


@question("phase page")
def tasks_with_kind(cycle: int) -> TaskQuerySet:
    return Task.objects.of(cycle).with_organisations().with_kind()
