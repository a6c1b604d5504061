"""Somebody who writes, and meanwhile another one who waits for the same lock."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event, Thread

from django.db import connection
from django.test import Client

from auditportal.lock import hold
from auditportal.transaction import acting

HTMX = {"headers": {"HX-Request": "true"}}


@contextmanager
def somebody_inside(
    model, pk: int, *, who_leaves_with: Callable[[], object] = lambda: None
) -> Iterator[None]:
    """Another transaction has the lock of this row until the block ends, and does this last."""
    inside, done = Event(), Event()

    def stay():
        with acting(None):
            hold(model, pk)
            inside.set()
            done.wait(10)
            who_leaves_with()
        connection.close()

    other = Thread(target=stay)
    other.start()
    inside.wait(10)
    try:
        yield
    finally:
        done.set()
        other.join()


def post_beside(by, url, typed, **manner) -> tuple[Thread, list]:
    """A request on its way, and later its answer."""
    answers = []

    def post():
        client = Client()
        client.force_login(by)
        answers.append(client.post(url, typed, **manner))
        connection.close()

    thread = Thread(target=post)
    thread.start()
    return thread, answers


def is_waiting() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "select exists (select from pg_stat_activity"
            " where datname = current_database() and wait_event_type = 'Lock')"
        )
        return cursor.fetchone()[0]


def until(condition) -> None:
    for _ in range(200):
        if condition():
            return
        Event().wait(0.05)
    raise AssertionError("it never came to that")
