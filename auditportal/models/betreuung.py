from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from auditportal.models.vocabulary import OrganisationKind


def in_care(path: str, **whose) -> Q:
    """The condition for rows whose organisation stands at `path`: a Träger (`whose` says which
    Betreuung counts) works with it, or nobody does yet."""
    rows = Betreuung.objects.granted().filter(organisation=models.OuterRef(path))
    is_traeger = Q(**{"kind" if path == "pk" else f"{path}__kind": OrganisationKind.TRAEGER})
    return models.Exists(rows.filter(**whose)) | ~models.Exists(rows) & ~is_traeger


class BelongingQuerySet(models.QuerySet):
    """Rows about the people of one organisation: seen there, and by the Träger that works with it.

    Master data are shared between Träger, people are not. An organisation that no Träger has taken
    up yet keeps nothing from any of them; a Träger's own people are nobody else's affair.
    """

    locked_by = "organisation"

    def visible_to(self, user):
        rights = user.rights
        seen = Q(organisation__in=rights.viewed)
        if rights.is_traeger:
            seen |= in_care("organisation", traeger__in=rights.traeger)
        return self.filter(seen).fetch_mode(models.FETCH_PEERS)

    def in_the_care_of(self, traeger: int):
        """As that Träger's people come to see them."""
        return self.filter(in_care("organisation", traeger=traeger))


class BetreuungQuerySet(BelongingQuerySet):
    def visible_to(self, user):
        """Where people are seen, and what one's own Träger has asked for."""
        own = self.filter(traeger__in=user.rights.traeger)
        return super().visible_to(user) | own.fetch_mode(models.FETCH_PEERS)

    def granted(self):
        return self.filter(granted_at__isnull=False)


class Betreuung(models.Model):
    """That a Träger works with an organisation: from then on it sees the people there.

    The first one takes it up; every other asks, and the organisation (or, while nobody signs for
    it, the first Träger) says yes.
    """

    organisation = models.ForeignKey("Organisation", models.CASCADE, related_name="betreuungen")
    traeger = models.ForeignKey("Organisation", models.PROTECT, related_name="+")
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    granted_at = models.DateTimeField("erlaubt am", null=True, blank=True, db_default=Now())
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    recorded_at = models.DateTimeField(db_default=Now(), editable=False)

    objects = BetreuungQuerySet.as_manager()

    class Meta:
        verbose_name = "Betreuung"
        verbose_name_plural = "Betreuungen"
        ordering = ["granted_at", "pk"]
        constraints = [
            models.UniqueConstraint("organisation", "traeger", name="betreuung_once"),
        ]

    def __str__(self):
        return f"{self.traeger}: {self.organisation}"
