"""Help texts: rows of their own, which stay editable after publishing."""

from auditportal.action import action
from auditportal.models import User
from auditportal.verdict import Verdict
from handlungsfelder import permissions
from handlungsfelder.models import Phase, PhaseHelp


def can_explain(user: User, phase: Phase) -> Verdict:
    return permissions.may_write(user, phase.version.verfahren.owner)


@action()
def explain(*, phase: Phase, text: str, by: User) -> None:
    """Say anew what belongs into a phase; without a text nothing is said."""
    if text:
        PhaseHelp.objects.update_or_create(phase=phase, defaults={"text": text})
    else:
        PhaseHelp.objects.filter(phase=phase).delete()
