import datetime as dt
import secrets

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.urls import reverse

from auditportal.models.naming import is_named
from audits.models import Award, AwardState, Reach, Validity


def random_token() -> str:
    return secrets.token_urlsafe(16)


class ZertifikatQuerySet(models.QuerySet):
    locked_by = "award__cycle"

    def visible_to(self, user):
        return self.filter(Reach.of(user).readable.at("award__cycle")).for_display()

    def for_display(self):
        """With the facts that every page shows, and without the bytes of the Urkunde."""
        facts = self.select_related("award__cycle", "award__cycle__owner")
        return facts.defer("urkunde").fetch_mode(models.FETCH_PEERS)

    def with_token(self, token: str):
        """The one whose public address this is."""
        return self.filter(token=token)

    def with_validity(self, validity: str, day: dt.date):
        """Those that are valid (or expired, …) on this day."""
        ahead = Q(award__state=AwardState.REPLACED, award__state_on__gt=day)
        active = Q(award__state=AwardState.ACTIVE) | ahead
        conditions = {
            Validity.VALID: active
            & Q(award__valid_from__lte=day)
            & (Q(award__valid_to__gte=day) | Q(award__valid_to__isnull=True)),
            Validity.AHEAD: active & Q(award__valid_from__gt=day),
            Validity.EXPIRED: active & Q(award__valid_to__lt=day),
        }
        by_state = Q(award__state=validity, award__state_on__lte=day)
        return self.filter(conditions.get(Validity(validity), by_state))

    def matching(self, text: str):
        """By a part of the participants' name or of the number."""
        return self.filter(
            is_named("award__cycle__sort_title", text) | Q(award__number__icontains=text.strip())
        )

    def newest_first(self):
        return self.order_by("-pk")


class Zertifikat(models.Model):
    """What an Award looks like from outside: the Urkunde as bytes, and its public address."""

    award = models.OneToOneField(Award, models.PROTECT, related_name="zertifikat")
    token = models.CharField(max_length=40, unique=True, default=random_token, editable=False)
    urkunde = models.BinaryField("Urkunde")
    sha256 = models.CharField("Prüfsumme der Urkunde", max_length=64)
    issued_at = models.DateTimeField("ausgestellt am")
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(db_default=Now(), editable=False)

    objects = ZertifikatQuerySet.as_manager()

    class Meta:
        verbose_name = "Zertifikat"
        verbose_name_plural = "Zertifikate"

    def __str__(self):
        return str(self.award)

    def get_absolute_url(self):
        return reverse("certificates:zertifikat_check", args=[self.token])

    def validity_on(self, day: dt.date) -> Validity:
        """The same answer as `with_validity`, for one row."""
        return self.award.validity_on(day)
