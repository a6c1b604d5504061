"""What happened to a cycle, in words that its people understand."""

import datetime as dt

from django.db import connection

from auditportal import clock
from auditportal.models import User
from auditportal.notation import sentence
from audits.models import AuditCycle, CycleEvent, CycleEventKind

SESSION = dt.timedelta(minutes=30)  # savings of one sitting are one line of the history
# One question instead of two, for what is asked while people write.
ONCE = """
with event (cycle, kind, text, by, now) as (select
    %(cycle)s::bigint, %(kind)s::varchar, %(text)s::text, %(by)s::bigint, %(now)s::timestamptz)
insert into audits_cycleevent (cycle_id, kind, text, by_id, happened_at)
select * from event where not exists (
    select from audits_cycleevent said where said.cycle_id = event.cycle
    and said.happened_at > %(since)s and said.kind = event.kind and said.text = event.text
    and said.by_id = event.by)
"""


def record(*, cycle: AuditCycle, kind: CycleEventKind, text: str, by: User | None) -> None:
    """Who did what; when it was written is the database's to say."""
    CycleEvent.objects.create(
        cycle=cycle, kind=kind, text=sentence(text), by=by, happened_at=clock.now()
    )


def record_once(*, cycle: AuditCycle, kind: CycleEventKind, text: str, by: User) -> None:
    """For autosave: the same person on the same thing within half an hour is one line."""
    now = clock.now()
    event: dict = {"cycle": cycle.pk, "kind": kind, "text": sentence(text), "by": by.pk}
    with connection.cursor() as cursor:
        cursor.execute(ONCE, event | {"now": now, "since": now - SESSION})
