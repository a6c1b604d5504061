"""What happened to a cycle, in words that its people understand."""

import datetime as dt

from auditportal import clock
from auditportal.models import User
from audits.models import AuditCycle, CycleEvent

SESSION = dt.timedelta(minutes=30)  # savings of one sitting are one line of the history


def record(*, cycle: AuditCycle, kind: str, text: str, by: User | None) -> None:
    """The last line of every action: who did what; when it was written is the database's to say."""
    CycleEvent.objects.create(cycle=cycle, kind=kind, text=text, by=by, happened_at=clock.now())


def record_once(*, cycle: AuditCycle, kind: str, text: str, by: User) -> None:
    """For autosave: the same person on the same thing within half an hour is one line."""
    since = clock.now() - SESSION
    said = CycleEvent.objects.filter(
        cycle=cycle, kind=kind, text=text, by=by, happened_at__gt=since
    )
    if not said.exists():
        record(cycle=cycle, kind=kind, text=text, by=by)
