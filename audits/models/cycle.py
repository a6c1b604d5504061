from collections.abc import Iterable
from copy import copy
from dataclasses import dataclass

from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.db import connection, models
from django.db.models import F, FilteredRelation, OuterRef, Q
from django.db.models.functions import Now
from django.urls import reverse

from auditportal.models import Contact, Event, Organisation, sort_key
from handlungsfelder.models import (
    Handlungsfeld,
    Party,
    Programm,
    PublishedKey,
    Right,
    Verfahren,
    VerfahrenVersion,
)


class Outcome(models.TextChoices):
    COMPLETED = "completed", "abgeschlossen"
    REFUSED = "refused", "ohne Erfolg beendet"
    STOPPED = "stopped", "abgebrochen"


class CycleQuerySet(models.QuerySet):
    def visible_to(self, user):
        """By right to a party, to the Träger, or to the cycle itself."""
        return self.filter(Reach.of(user).visible()).fetch_mode(models.FETCH_PEERS)

    def readable_by(self, user):
        """Whose inside somebody may read: an assessor sees only the sealed dossier instead."""
        return self.filter(Reach.of(user).readable()).fetch_mode(models.FETCH_PEERS)

    def running(self):
        return self.filter(ended_on__isnull=True)

    def ended(self):
        return self.filter(ended_on__isnull=False)

    def overdue(self, today):
        """Those with a task whose day has passed."""
        return self.filter(tasks__due_on__lt=today).distinct()

    def named(self, text):
        return self.filter(sort_title__contains=sort_key(text))

    def agreed_beside(self, cycle):
        """Other cycles of the same organisations that have frozen what they agreed on."""
        own = CycleParty.objects.filter(cycle=cycle, function=Party.MAIN).values("organisation")
        theirs = CycleParty.objects.filter(organisation__in=own, function=Party.MAIN)
        frozen = Q(pk__in=theirs.values("cycle"), fassungen__kind="agreement")
        return self.filter(frozen).exclude(pk=cycle.pk).distinct().order_by("-began_on", "-pk")

    def in_order(self, order):
        if order == "due":
            return self.order_by(F("phase_due_on").asc(nulls_last=True), "sort_title", "pk")
        return self.order_by("sort_title", "pk")

    def with_state(self):
        """What a list says about each cycle: in which phase it stands, and until when."""
        return self.alias(
            open_one=FilteredRelation("runs", condition=Q(runs__left_on__isnull=True))
        ).annotate(
            phase_id=F("open_one__phase"),
            phase_due_on=F("open_one__due_on"),
        )

    def with_choice(self):
        """What each chose among the Handlungsfelder, in the same question."""
        chosen = CycleFeld.objects.filter(cycle=OuterRef("pk")).order_by("position", "pk")
        return self.annotate(
            chosen_ids=ArraySubquery(chosen.values("handlungsfeld_id")),
            chosen_names=ArraySubquery(chosen.values("name")),
        )

    def locked(self, pk):
        """The first line of every action: whoever changes anything inside a cycle holds it."""
        return self.select_for_update(of=["self"]).get(pk=pk).keeping()


class AuditCycle(models.Model):
    """One run of an organisation (or a pair) through one version of a Verfahren."""

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
        if "_chosen" in self.__dict__:
            return fixed + self._chosen
        by_id = {feld.pk: feld for feld in self.version.felder}
        chosen = [named(by_id[feld], name) for feld, name in self._choice()]
        if "_keeps" in self.__dict__:
            self._chosen = chosen
        return fixed + chosen

    def _choice(self) -> Iterable[tuple[int, str]]:
        """Handlungsfeld and own name of what was chosen, in its order."""
        if "chosen_ids" in self.__dict__:
            return zip(self.chosen_ids, self.chosen_names, strict=True)
        return self.chosen_felder.values_list("handlungsfeld_id", "name")

    @property
    def open_run(self):
        """Where the cycle stands; None at its end."""
        if "_stands_in" in self.__dict__:
            return self._stands_in
        run = next(iter(self.runs.open().order_by()), None)  # there is never a second one
        if "_keeps" in self.__dict__:
            self._stands_in = run
        return run

    def keeping(self) -> "AuditCycle":
        """Ask once where it stands and what it chose: for a page, and while an action holds it."""
        self._keeps = True
        return self

    def forget(self, *facts: str) -> None:
        """Ask anew; with names, only what has just changed."""
        for fact in facts or ("_keeps", "_stands_in", "_chosen", "chosen_ids"):
            self.__dict__.pop(fact, None)

    @property
    def phase_name(self) -> str:
        """Of the phase in which it stands, by `with_state` if that was asked."""
        if "phase_id" in self.__dict__:
            return self.version.phase(self.phase_id).name if self.phase_id else ""
        return self.open_run.phase.name if self.open_run else ""


