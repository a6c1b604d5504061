"""What a cycle is about, described and outlined by those who work on it."""

from auditportal.action import happened
from auditportal.actions.versioned import overwrite
from auditportal.models import User
from auditportal.verdict import Verdict
from audits import gates, permissions
from audits.actions import action
from audits.gates.quartier import has_a_subject, may_still_change
from audits.models import AuditCycle, CycleEventKind, Quartier


def can_describe(user: User, cycle: AuditCycle) -> Verdict:
    who = permissions.may_contribute(user, cycle)
    return who & gates.is_running(cycle) & has_a_subject(cycle) & may_still_change(cycle)


@action(CycleEventKind.QUARTIER_DESCRIBED, once=True)
def describe(
    *,
    cycle: AuditCycle,
    description: str,
    outline: dict | None,
    addresses: str,
    version: int | None,
    by: User,
) -> Quartier:
    """`outline` is a geometry that `audits.papers.outline.read` has let through."""
    quartier = Quartier.objects.of(cycle).first() or Quartier(cycle=cycle)
    texts = {"description": description, "outline": outline, "addresses": addresses}
    overwrite(quartier, version=version, by=by, **texts)
    happened(f"Beschrieben und abgegrenzt: {cycle.subject}.")
    return quartier
