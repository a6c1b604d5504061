from functools import cached_property

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.urls import reverse

from auditportal.models.betreuung import Betreuung, in_care
from auditportal.models.bounds import has_possible_days, is_one_line
from auditportal.models.naming import has_key, is_named, sort_key
from auditportal.models.register import RegisterEntry
from auditportal.models.versioned import Versioned
from auditportal.models.vocabulary import OrganisationKind


class OrganisationQuerySet(models.QuerySet):
    def visible_to(self, user):
        """One's own organisations and, for a Träger, all: master data are shared between Träger."""
        rows = self.fetch_mode(models.FETCH_PEERS)
        return rows if user.rights.is_traeger else rows.filter(pk__in=user.rights.viewed)

    def whose_people_are_seen_by(self, user):
        """Narrower than `visible_to`: of the others a Träger's people read the master data."""
        seen = Q(pk__in=user.rights.viewed)
        if user.rights.is_traeger:
            seen |= in_care("pk", traeger__in=user.rights.traeger)
        return self.filter(seen)

    def in_the_care_of(self, traeger: int):
        """With which this Träger may begin something."""
        return self.filter(in_care("pk", traeger=traeger))

    def run_by(self, user):
        """The Träger that this person acts for."""
        return self.filter(pk__in=user.rights.traeger)

    def that_could_join(self, taking_part):
        """Who may contribute where these already take part."""
        return self.exclude(pk__in=taking_part).exclude(kind=OrganisationKind.TRAEGER)

    def by_name(self):
        return self.order_by("sort_name", "pk")

    def named_like(self, text: str):
        """By the words of its name, or by the first digits of its key."""
        return self.filter(has_key(("ags", "ars"), text) or is_named("sort_name", text))

    def with_ags(self, *keys: str):
        """Who bears one of these keys now."""
        return self.filter(ags__in=[key for key in keys if key], keys_to__isnull=True)

    def called(self, text: str):
        """Of exactly this name, or with exactly this AGS."""
        text = text.strip()
        return self.filter(Q(sort_name=sort_key(text)) | Q(ags=text)) if text else self.none()

    def of_kind(self, kind: str):
        return self.filter(kind=kind)

    def below(self, organisations):
        """Those that belong to one of these, as Kommunen belong to their Kreis."""
        return self.filter(parent__in=organisations)


class Organisation(Versioned):
    """A tenant: whoever is audited, cooperates, or runs a Verfahren. Names may repeat."""

    name = models.CharField("Name", max_length=200)
    sort_name = models.CharField(max_length=200, editable=False)
    kind = models.CharField("Art", max_length=20, choices=OrganisationKind)
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name="gehört zum Kreis",
        limit_choices_to={"kind": OrganisationKind.KREIS},
    )
    register_entry = models.ForeignKey(
        RegisterEntry, models.SET_NULL, null=True, blank=True, related_name="organisations"
    )
    # Official keys are text (leading zeros), optional (a Bezirk has none), and may end one day.
    ags = models.CharField(
        "Amtlicher Gemeindeschlüssel (AGS)",
        max_length=8,
        blank=True,
        validators=[RegexValidator(r"^(\d{5}|\d{8})$", "Der AGS hat 5 oder 8 Ziffern.")],
    )
    ars = models.CharField(
        "Regionalschlüssel (ARS)",
        max_length=12,
        blank=True,
        validators=[RegexValidator(r"^(\d{5}|\d{12})$", "Der ARS hat 5 oder 12 Ziffern.")],
    )
    keys_from = models.DateField("Schlüssel gültig ab", null=True, blank=True)
    keys_to = models.DateField("Schlüssel gültig bis", null=True, blank=True)
    inhabitants = models.PositiveIntegerField("Einwohnerzahl", null=True, blank=True)
    inhabitants_on = models.DateField("Stichtag der Einwohnerzahl", null=True, blank=True)
    recorded_at = models.DateTimeField(db_default=Now(), editable=False)

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        verbose_name = "Organisation"
        verbose_name_plural = "Organisationen"
        permissions = [
            ("sign_organisation", "Darf für die Organisation unterzeichnen"),
            ("run_organisation", "Darf die Verfahren der Organisation durchführen"),
        ]
        indexes = [
            models.Index(fields=["sort_name", "id"], name="organisation_by_name"),
            models.Index(fields=["kind"], name="organisation_by_kind"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(keys_from__isnull=True)
                | Q(keys_to__isnull=True)
                | Q(keys_to__gte=F("keys_from")),
                name="organisation_keys_end_after_they_begin",
                violation_error_message="Das Ende darf nicht vor dem Beginn liegen.",
            ),
            is_one_line("organisation", "name"),
            has_possible_days("organisation", "keys_from", "keys_to", "inhabitants_on"),
            models.CheckConstraint(
                condition=Q(inhabitants__isnull=True) | Q(inhabitants_on__isnull=False),
                name="organisation_inhabitants_have_a_day",
                violation_error_message="Zur Einwohnerzahl gehört ihr Stichtag.",
            ),
            models.UniqueConstraint(
                fields=["register_entry"],
                name="organisation_once_per_register_entry",
                violation_error_message="Diesen Eintrag des Verzeichnisses gibt es hier schon.",
            ),
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=F("id")),
                name="organisation_is_not_its_own_parent",
                violation_error_message="Eine Organisation gehört nicht zu sich selbst.",
            ),
        ]

    def __str__(self):
        return self.name

    def save(self, *args, update_fields=None, **kwargs):
        self.sort_name = sort_key(self.name)[:200]
        if update_fields and "name" in update_fields:
            update_fields = {*update_fields, "sort_name"}
        super().save(*args, update_fields=update_fields, **kwargs)

    def get_absolute_url(self):
        return reverse("auditportal:organisation_detail", args=[self.pk])

    @property
    def described(self) -> str:
        """Told apart from another of the same name: by what it is, its Kreis and its key."""
        parent = self.parent.name if self.parent else ""
        about = filter(None, (self.get_kind_display(), parent, self.ags))
        return f"{self.name} ({', '.join(about)})"

    @property
    def takes_part(self) -> bool:
        """Of a kind that procedures are for."""
        return self.kind not in (OrganisationKind.TRAEGER, OrganisationKind.PARTNER)

    @cached_property
    def care(self) -> list[Betreuung]:
        """Which Träger work with it, the first one first, and who asks to; read once an object."""
        return list(self.betreuungen.select_related("traeger", "asked_by"))

    @property
    def carers(self) -> list[int]:
        return [one.traeger_id for one in self.care if one.granted_at]

    @property
    def has_no_carer(self) -> bool:
        """Nobody has taken it up yet; a Träger is in nobody's care."""
        return self.kind != OrganisationKind.TRAEGER and not self.carers
