"""The ladder: a version may follow on the award of another procedure."""

from django.db.models import QuerySet

from auditportal.models import Organisation
from auditportal.verdict import WHEN, Verdict, unless
from audits.models import AuditCycle, Award, AwardState
from handlungsfelder.models import VerfahrenVersion


def predecessors(organisation: Organisation, version: VerfahrenVersion) -> QuerySet[AuditCycle]:
    """The cycles after which this version may come, the newest first; the same Träger's alone."""
    awards = Award.objects.held_by(organisation).leading_to(version)
    return AuditCycle.objects.awarded(awards).newest_first()


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
        predecessor is not None and predecessors(organisation, version).contains(predecessor),
        WHEN,
        f"Dieses Verfahren setzt eine Verleihung voraus ({codes}).",
    )
