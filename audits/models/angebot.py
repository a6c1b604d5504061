from collections import Counter

from django.conf import settings
from django.db import models
from django.db.models import Case, Count, Q, Value, When
from django.db.models.functions import Now

from auditportal.models import Organisation
from audits.models.beteiligung import Mitwirkung
from audits.models.cycle import AuditCycle
from audits.models.goal import Goal, Measure
from audits.models.reach import OfCycleQuerySet, Reach
from handlungsfelder.models import Right


class AngebotState(models.TextChoices):
    OPEN = "open", "offen"
    ACCEPTED = "accepted", "übernommen"
    ADAPTED = "adapted", "angepasst übernommen"
    DECLINED = "declined", "abgelehnt"


class AngebotQuerySet(OfCycleQuerySet):
    def open(self):
        return self.filter(state=AngebotState.OPEN)

    def by_subject(self):
        """What was offered, each with who answers to it beside one another."""
        return self.select_related("organisation").order_by(
            "title", "goal_id", "measure_id", "organisation__sort_name", "pk"
        )

    def counts(self) -> tuple[int, int]:
        """How many there are, and how many of them wait for an answer."""
        waiting = Count("pk", filter=Q(state=AngebotState.OPEN))
        return tuple(self.aggregate(offered=Count("pk"), waiting=waiting).values())

    def visible_to(self, user):
        """Whoever reads the cycle that offers, and the people of whoever is asked."""
        return self.filter(
            Reach.of(user).readable.at("cycle") | Q(organisation__in=user.rights.viewed)
        ).fetch_mode(models.FETCH_PEERS)

    def asked_of(self, user):
        """What is offered to the own organisations: what waits for an answer comes first."""
        own = self.filter(organisation__in=user.rights.viewed).fetch_mode(models.FETCH_PEERS)
        return own.order_by(Case(When(state=AngebotState.OPEN, then=0), default=1), "-pk")

    def waiting_for(self, user):
        """What this person could answer now."""
        able = user.rights.holding(Right.CHANGE)
        return self.open().filter(organisation__in=able)


class Angebot(models.Model):
    """A goal or measure that a cycle offers to an organisation within its area, and the answer.

    `title` and `text` are what was offered then: the other side answers to that, whatever the
    draft has become since. Nothing of the other side's own work is seen through it.
    """

    cycle = models.ForeignKey(AuditCycle, models.PROTECT, related_name="angebote")
    goal = models.ForeignKey(Goal, models.SET_NULL, null=True, blank=True, related_name="angebote")
    measure = models.ForeignKey(
        Measure, models.SET_NULL, null=True, blank=True, related_name="angebote"
    )
    feld = models.SlugField("Handlungsfeld", max_length=20)
    title = models.CharField("Angebot", max_length=300)
    text = models.TextField("Erläuterung", blank=True)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="angebote")
    offered_at = models.DateTimeField("angeboten am")
    offered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    state = models.CharField(
        "Antwort", max_length=10, choices=AngebotState, default=AngebotState.OPEN
    )
    answer = models.TextField("Begründung oder Anpassung", blank=True)
    answered_at = models.DateTimeField("beantwortet am", null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    recorded_at = models.DateTimeField(db_default=Now(), editable=False)

    objects = AngebotQuerySet.as_manager()

    class Meta:
        verbose_name = "Angebot"
        verbose_name_plural = "Angebote"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                "goal",
                "measure",
                "organisation",
                condition=Q(goal__isnull=False) | Q(measure__isnull=False),
                name="angebot_once",
                nulls_distinct=False,
                violation_error_message="Das ist dort schon angeboten.",
            ),
            models.CheckConstraint(
                condition=Q(state="open", answered_at__isnull=True, answered_by__isnull=True)
                | ~Q(state="open") & Q(answered_at__isnull=False, answered_by__isnull=False),
                name="angebot_answered_at_and_by",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["adapted", "declined"]) | ~Q(answer=""),
                name="angebot_says_why",
                violation_error_message="Nennen Sie die Anpassung oder den Grund.",
            ),
        ]

    def __str__(self):
        return self.title


def unanswered(user) -> dict[str, int]:
    """How many offers and invitations the own organisations have not answered, in one question."""
    answers = user.rights.holding(Right.CHANGE) or user.rights.holding(Right.SIGN)
    if user.rights.is_traeger or not answers:
        return {}
    offers = Angebot.objects.waiting_for(user).order_by().values_list(Value("offers"))
    asked = Mitwirkung.objects.waiting_for(user).order_by().values_list(Value("invitations"))
    return Counter(kind for (kind,) in offers.union(asked, all=True).order_by())
