"""Help texts: rows of their own, which stay editable after publishing."""

from auditportal.action import action
from auditportal.actions.versioned import overwrite
from auditportal.models import User
from auditportal.verdict import Verdict
from handlungsfelder import permissions
from handlungsfelder.models import Phase, PhaseHelp


def can_explain(user: User, phase: Phase) -> Verdict:
    return permissions.may_write(user, phase.version.verfahren.owner)


@action()
def explain(*, phase: Phase, text: str, by: User, version: int | None = None) -> PhaseHelp:
    """Say anew what belongs into a phase; without a text nothing is said."""
    words = PhaseHelp.objects.of(phase).first() or PhaseHelp(phase=phase)
    overwrite(words, version=version, by=by, text=text)
    if not text:
        words.delete()
    return words
