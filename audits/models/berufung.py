import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Now

from auditportal.models import SIGNING_ROLES, Mitgliedschaft, OrganisationKind, User, in_care
from auditportal.question import question
from audits.models.beteiligung import CycleParty
from audits.models.cycle import AuditCycle
from audits.models.reach import SeenQuerySet
from handlungsfelder.models import Party

WINDOW = dt.timedelta(days=15)  # how long an assessor still reads after the sign-off


class BerufungFunction(models.TextChoices):
    AUDITOR = Party.AUDITOR.value, Party.AUDITOR.label
    ASSESSOR = Party.ASSESSOR.value, Party.ASSESSOR.label


class BerufungQuerySet(SeenQuerySet):
    def in_function(self, function: str):
        return self.filter(function=function)

    def active(self):
        return self.filter(ended_on__isnull=True)

    def auditors(self):
        return self.in_function(BerufungFunction.AUDITOR)

    def assessors(self):
        return self.in_function(BerufungFunction.ASSESSOR)

    def with_people(self):
        return self.select_related("user")

    def active_first(self):
        return self.order_by(F("ended_on").desc(nulls_first=True), "pk")

    def declared(self):
        return self.filter(declared_at__isnull=False)

    def reading(self, today: dt.date):
        """Who still sees anything: a window that has passed counts before the task closed it."""
        return self.active().filter(Q(reads_until__isnull=True) | Q(reads_until__gte=today))

    def expired(self, today: dt.date):
        """Whose window is over, so that the portal itself closes the Berufung."""
        return self.active().filter(reads_until__lt=today)


class Berufung(models.Model):
    """The Träger sends a person into a cycle; the only way to a right on the cycle itself.

    An assessor's sight follows its state: appointed, declared (no conflict of interest), ended.
    """

    cycle = models.ForeignKey(AuditCycle, models.PROTECT, related_name="berufungen")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="berufungen")
    function = models.CharField("Funktion", max_length=10, choices=BerufungFunction)
    appointed_on = models.DateField("berufen am")
    appointed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    declared_at = models.DateTimeField("Unbefangenheit erklärt am", null=True, blank=True)
    reads_until = models.DateField("Einsicht bis", null=True, blank=True)
    ended_on = models.DateField("beendet am", null=True, blank=True)
    end_reason = models.TextField("Grund", blank=True)
    recorded_at = models.DateTimeField(db_default=Now(), editable=False)

    objects = BerufungQuerySet.as_manager()

    class Meta:
        verbose_name = "Berufung"
        verbose_name_plural = "Berufungen"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                "cycle",
                "user",
                condition=Q(ended_on__isnull=True),
                name="berufung_once",
                violation_error_message="Diese Person ist hier schon berufen.",
            ),
        ]

    def __str__(self):
        return f"{self.user} ({self.get_function_display()})"

    @property
    def is_active(self):
        return self.ended_on is None

    def reads(self, today: dt.date) -> bool:
        """Whether it still opens anything; a passed window does not wait for the nightly task."""
        return self.is_active and (self.reads_until is None or self.reads_until >= today)


def binding(owner: int) -> models.QuerySet[Mitgliedschaft]:
    """What speaks against judging for this Träger: to lead it, to work for another, or for one who
    takes part anywhere. Left are its own people and those of partners in its care."""
    own = Q(organisation=owner) & ~Q(role__in=SIGNING_ROLES)
    pool = Q(organisation__kind=OrganisationKind.PARTNER) & in_care("organisation", traeger=owner)
    return Mitgliedschaft.objects.open().exclude(own).exclude(pool)


@question("Berufung list")
def people_of_partners(owner: int, cycle: int):
    """Who could be appointed: key, name, organisation and whether something binds them; nobody of
    the cycle's own parties."""
    parties = CycleParty.objects.of(cycle).organisations()
    insiders = Mitgliedschaft.objects.open().filter(organisation__in=parties)
    bound = Exists(binding(owner).filter(user=OuterRef("user")))
    return (
        Mitgliedschaft.objects.open()
        .in_the_care_of(owner)
        .filter(organisation__kind=OrganisationKind.PARTNER, user__is_active=True)
        .exclude(user__in=insiders.values("user"))
        .order_by("-pk")
        .values_list("user", "user__name", "organisation__name", bound)
    )


def person_known_to(owner: int, email: str) -> User | None:
    """By the address of a login: only among the people that this Träger sees anyway, so that the
    answer tells nobody who else has one."""
    members = Mitgliedschaft.objects.open().filter(
        in_care("organisation", traeger=owner) | Q(organisation=owner)
    )
    return User.objects.filter(
        email__iexact=email, is_active=True, pk__in=members.values("user")
    ).first()