class CycleParty(models.Model):
    """An organisation in a cycle, as what, and whether its signature counts.

    `side` is the code of the template's side. Verfahren, subject and `is_running` repeat the
    cycle's, so that the database can refuse a second running cycle of the same organisation.
    """

    cycle = models.ForeignKey(AuditCycle, models.CASCADE, related_name="parties")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="parties")
    function = models.CharField("Funktion", max_length=10, choices=Party)
    side = models.SlugField("Seite", max_length=40, blank=True, db_default="")
    signs = models.BooleanField("zeichnet mit", default=False)
    verfahren = models.ForeignKey(Verfahren, models.PROTECT, related_name="+")
    subject = models.CharField(max_length=200, blank=True)
    is_running = models.BooleanField(default=True)

    class Meta:
        verbose_name = "Beteiligte Organisation"
        verbose_name_plural = "Beteiligte Organisationen"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint("cycle", "organisation", name="party_once_per_cycle"),
            models.UniqueConstraint(
                "organisation",
                "verfahren",
                "subject",
                condition=Q(function=Party.MAIN, is_running=True),
                name="party_runs_once",
                violation_error_message="In diesem Verfahren läuft für die Organisation bereits "
                "ein Durchlauf.",
            ),
            models.CheckConstraint(
                condition=Q(function__in=[Party.MAIN, Party.PARTNER]),
                name="party_is_main_or_partner",
            ),
        ]

    def __str__(self):
        return f"{self.organisation} ({self.label})"

    @property
    def label(self) -> str:
        """As what it takes part, in the words of the version."""
        if self.function == Party.PARTNER:
            return Party.PARTNER.label
        sides = [side for side in self.cycle.version.sides if side["code"] == self.side]
        return sides[0]["label"] if sides else self.cycle.words["participant"]


class CycleFeld(models.Model):
    """A module, or a topic of its own, that was chosen for a cycle; a free one gets its name."""

    cycle = models.ForeignKey(AuditCycle, models.CASCADE, related_name="chosen_felder")
    handlungsfeld = models.ForeignKey(Handlungsfeld, models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField("Rang")
    name = models.CharField("Name", max_length=200, blank=True)
    reason = models.TextField("Warum dieses Thema", blank=True)

    class Meta:
        verbose_name = "Gewähltes Handlungsfeld"
        verbose_name_plural = "Gewählte Handlungsfelder"
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                "cycle",
                "handlungsfeld",
                name="cycle_feld_once",
                violation_error_message="Das ist schon gewählt.",
            )
        ]

    def __str__(self):
        return self.name or str(self.handlungsfeld)


def named(feld: Handlungsfeld, name: str) -> Handlungsfeld:
    """As it is called here, if it has a name of its own."""
    if not name:
        return feld
    own = copy(feld)
    own.name = name
    return own


BY_GRANT = {
    "accompany_auditcycle": (Party.AUDITOR.value, Right.ACCOMPANY.value),
    "review_auditcycle": (Party.ASSESSOR.value, Right.REVIEW.value),
}
ACCOMPANIES = frozenset({BY_GRANT["accompany_auditcycle"]})
JUDGES = frozenset({BY_GRANT["review_auditcycle"]})


