"""What goals and measures serve beside their Handlungsfeld: their ties to Referenzrahmen."""

from collections.abc import Iterable

from auditportal.action import happened
from auditportal.models import User
from auditportal.verdict import Verdict
from audits import gates, permissions
from audits.actions import action
from audits.models import CycleEventKind, Goal, Measure, Zuordnung
from handlungsfelder.models import Referenz


def can_assign(user: User, row: Goal | Measure) -> Verdict:
    """Who writes goals, as long as the cycle runs: ties are no part of what is frozen."""
    cycle = row.cycle
    return permissions.may_contribute(user, cycle) & gates.is_running(cycle)


@action(CycleEventKind.ASSIGNED, once=True)
def assign(*, row: Goal | Measure, referenzen: Iterable[Referenz], by: User) -> Goal | Measure:
    """Tie a goal or measure to exactly these; from then on nothing is proposed any more."""
    wanted = {one.pk for one in referenzen}
    tied = set(row.zuordnungen.referenz_ids())
    row.zuordnungen.exclude(referenz__in=wanted).delete()
    Zuordnung.objects.bulk_create(Zuordnung.of(row, pk) for pk in sorted(wanted - tied))
    row.is_assigned = True
    row.save(update_fields=["is_assigned"])
    happened(f"Bezüge gesetzt: {row}")
    return row
