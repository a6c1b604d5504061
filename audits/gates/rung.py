"""The ladder: a version may follow on the award of another procedure."""

from auditportal.models import Organisation
from auditportal.verdict import WHEN, Verdict, unless
from audits.models import AuditCycle, Award, AwardState
from handlungsfelder.models import Party, VerfahrenVersion


def awarded_to(organisation: Organisation):
    """Every award of the organisation's own cycles that was not taken back, the newest last."""
    awards = Award.objects.filter(
        cycle__parties__organisation=organisation, cycle__parties__function=Party.MAIN
    )
    return awards.exclude(state=AwardState.WITHDRAWN).order_by("valid_from", "pk")


def predecessors(organisation: Organisation, version: VerfahrenVersion):
    """The cycles after which this version may come, the newest first; the same Träger's alone."""
    awards = awarded_to(organisation).filter(
        cycle__version__verfahren__code__in=version.follows,
        cycle__version__verfahren__owner=version.verfahren.owner_id,
    )
    return AuditCycle.objects.filter(pk__in=awards.values("cycle")).order_by("-began_on", "-pk")


def leads_to(award: Award, version: VerfahrenVersion) -> bool:
    """The same answer as `predecessors`, for one award."""
    verfahren = award.cycle.version.verfahren
    return (
        award.state != AwardState.WITHDRAWN
        and verfahren.owner_id == version.verfahren.owner_id
        and verfahren.code in version.follows
    )


def is_reached(
    organisation: Organisation, version: VerfahrenVersion, predecessor: AuditCycle | None
) -> Verdict:
    """Whether the rung below was reached; the earlier award may still hold."""
    if not version.follows:
        return unless(predecessor is None, WHEN, "Dieses Verfahren folgt auf kein anderes.")
    codes = ", ".join(version.follows)
    return unless(
        predecessor is not None
        and predecessors(organisation, version).filter(pk=predecessor.pk).exists(),
        WHEN,
        f"Dieses Verfahren setzt eine Verleihung voraus ({codes}).",
    )