@dataclass(frozen=True)
class Reach:
    """The cycles that a person comes to, and as what; a Träger's come by their owner instead.

    Read once a request: few numbers in a query are found faster than the way to them.
    """

    pairs: dict[int, frozenset[tuple[str, str]]]  # of party and right, by cycle
    owners: frozenset[int]

    @classmethod
    def of(cls, user) -> "Reach":
        kept = user.standing.kept
        if "reach" not in kept:
            kept["reach"] = cls(_pairs(user), user.standing.traeger)
        return kept["reach"]

    def visible(self, path: str = "") -> Q:
        """The condition for rows whose cycle stands at `path`; "" is the cycle itself."""
        return self._within(path, self.pairs)

    def readable(self, path: str = "") -> Q:
        return self._within(path, [pk for pk, held in self.pairs.items() if held - JUDGES])

    def _within(self, path: str, cycles: Iterable[int]) -> Q:
        reached = Q(**{f"{path or 'pk'}__in": list(cycles)})
        owner = f"{path}__owner" if path else "owner"
        return reached | Q(**{f"{owner}__in": self.owners}) if self.owners else reached


# Asked by every request: as it stands here it costs a fifth of what composing it would.
PAIRS = """
select cycle_id, function, organisation_id, signs from audits_cycleparty
where organisation_id = any(%s)
union all
select content_object_id, codename, null, null from audits_cyclegrant
join auth_permission on auth_permission.id = permission_id where user_id = %s
"""


def _pairs(user) -> dict[int, frozenset[tuple[str, str]]]:
    """By membership in a party and by Berufung."""
    rights = user.standing.rights
    with connection.cursor() as cursor:
        cursor.execute(PAIRS, [list(rights), user.pk])
        rows = cursor.fetchall()
    found: dict[int, set[tuple[str, str]]] = {}
    for cycle, name, organisation, signs in rows:
        held = found.setdefault(cycle, set())
        if name in BY_GRANT:
            held.add(BY_GRANT[name])
        for right in rights.get(organisation, ()):
            if signs or right != Right.SIGN:
                held.add((name, right))
    return {cycle: frozenset(held) for cycle, held in found.items()}


class InCycleQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(Reach.of(user).readable("cycle")).fetch_mode(models.FETCH_PEERS)


class OwnQuerySet(InCycleQuerySet):
    """Rows that one side may keep for itself (`owner`)."""

    def visible_to(self, user):
        """What one side keeps is seen by its own people, the companion and the Träger."""
        reach = Reach.of(user)
        accompanied = [pk for pk, held in reach.pairs.items() if ACCOMPANIES & held]
        own = Q(owner__isnull=True) | Q(owner__in=list(user.standing.rights))
        return (
            super()
            .visible_to(user)
            .filter(own | Q(cycle__in=accompanied) | Q(cycle__owner__in=reach.owners))
        )

    def of_all(self):
        """What belongs to the cycle as a whole."""
        return self.filter(owner__isnull=True)


class CycleEvent(Event):
    """The history of a cycle, in words."""

    cycle = models.ForeignKey(AuditCycle, models.PROTECT, related_name="events")

    objects = InCycleQuerySet.as_manager()

    class Meta(Event.Meta):
        verbose_name = "Ereignis"
        verbose_name_plural = "Ereignisse"
        indexes = [models.Index(fields=["cycle", "-happened_at", "-id"], name="event_of_cycle")]


class Freigabe(models.Model):
    """That the companion of a cycle found a result good; it names what, never a later state."""

    cycle = models.ForeignKey(AuditCycle, models.PROTECT, related_name="freigaben")
    subject = models.CharField("Gegenstand", max_length=60)
    document = models.ForeignKey(
        "audits.CycleDocument", models.PROTECT, null=True, related_name="freigaben"
    )
    released_at = models.DateTimeField("freigegeben am")
    released_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(db_default=Now(), editable=False)

    objects = InCycleQuerySet.as_manager()

    class Meta:
        verbose_name = "Freigabe"
        verbose_name_plural = "Freigaben"
        constraints = [
            models.UniqueConstraint(
                "cycle",
                "subject",
                "document",
                name="freigabe_once",
                nulls_distinct=False,
                violation_error_message="Das ist bereits freigegeben.",
            )
        ]

    def __str__(self):
        return self.subject
