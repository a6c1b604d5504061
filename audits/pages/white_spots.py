"""What nobody works on yet: goals and measures by Handlungsfeld and by Referenz, and the gaps.

The same for one cycle and for many: a handful of questions, however many there are.
"""

from dataclasses import dataclass

from django.db.models import Count, QuerySet
from django.db.models.functions import Coalesce

from audits.models import AuditCycle, Goal, Measure, Zuordnung
from handlungsfelder.crosswalk import forward
from handlungsfelder.models import (
    Handlungsfeld,
    Referenz,
    Referenzrahmen,
    Verfahren,
    VerfahrenVersion,
)

Numbers = dict[int, tuple[int, int]]  # goals and measures, by what they are counted for


@dataclass(frozen=True)
class Spot:
    """One Handlungsfeld or Referenz with how much is planned there."""

    label: str
    goals: int
    measures: int
    is_part: bool = False

    @property
    def is_white(self) -> bool:
        return not self.goals and not self.measures


@dataclass(frozen=True)
class Chart:
    """One catalogue or frame; `code` is its anchor."""

    code: str
    title: str
    source: str
    spots: list[Spot]

    @property
    def table_label(self) -> str:
        return f"{self.title}: wo etwas geplant ist"

    @property
    def white(self) -> list[Spot]:
        return [spot for spot in self.spots if spot.is_white]

    @property
    def filled(self) -> list[Spot]:
        return [spot for spot in self.spots if not spot.is_white]


def of_cycle(cycle: AuditCycle) -> list[Chart]:
    """Its own Handlungsfelder, and every frame."""
    one = AuditCycle.objects.filter(pk=cycle.pk)
    counted = _by_feld(one)
    spots = [Spot(feld.name, *counted.get(feld.pk, (0, 0))) for feld in cycle.felder]
    return [Chart("felder", "Handlungsfelder", "", spots), *_frames(one)]


def of_cycles(cycles: QuerySet[AuditCycle]) -> list[Chart]:
    """Every Verfahren in its newest catalogue, older ones mapped to it, and every frame."""
    counted = _by_feld(cycles)
    rows = Verfahren.objects.filter(versions__cycles__in=cycles).distinct().order_by("name", "pk")
    versions: dict[int, list[VerfahrenVersion]] = {row.pk: [] for row in rows}
    published = VerfahrenVersion.objects.published().filter(verfahren__in=versions)
    for version in published.select_related("verfahren").order_by("number"):
        versions[version.verfahren_id].append(version)
    catalogues = [_catalogue(found, counted) for found in versions.values()]
    return [*catalogues, *_frames(cycles)]


def _catalogue(versions: list[VerfahrenVersion], counted: Numbers) -> Chart:
    """What the newest version does not take up any more stands at the end, if it has anything."""
    newest = versions[-1]
    sums: dict[Handlungsfeld, list[int]] = {feld: [0, 0] for feld in newest.felder}
    for place, version in enumerate(versions):
        for feld in version.felder:
            goals, measures = counted.get(feld.pk, (0, 0))
            if goals or measures:
                total = sums.setdefault(forward(feld, versions[place + 1 :]), [0, 0])
                total[0] += goals
                total[1] += measures
    spots = [
        Spot(_feld_label(feld, newest), goals, measures) for feld, (goals, measures) in sums.items()
    ]
    verfahren = newest.verfahren
    source = f"Handlungsfelder der Version {newest.number}"
    return Chart(f"verfahren-{verfahren.pk}", verfahren.name, source, spots)


def _feld_label(feld: Handlungsfeld, newest: VerfahrenVersion) -> str:
    if feld.version_id == newest.pk:
        return feld.name
    return f"{feld.name} (nur bis Version {feld.version.number})"


def _frames(cycles: QuerySet[AuditCycle]) -> list[Chart]:
    ties = Zuordnung.objects.agreed().filter(cycle__in=cycles)
    own = _counted(ties.values("referenz"))
    whole = _counted(ties.values(top=Coalesce("referenz__parent", "referenz")))
    return [
        Chart(
            f"rahmen-{rahmen.pk}",
            rahmen.name,
            f"Quelle: {rahmen.source}",
            [_referenz(one, own, whole) for one in rahmen.referenzen.all()],
        )
        for rahmen in Referenzrahmen.objects.prefetch_related("referenzen")
    ]


def _referenz(one: Referenz, own: Numbers, whole: Numbers) -> Spot:
    """A thesis is served by whatever serves one of its demands."""
    is_part = one.parent_id is not None
    numbers = own if is_part else whole
    return Spot(str(one), *numbers.get(one.pk, (0, 0)), is_part)


def _counted(rows: QuerySet) -> Numbers:
    rows = rows.order_by().annotate(
        goals=Count("goal", distinct=True), measures=Count("measure", distinct=True)
    )
    keyed = (row.values() for row in rows)
    return {pk: (goals, measures) for pk, goals, measures in keyed}


def _by_feld(cycles: QuerySet[AuditCycle]) -> Numbers:
    goals = _tally(Goal, "handlungsfeld", cycles)
    measures = _tally(Measure, "goal__handlungsfeld", cycles)
    return {pk: (goals.get(pk, 0), measures.get(pk, 0)) for pk in {*goals, *measures}}


def _tally(model, field: str, cycles: QuerySet[AuditCycle]) -> dict[int, int]:
    rows = model.objects.agreed().filter(cycle__in=cycles).order_by()
    return dict(rows.values_list(field).annotate(Count("pk")))
