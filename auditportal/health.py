"""Is everything alive? Asked by people, by the orchestrator and by the demo while it starts."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager

import redis
from django.conf import settings
from django.db import Error, connection
from redis.backoff import NoBackoff
from redis.retry import Retry

from auditportal.models import Heartbeat

ANSWERS_WITHIN = 2  # seconds, for the database as for the broker
# Three beats may be lost before somebody is woken.
SILENT_FOR = dt.timedelta(seconds=50)


def database_is_there() -> bool:
    return beating() is not None


def portal() -> dict[str, bool]:
    """Each part by itself. Beat's beats are carried by broker and worker, so it needs them too."""
    names = beating()
    return {
        "database": names is not None,
        "broker": broker_is_there(),
        "worker": "worker" in (names or ()),
        "beat": "beat" in (names or ()),
    }


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


def broker_is_there() -> bool:
    client = redis.Redis.from_url(
        settings.CELERY_BROKER_URL,
        socket_connect_timeout=1,
        socket_timeout=1,
        retry=Retry(NoBackoff(), 0),
    )
    try:
        return client.ping()
    except redis.RedisError:
        return False
    finally:
        client.close()
