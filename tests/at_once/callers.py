"""One action, done twice at once: what became of both, and of the database.

Everything that an action locks is held until both of them wait for it, so that neither is ahead.
"""

import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import copy_context
from copy import deepcopy
from dataclasses import dataclass
from threading import Thread

from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.db import connection, transaction

from auditportal.action import Action
from auditportal.transaction import business_tables
from auditportal.verdict import NotYet

REFUSALS = (NotYet, PermissionDenied, ObjectDoesNotExist)  # answered 409, 403 and 404
LOCKED = (
    "audits_auditcycle, auditportal_organisation, auditportal_user, auditportal_registerentry,"
    " handlungsfelder_entwurf, handlungsfelder_phase, handlungsfelder_programm,"
    " handlungsfelder_verfahrenversion, handlungsfelder_referenzrahmen"
)


@dataclass
class Outcome:
    """What both callers were told, and how many rows there are of each kind afterwards."""

    answers: Counter[str]
    rows: list[tuple[str, int]]


def one_after_the_other(act: Action, given: dict) -> Outcome:
    answers = [attempt(act, given) for _ in range(2)]
    return Outcome(Counter(answers), rows())


def at_once(act: Action, given: dict) -> Outcome:
    answers: list[str] = []
    callers = [caller(act, given, answers) for _ in range(2)]
    with everything_locked():
        for one in callers:
            one.start()
        until_nobody_moves(callers)
    for one in callers:
        one.join(60)
    return Outcome(Counter(answers), rows())


def attempt(act: Action, given: dict) -> str:
    try:
        act(**deepcopy(given))
    except REFUSALS:
        return "refused"
    return "done"


def caller(act: Action, given: dict, answers: list[str]) -> Thread:
    """In a connection of its own, at the time that the test has set."""

    def call():
        try:
            answers.append(attempt(act, given))
        except Exception as error:
            answers.append(repr(error))
        finally:
            connection.close()

    return Thread(target=copy_context().run, args=(call,))


@contextmanager
def everything_locked() -> Iterator[None]:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"lock table {LOCKED} in exclusive mode")
        yield


def until_nobody_moves(callers: list[Thread]) -> None:
    """Each waits for a lock or, where the action takes none, has come to its end."""
    for _ in range(1000):
        if waiting() >= sum(one.is_alive() for one in callers):
            return
        time.sleep(0.01)
    raise AssertionError("they neither wait nor end")


def waiting() -> int:
    with connection.cursor() as cursor:
        cursor.execute("select pg_stat_clear_snapshot()")  # else a transaction sees the same again
        cursor.execute(
            "select count(*) from pg_stat_activity"
            " where datname = current_database() and wait_event_type = 'Lock'"
        )
        return cursor.fetchone()[0]


def rows() -> list[tuple[str, int]]:
    counts = (f"select '{name}', count(*) from {name}" for name in sorted(business_tables()))
    with connection.cursor() as cursor:
        cursor.execute(" union all ".join(counts))
        return sorted(cursor.fetchall())
