import datetime as dt
from functools import lru_cache

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from auditportal.models import Organisation, Versioned
from handlungsfelder.models.published import PublishedKey
from handlungsfelder.models.vocabulary import (
    DueFrom,
    GateKind,
    Party,
    Right,
    SubjectKind,
    Word,
    party_label,
)


class Verfahren(models.Model):
    """A procedure that a Träger runs; what it prescribes stands in its versions."""

    owner = models.ForeignKey(
        Organisation, models.PROTECT, related_name="verfahren", verbose_name="Träger"
    )
    code = models.CharField("Kürzel", max_length=20)
    name = models.CharField("Name", max_length=200)

    class Meta:
        verbose_name = "Verfahren"
        verbose_name_plural = "Verfahren"
        constraints = [models.UniqueConstraint("owner", "code", name="verfahren_code_once")]

    def __str__(self):
        return self.name


class VersionQuerySet(models.QuerySet):
    def published(self):
        return self.filter(published_at__isnull=False)

    def visible_to(self, user):
        """As the people of its Träger work with it; what everybody may know has its own page."""
        return self.published().filter(verfahren__owner__in=user.rights.traeger)

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
    def way(self) -> tuple["Phase", ...]:
        """Its phases in order, with their gates: to read, not to change.

        Once published the database refuses any change, so a process asks only once.
        """
        ask = _published_way if self.published_at else _way
        return ask(self.pk, self.published_at)

    @property
    def felder(self) -> tuple["Handlungsfeld", ...]:
        """Its Handlungsfelder in order, with their Leitfragen: to read, as `way`."""
        ask = _published_felder if self.published_at else _felder
        return ask(self.pk, self.published_at)

    def is_repeated(self, phase: "Phase") -> bool:
        """Whether a later phase, or this one, leads back to it or to one before it."""
        position = {one.code: one.position for one in self.way}
        return any(
            one.repeat_from and position[one.repeat_from] <= phase.position <= one.position
            for one in self.way
        )

    def phase(self, pk: int) -> "Phase":
        return next(phase for phase in self.way if phase.pk == pk)

    def gates(self, kind: GateKind, **parameters) -> list["Gate"]:
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
            return _published_kinds(self.pk, self.published_at)
        return _kinds(self.way)

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

    def party_label(self, party: str) -> str:
        """How this version names a side; only the Träger keeps its own name."""
        return party_label(self.words, party)


class Phase(models.Model):
    """One step of a version: whose turn it is, which right closes it, and by when."""

    version = models.ForeignKey(VerfahrenVersion, models.CASCADE, related_name="phases")
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
        version = VerfahrenVersion.objects.published().filter(phases=pk).first()
        return version and version.phase(pk)


class PhaseHelpQuerySet(models.QuerySet):
    def of(self, phase):
        return self.filter(phase=phase)


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


class Handlungsfeld(models.Model):
    """One of the fields in which a version has goals set."""

    version = PublishedKey(VerfahrenVersion, models.CASCADE, related_name="handlungsfelder")
    position = models.PositiveSmallIntegerField()
    code = models.SlugField("Kürzel", max_length=20)
    name = models.CharField("Name", max_length=200)
    is_module = models.BooleanField("wird für einen Durchlauf gewählt", default=False)
    is_free = models.BooleanField("wird im Durchlauf benannt", default=False)
    # Fields of other versions whose goals belong here, as "CODE/feld" or "CODE/number/feld".
    takes = models.JSONField("entspricht", default=list)
    # Proposals of the crosswalk, as "RAHMEN/code".
    references = models.JSONField("Bezüge", default=list)

    class Meta:
        verbose_name = "Handlungsfeld"
        verbose_name_plural = "Handlungsfelder"
        ordering = ["version", "position"]
        constraints = [
            models.UniqueConstraint("version", "position", name="handlungsfeld_position_once"),
            models.UniqueConstraint("version", "code", name="handlungsfeld_code_once"),
        ]

    def __str__(self):
        return self.name


class Leitfrage(models.Model):
    """A question that the analysis answers in a Handlungsfeld."""

    handlungsfeld = models.ForeignKey(Handlungsfeld, models.CASCADE, related_name="leitfragen")
    position = models.PositiveSmallIntegerField()
    text = models.TextField("Frage")
    is_draft = models.BooleanField("Entwurf", default=True)

    class Meta:
        verbose_name = "Leitfrage"
        verbose_name_plural = "Leitfragen"
        ordering = [F("handlungsfeld__position"), "position"]
        constraints = [
            models.UniqueConstraint("handlungsfeld", "position", name="leitfrage_position_once")
        ]

    def __str__(self):
        return self.text


def _way(version_id: int, published_at: dt.datetime | None) -> tuple[Phase, ...]:
    phases = Phase.objects.filter(version=version_id).order_by("position")
    return tuple(phases.prefetch_related("gates"))


_published_way = lru_cache(maxsize=256)(_way)


def _kinds(way: tuple[Phase, ...]) -> frozenset[str]:
    return frozenset(gate.kind for phase in way for gate in phase.gates.all())


@lru_cache(maxsize=256)
def _published_kinds(version_id: int, published_at: dt.datetime) -> frozenset[str]:
    return _kinds(_published_way(version_id, published_at))


def _felder(version_id: int, published_at: dt.datetime | None) -> tuple[Handlungsfeld, ...]:
    felder = Handlungsfeld.objects.filter(version=version_id).order_by("position")
    return tuple(felder.prefetch_related("leitfragen"))


_published_felder = lru_cache(maxsize=256)(_felder)
