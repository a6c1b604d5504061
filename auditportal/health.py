"""Is everything alive? Asked by people, by the orchestrator and by the demo while it starts."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager

from django.apps import apps
from django.conf import settings
from django.db import Error, connection

from auditportal import broker
from auditportal.models import Heartbeat, OutboxMail

ANSWERS_WITHIN = 2  # seconds, for the database as for the broker
# Three beats may be lost before somebody is woken.
SILENT_FOR = dt.timedelta(seconds=50)
# The schedule looks every minute, also after a failed attempt: what waits longer waits for nothing.
STUCK_AFTER = dt.timedelta(minutes=15)


def database_is_there() -> bool:
    return beating() is not None


def portal() -> dict[str, bool]:
    """Each part by itself: `worker` are all that are needed, `mail` is whether none is stuck."""
    names = beating()
    return {
        "database": names is not None,
        "broker": broker.answers(),
        "worker": set(settings.QUEUES) <= (names or set()),
        "beat": "beat" in (names or ()),
        "mail": names is not None and not mail_is_stuck(),
    }


def mail_is_stuck() -> bool:
    """Whether one that could be sent, and is not put off, waits longer than any should."""
    try:
        with own_connection() as cursor:
            return any(_has_stuck(cursor, model) for model in outboxes())
    except Error:
        return True


def outboxes() -> list[type[OutboxMail]]:
    return [model for model in apps.get_models() if issubclass(model, OutboxMail)]


def _has_stuck(cursor, model: type[OutboxMail]) -> bool:
    question = model.objects.waiting_for(STUCK_AFTER).values_list("pk")[:1]
    cursor.execute(*question.query.sql_with_params())
    return cursor.fetchone() is not None


def beating() -> set[str] | None:
    """Who showed a sign of life lately; None where even the question finds no database."""
    question = Heartbeat.objects.since(SILENT_FOR).values_list("name")
    try:
        with own_connection() as cursor:
            cursor.execute(*question.query.sql_with_params())
            return {name for (name,) in cursor.fetchall()}
    except Error:
        return None


def beat(name: str) -> None:
    """Notes a sign of life; the time is the database's."""
    table = Heartbeat._meta.db_table
    with own_connection() as cursor:
        cursor.execute(
            f"INSERT INTO {table} (name) VALUES (%s) ON CONFLICT (name) DO UPDATE SET at = now()",
            [name],
        )


@contextmanager
def own_connection() -> Iterator:
    """Beside the pool, which waits twenty seconds for a lost database and survives no fork."""
    single = connection.copy("health")
    single.settings_dict["OPTIONS"].pop("pool", None)
    single.settings_dict["OPTIONS"]["connect_timeout"] = ANSWERS_WITHIN
    try:
        with single.cursor() as cursor:
            yield cursor
    finally:
        single.close()
