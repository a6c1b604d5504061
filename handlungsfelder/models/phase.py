import datetime as dt
from functools import lru_cache

from django.db import models
from django.db.models import Q

from auditportal.models import Versioned
from handlungsfelder.models.vocabulary import DueFrom, GateKind, Party, Right


class PhaseQuerySet(models.QuerySet):
    locked_by = "version__verfahren__owner"

    def published(self):
        return self.filter(version__published_at__isnull=False)


class Phase(models.Model):
    """One step of a version: whose turn it is, which right closes it, and by when."""

    version = models.ForeignKey("VerfahrenVersion", models.CASCADE, related_name="phases")
    position = models.PositiveSmallIntegerField()
    code = models.SlugField("Kürzel", max_length=40)
    name = models.CharField("Name", max_length=100)
    party = models.CharField("handelt", max_length=10, choices=Party, default=Party.MAIN)
    right = models.CharField("Recht", max_length=10, choices=Right, default=Right.CHANGE)
    due_days = models.PositiveSmallIntegerField("Frist in Tagen", null=True, blank=True)
    due_from = models.CharField(max_length=10, choices=DueFrom, default=DueFrom.PHASE)
    rework_days = models.PositiveSmallIntegerField("Frist einer Wiederholung", default=60)
    starts_clock = models.BooleanField("ihr Beschluss ist der Starttag", default=False)
    rework_to = models.SlugField(
        "Bei Nachbesserung zurück zu", max_length=40, blank=True, db_default=""
    )
    repeat_from = models.SlugField(
        "Danach wieder ab Phase", max_length=40, blank=True, db_default=""
    )
    repeat_times = models.PositiveSmallIntegerField(
        "So oft insgesamt; leer: bis zum Ende des Durchlaufs", null=True, blank=True
    )
    only_in_programme = models.BooleanField("nur in einem Programm", default=False)

    objects = PhaseQuerySet.as_manager()

    class Meta:
        verbose_name = "Phase"
        verbose_name_plural = "Phasen"
        ordering = ["version", "position"]
        constraints = [
            models.UniqueConstraint("version", "position", name="phase_position_once"),
            models.UniqueConstraint("version", "code", name="phase_code_once"),
            models.CheckConstraint(
                condition=Q(party=Party.AUDITOR, right=Right.ACCOMPANY)
                | Q(party=Party.ASSESSOR, right=Right.REVIEW)
                | ~Q(party__in=[Party.AUDITOR, Party.ASSESSOR])
                & ~Q(right__in=[Right.ACCOMPANY, Right.REVIEW]),
                name="phase_right_fits_party",
                violation_error_message="Dieses Recht kann die handelnde Seite nicht haben.",
            ),
        ]

    def __str__(self):
        return self.name

    @classmethod
    def published_row(cls, pk: int) -> "Phase | None":
        """As it stands in the way of its version."""
        phase = cls.objects.published().select_related("version").filter(pk=pk).first()
        return phase and phase.version.phase(pk)


class PhaseHelpQuerySet(models.QuerySet):
    def of(self, phase):
        return self.filter(phase=phase)

    def texts(self, version) -> dict[int, str]:
        """What is said of this version's phases, by the phase's id."""
        return dict(self.filter(phase__version=version).values_list("phase_id", "text"))


class PhaseHelp(Versioned):
    """What belongs into a phase, in words; stays editable after publishing."""

    phase = models.OneToOneField(Phase, models.CASCADE, related_name="help")
    text = models.TextField("Hilfetext")

    objects = PhaseHelpQuerySet.as_manager()

    class Meta:
        verbose_name = "Hilfetext"
        verbose_name_plural = "Hilfetexte"

    def __str__(self):
        return self.text


class Gate(models.Model):
    """One demand of a phase; the same kind may stand there twice with other parameters.

    Party and right say who can open it, where that is not the phase's own side.
    """

    phase = models.ForeignKey(Phase, models.CASCADE, related_name="gates")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField("Art", max_length=20, choices=GateKind)
    parameters = models.JSONField("Angaben", default=dict, blank=True)
    party = models.CharField("handelt", max_length=10, choices=Party)
    right = models.CharField("Recht", max_length=10, choices=Right)

    class Meta:
        verbose_name = "Bedingung"
        verbose_name_plural = "Bedingungen"
        ordering = ["phase", "position"]
        constraints = [models.UniqueConstraint("phase", "position", name="gate_position_once")]

    def __str__(self):
        return self.get_kind_display()


def way_of(version_id: int, published_at: dt.datetime | None) -> tuple[Phase, ...]:
    phases = Phase.objects.filter(version=version_id).order_by("position")
    return tuple(phases.prefetch_related("gates"))


published_way = lru_cache(maxsize=256)(way_of)


def kinds_of(way: tuple[Phase, ...]) -> frozenset[str]:
    return frozenset(gate.kind for phase in way for gate in phase.gates.all())


@lru_cache(maxsize=256)
def published_kinds(version_id: int, published_at: dt.datetime) -> frozenset[str]:
    return kinds_of(published_way(version_id, published_at))
