from django.db import models
from django.db.models import Q

from auditportal.models import Organisation
from auditportal.question import question
from auditportal.transaction import once
from audits.models.cycle import AuditCycle
from audits.models.reach import OfCycleQuerySet
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


def parties_of(cycle: AuditCycle) -> list[CycleParty]:
    """With their organisations, in the order in which they came."""
    return cycle.own(once(stored_parties, cycle=cycle.pk))


@question("document")
def stored_parties(cycle: int):
    return CycleParty.objects.of(cycle).with_organisations()
