"""The one transaction of a request, a task or an action, and the actor that the database knows."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps

from django.db import connection, transaction


@contextmanager
def acting(user_id: int | None) -> Iterator[None]:
    """Open the transaction and name the actor in it; a setting of the session would outlive it."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("select set_config('auditportal.actor', %s, true)", [str(user_id or "")])
        yield


def action[Result](function: Callable[..., Result]) -> Callable[..., Result]:
    """A write with a consequence: all of it or nothing, and the rights of `by` read afresh."""

    @wraps(function)
    def run(**arguments) -> Result:
        if arguments.get("by"):
            arguments["by"].forget_standing()
        with transaction.atomic():
            return function(**arguments)

    return run
