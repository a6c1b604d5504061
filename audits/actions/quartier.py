"""What a cycle is about, described and outlined by those who work on it."""

from auditportal.models import User
from auditportal.transaction import action
from auditportal.verdict import Verdict
from audits import gates, permissions
from audits.actions.text import overwrite
from audits.gates.quartier import has_a_subject, may_still_change
from audits.history import record_once
from audits.models import AuditCycle, Quartier


def can_describe(user: User, cycle: AuditCycle) -> Verdict:
    who = permissions.may_contribute(user, cycle)
    return who & gates.is_running(cycle) & has_a_subject(cycle) & may_still_change(cycle)


@action
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
    cycle = AuditCycle.objects.locked(cycle)
    can_describe(by, cycle).require()
    quartier = Quartier.objects.filter(cycle=cycle).first() or Quartier(cycle=cycle)
    texts = {"description": description, "outline": outline, "addresses": addresses}
    overwrite(quartier, version=version, by=by, **texts)
    gates.settle(cycle)
    text = f"Beschrieben und abgegrenzt: {cycle.subject}."
    record_once(cycle=cycle, kind="quartier_described", text=text, by=by)
    return quartier
