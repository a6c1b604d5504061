from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from auditportal.models import Organisation
from handlungsfelder.models.handlungsfeld import Handlungsfeld, felder_of, published_felder
from handlungsfelder.models.phase import (
    Gate,
    Phase,
    kinds_of,
    published_kinds,
    published_way,
    way_of,
)
from handlungsfelder.models.vocabulary import GateKind, Right, SubjectKind, Word, party_label


class VerfahrenQuerySet(models.QuerySet):
    def offered(self):
        """What has a published version, each with all of these (`offered`), the newest first."""
        versions = VerfahrenVersion.objects.published().newest_first()
        rows = self.filter(versions__published_at__isnull=False).distinct()
        rows = rows.select_related("owner").order_by("owner__sort_name", "name", "pk")
        return rows.prefetch_related(models.Prefetch("versions", versions, to_attr="offered"))


class Verfahren(models.Model):
    """A procedure that a Träger runs; what it prescribes stands in its versions."""

    owner = models.ForeignKey(
        Organisation, models.PROTECT, related_name="verfahren", verbose_name="Träger"
    )
    code = models.CharField("Kürzel", max_length=20)
    name = models.CharField("Name", max_length=200)

    objects = VerfahrenQuerySet.as_manager()

    class Meta:
        verbose_name = "Verfahren"
        verbose_name_plural = "Verfahren"
        constraints = [models.UniqueConstraint("owner", "code", name="verfahren_code_once")]

    def __str__(self):
        return self.name


class VersionQuerySet(models.QuerySet):
    locked_by = "verfahren__owner"  # the numbers of all versions and drafts are its owner's

    def published(self):
        return self.filter(published_at__isnull=False)

    def visible_to(self, user):
        """As the people of its Träger work with it; what everybody may know has its own page."""
        return self.published().filter(verfahren__owner__in=user.rights.traeger)

    def newest_first(self):
        """Of one Verfahren."""
        return self.order_by("-number")

    def by_verfahren(self):
        return self.order_by("verfahren__code", "-number")

    def before(self, version):
        """The one that came before this one."""
        return self.filter(number__lt=version.number).last()

    def beside(self, version):
        """All but this one."""
        return self.exclude(pk=version.pk)

    def names(self):
        """Of what a version prescribes, which is much, lists say nothing else."""
        return self.values_list("pk", "verfahren__name", "number")

    def run_by(self, user):
        """The versions whose Träger this person acts for."""
        return self.filter(verfahren__owner__in=user.rights.holding(Right.RUN))


class VerfahrenVersion(models.Model):
    """What a Verfahren prescribes, frozen by publishing: words, phases, gates, Handlungsfelder."""

    verfahren = models.ForeignKey(Verfahren, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField("Version")
    label = models.CharField("Bezeichnung", max_length=200)
    words = models.JSONField("Wörter")
    summary = models.TextField("Worum es geht", blank=True)
    certificate_title = models.CharField("Titel auf der Urkunde", max_length=200, blank=True)
    certificate_number = models.CharField("Muster der Nummer", max_length=50, blank=True)
    validity_months = models.PositiveSmallIntegerField("Gültigkeit in Monaten", null=True)
    # Lists of plain tables as in a template's file; template.py says what each of them holds.
    sides = models.JSONField("Teilnehmende Seiten", default=list)
    target_groups = models.JSONField("Zielgruppen", default=list)
    measure_fields = models.JSONField("Angaben je Maßnahme", default=list)
    levels = models.JSONField("Stufen", default=list)
    threshold = models.JSONField("Kennzahl der Stufen", default=dict)
    rhythms = models.JSONField("Rhythmen in Monaten", default=list)
    subject_kind = models.CharField(
        "Gegenstand", max_length=10, choices=SubjectKind, blank=True, db_default=""
    )
    in_programmes = models.BooleanField("läuft in Programmen", default=False)
    # The ladder: after whose award this is the next rung, how long before its end it should begin.
    follows = models.JSONField("folgt auf", default=list)
    lead_months = models.PositiveSmallIntegerField("Vorlauf in Monaten", null=True)
    carries_over = models.BooleanField("übernimmt Ziele und Maßnahmen", default=False)
    needs = models.TextField("Was die Stufe voraussetzt", blank=True)
    published_at = models.DateTimeField("veröffentlicht am", null=True, blank=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    recorded_at = models.DateTimeField(db_default=Now(), editable=False)

    objects = VersionQuerySet.as_manager()

    class Meta:
        verbose_name = "Version eines Verfahrens"
        verbose_name_plural = "Versionen von Verfahren"
        ordering = ["verfahren__code", "number"]
        constraints = [
            models.UniqueConstraint("verfahren", "number", name="version_number_once"),
            models.CheckConstraint(
                condition=Q(published_at__isnull=True, published_by__isnull=True)
                | Q(published_at__isnull=False, published_by__isnull=False),
                name="version_published_at_and_by",
            ),
        ]

    def __str__(self):
        return f"{self.verfahren}, Version {self.number}"

    @classmethod
    def published_row(cls, pk: int) -> "VerfahrenVersion | None":
        return cls.objects.published().select_related("verfahren").filter(pk=pk).first()

    def word(self, word: Word) -> str:
        return self.words[word]

    @property
    def way(self) -> tuple[Phase, ...]:
        """Its phases in order, with their gates: to read, not to change.

        Once published the database refuses any change, so a process asks only once.
        """
        ask = published_way if self.published_at else way_of
        return ask(self.pk, self.published_at)

    @property
    def felder(self) -> tuple[Handlungsfeld, ...]:
        """Its Handlungsfelder in order, with their Leitfragen: to read, as `way`."""
        ask = published_felder if self.published_at else felder_of
        return ask(self.pk, self.published_at)

    def is_repeated(self, phase: Phase) -> bool:
        """Whether a later phase, or this one, leads back to it or to one before it."""
        position = {one.code: one.position for one in self.way}
        return any(
            one.repeat_from and position[one.repeat_from] <= phase.position <= one.position
            for one in self.way
        )

    def phase(self, pk: int) -> Phase:
        return next(phase for phase in self.way if phase.pk == pk)

    def gates(self, kind: GateKind, **parameters) -> list[Gate]:
        """Those along the way that ask for this, in their order."""
        return [
            gate
            for phase in self.way
            for gate in phase.gates.all()
            if gate.kind == kind and parameters.items() <= gate.parameters.items()
        ]

    @property
    def kinds(self) -> frozenset[str]:
        """Every kind of gate along its way: what it never asks for, no page has to offer."""
        if self.published_at:
            return published_kinds(self.pk, self.published_at)
        return kinds_of(self.way)

    @property
    def has_modules(self) -> bool:
        """Whether there is anything to choose among its Handlungsfelder."""
        return any(feld.is_module for feld in self.felder)

    @property
    def has_award(self) -> bool:
        """Whether anything is awarded at its end; some procedures end with their own result."""
        return bool(self.gates(GateKind.AWARD))

    def target_group_labels(self) -> dict[str, str]:
        return {group["code"]: group["label"] for group in self.target_groups}

    def side(self, code: str) -> dict:
        """What the template says about one of the participating sides."""
        return next(side for side in self.sides if side["code"] == code)

    def party_label(self, party: str, right: str = "") -> str:
        """How this version names a side, or those of it who hold the right."""
        return party_label(self.words, party, right)
