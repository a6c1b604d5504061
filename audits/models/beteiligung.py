from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from auditportal.models import Organisation
from auditportal.question import question
from auditportal.transaction import once
from audits.models.cycle import AuditCycle
from audits.models.reach import OfCycleQuerySet, Reach
from handlungsfelder.models import Party, Verfahren


class PartyQuerySet(OfCycleQuerySet):
    def mains(self):
        """Who takes part itself, not as somebody's partner."""
        return self.filter(function=Party.MAIN)

    def of_member(self, user):
        """Those for which this person acts."""
        return self.filter(organisation__mitgliedschaften__in=user.mitgliedschaften.open())

    def signing(self):
        return self.filter(signs=True)

    def of_organisation(self, organisation):
        return self.filter(organisation=organisation)

    def organisations(self):
        """Whose they are, as a part of another read."""
        return self.values("organisation")

    def with_organisations(self):
        return self.select_related("organisation")


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

    objects = PartyQuerySet.as_manager()

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


class MitwirkungQuerySet(OfCycleQuerySet):
    def visible_to(self, user):
        """Whoever reads the cycle; of what was given, also the people who are asked."""
        asked = Q(given_at__isnull=False, organisation__in=user.rights.viewed)
        rows = self.filter(Reach.of(user).readable.at("cycle") | asked)
        return rows.fetch_mode(models.FETCH_PEERS)

    def open(self):
        return self.filter(accepted_at__isnull=True, ended_at__isnull=True)

    def running(self):
        return self.filter(accepted_at__isnull=False, ended_at__isnull=True)

    def of_organisation(self, organisation):
        return self.filter(organisation=organisation)

    def asked_of(self, user):
        """What the own organisations are invited to and have not answered."""
        given = self.open().filter(given_at__isnull=False, cycle__ended_on__isnull=True)
        return given.filter(organisation__in=user.rights.viewed)

    def waiting_for(self, user):
        """What this person could answer now."""
        return self.asked_of(user).filter(organisation__in=user.rights.holding("sign"))

    def with_people(self):
        return self.select_related("organisation__parent", "proposed_by", "given_by")


class Mitwirkung(models.Model):
    """That another organisation is to contribute to a cycle: proposed by who works on it, given
    by who signs there, accepted by who signs for the invited. Only then it is a party."""

    cycle = models.ForeignKey(AuditCycle, models.CASCADE, related_name="mitwirkungen")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField("vorgeschlagen am")
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    given_at = models.DateTimeField("eingeladen am", null=True, blank=True)
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    accepted_at = models.DateTimeField("angenommen am", null=True, blank=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    ended_at = models.DateTimeField("beendet am", null=True, blank=True)
    recorded_at = models.DateTimeField(db_default=Now(), editable=False)

    objects = MitwirkungQuerySet.as_manager()

    class Meta:
        verbose_name = "Mitwirkung"
        verbose_name_plural = "Mitwirkungen"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                "cycle",
                "organisation",
                condition=Q(ended_at__isnull=True),
                name="mitwirkung_once",
                violation_error_message="Diese Organisation ist schon vorgeschlagen.",
            ),
            models.CheckConstraint(
                condition=Q(given_at__isnull=True, given_by__isnull=True)
                | Q(given_at__isnull=False, given_by__isnull=False),
                name="mitwirkung_given_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(accepted_at__isnull=True, accepted_by__isnull=True)
                | Q(accepted_at__isnull=False, accepted_by__isnull=False, given_at__isnull=False),
                name="mitwirkung_given_before_it_is_accepted",
            ),
        ]

    def __str__(self):
        return str(self.organisation)

    @property
    def is_open(self) -> bool:
        return self.accepted_at is None and self.ended_at is None


def parties_of(cycle: AuditCycle) -> list[CycleParty]:
    """With their organisations, in the order in which they came."""
    return cycle.own(once(stored_parties, cycle=cycle.pk))


@question("document")
def stored_parties(cycle: int):
    return CycleParty.objects.of(cycle).with_organisations()
