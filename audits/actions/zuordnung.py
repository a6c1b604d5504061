"""What goals and measures serve beside their Handlungsfeld: their ties to Referenzrahmen."""

from collections.abc import Iterable

from auditportal.models import User
from auditportal.transaction import action
from auditportal.verdict import Verdict
from audits import gates, permissions
from audits.history import record_once
from audits.models import AuditCycle, Goal, Measure, Zuordnung
from handlungsfelder.models import Referenz


def can_assign(user: User, thing: Goal | Measure) -> Verdict:
    """Who writes goals, as long as the cycle runs: ties are no part of what is frozen."""
    cycle = thing.cycle
    return permissions.may_contribute(user, cycle) & gates.is_running(cycle)


@action
def assign(*, thing: Goal | Measure, referenzen: Iterable[Referenz], by: User) -> Goal | Measure:
    """Tie a goal or measure to exactly these; from then on nothing is proposed any more."""
    cycle = AuditCycle.objects.locked(thing)
    thing = type(thing).objects.filter(cycle=cycle).get(pk=thing.pk)
    can_assign(by, thing).require()
    wanted = {one.pk for one in referenzen}
    tied = set(thing.zuordnungen.values_list("referenz_id", flat=True))
    thing.zuordnungen.exclude(referenz__in=wanted).delete()
    Zuordnung.objects.bulk_create(Zuordnung.of(thing, pk) for pk in sorted(wanted - tied))
    thing.is_assigned = True
    thing.save(update_fields=["is_assigned"])
    gates.settle(cycle)
    record_once(cycle=cycle, kind="assigned", text=f"Bezüge gesetzt: {thing}", by=by)
    return thing
