"""What goals and measures serve beside their Handlungsfeld: their ties to Referenzrahmen."""

from collections.abc import Iterable

from auditportal.action import happened
from auditportal.models import User
from auditportal.verdict import Verdict
from audits import gates, permissions
from audits.actions import action
from audits.models import CycleEventKind, Goal, Measure, Zuordnung
from handlungsfelder.models import Referenz


def can_assign(user: User, thing: Goal | Measure) -> Verdict:
    """Who writes goals, as long as the cycle runs: ties are no part of what is frozen."""
    cycle = thing.cycle
    return permissions.may_contribute(user, cycle) & gates.is_running(cycle)


@action(CycleEventKind.ASSIGNED, once=True)
def assign(*, thing: Goal | Measure, referenzen: Iterable[Referenz], by: User) -> Goal | Measure:
    """Tie a goal or measure to exactly these; from then on nothing is proposed any more."""
    wanted = {one.pk for one in referenzen}
    tied = set(thing.zuordnungen.values_list("referenz_id", flat=True))
    thing.zuordnungen.exclude(referenz__in=wanted).delete()
    Zuordnung.objects.bulk_create(Zuordnung.of(thing, pk) for pk in sorted(wanted - tied))
    thing.is_assigned = True
    thing.save(update_fields=["is_assigned"])
    happened(f"Bezüge gesetzt: {thing}")
    return thing
