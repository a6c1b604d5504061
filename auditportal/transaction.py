"""The one transaction of a request, a task or an action, and the actor that the database knows."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import wraps

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


def action[Result](function: Callable[..., Result]) -> Callable[..., Result]:
    """A write with a consequence: all of it or nothing, and the rights of `by` read afresh.

    Under a lock that a request took first they have been; that holds for its first action.
    """

    @wraps(function)
    def run(**arguments) -> Result:
        here = OPEN.get()
        if arguments.get("by") and not (here and here.locks_first):
            arguments["by"].forget_standing()
        with transaction.atomic():
            result = function(**arguments)
        if here:
            here.locks_first = False
        return result

    return run
