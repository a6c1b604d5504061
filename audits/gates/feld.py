from auditportal.verdict import WHEN, Verdict, unless
from audits.models import AuditCycle
from handlungsfelder.models import Handlungsfeld


def belongs(cycle: AuditCycle, feld: Handlungsfeld) -> Verdict:
    """One of its version that everybody has, or that was chosen for this very cycle."""
    return unless(
        feld in cycle.felder, WHEN, f"Das Handlungsfeld „{feld}“ gehört nicht zu diesem Durchlauf."
    )
