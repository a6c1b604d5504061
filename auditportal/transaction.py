"""The one transaction of a request, a task or an action, and the actor that the database knows."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from django.db import connection, transaction


@dataclass(eq=False)
class Acting:
    """The open transaction. `locks_first`: it took its lock before it read anything, so what has
    been read since, also who may do what, is as fresh as under a lock taken later."""

    locks_first: bool = False


OPEN: ContextVar[Acting | None] = ContextVar("the open transaction", default=None)


@contextmanager
def acting(user_id: int | None) -> Iterator[None]:
    """Open the transaction and name the actor in it; a setting of the session would outlive it."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("select set_config('auditportal.actor', %s, true)", [str(user_id or "")])
        outer = OPEN.set(Acting())
        try:
            yield
        finally:
            OPEN.reset(outer)
