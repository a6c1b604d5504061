"""The one transaction of a request, a task or an action: who acts in it, and what it knows.

What is asked more than once is asked `once`: the answer is kept here until one of the tables that
it was read from is written, or another lock is taken. Both are seen here, statement by statement,
so that nobody has to say what has become stale; and it dies with the transaction.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache, lru_cache, partial

from django.apps import apps
from django.conf import settings
from django.db import connection, models, transaction

from auditportal import clock

ROOMS = ("auditportal", "handlungsfelder", "audits", "certificates")
TELL = "select set_config('auditportal.actor', %s, true), set_config('auditportal.clock', %s, true)"
READ = re.compile(r'\b(?:from|join)\s+"?(\w+)', re.IGNORECASE)
WRITTEN = re.compile(r'\b(?:insert into|update|delete from)\s+"?(\w+)', re.IGNORECASE)

BEGIN = "select set_config('auditportal.actor', %s, true), set_config('lock_timeout', %s, true)"
PATIENCE = "8s"  # for a lock; who waits longer holds a thread that others wait for


class Acting:
    """The open transaction.

    In the tests it watches over the actions: it refuses what a request or a task writes without
    one, and what a request has read before it took the lock under which that is written.

    `locked` are the rows whose lock it has taken, by table and id; `fresh` are rows that were read
    under their lock and that no action has had yet: the next one need not read them again.
    """

    def __init__(self, *, is_watched: bool = False, is_request: bool = False):
        self.is_watched, self.is_request = is_watched, is_request
        self.running: object | None = None  # the action
        self.has_acted = False
        self.told: tuple[str, str] | None = None  # what the database knows: actor, clock
        self.locked: set[tuple[str, int]] = set()
        self.fresh: dict[tuple[type, int], models.Model] = {}
        self.answers: dict[tuple, tuple[object, set[str]]] = {}
        self.asking: list[set[str]] = []

    def tell(self, user_id: int | None) -> None:
        """The database who acts, and whether a past is replayed: its triggers ask for both."""
        facts = (str(user_id or ""), "stopped" if clock.is_stopped() else "")
        if facts != self.told:
            with connection.cursor() as cursor:
                cursor.execute(TELL, facts)
            self.told = facts

    def lock(self, table: str, statement: str, *values) -> None:
        """What was known before may have changed until the lock was ours."""
        with connection.cursor() as cursor:
            cursor.execute(statement, values)
            self.locked.update((table, pk) for (pk,) in cursor.fetchall())
        self.clear()

    def keep_fresh(self, row: models.Model) -> None:
        self.fresh[type(row), row.pk] = row

    def is_fresh(self, row: models.Model) -> bool:
        return self.fresh.get((type(row), row.pk)) is row

    def clear(self) -> None:
        self.answers.clear()
        self.fresh.clear()

    def answer(self, question: tuple, ask: Callable[[], object]):
        if question not in self.answers:
            self.asking.append(set())
            try:
                fact = ask()
            finally:
                tables = self.asking.pop()
            self.answers[question] = fact, tables
        fact, tables = self.answers[question]
        if self.asking:
            self.asking[-1] |= tables
        return fact

    def watch(self, execute, sql, parameters, many, context):
        """Around every statement: which tables it reads and writes."""
        read, written = tables_in(sql)
        if written:
            self.must_be_an_action(written)
            stale = [key for key, (_, tables) in self.answers.items() if tables & written]
            for key in stale:
                del self.answers[key]
        if self.asking:
            self.asking[-1] |= read
        return execute(sql, parameters, many, context)

    def must_be_an_action(self, written: frozenset[str]) -> None:
        if self.is_watched and self.running is None and written & business_tables():
            raise AssertionError(f"Written outside of an action: {', '.join(written)}")


@cache
def business_tables() -> frozenset[str]:
    """What only actions write; which of a room's tables are free its model says."""
    tables = (one for room in ROOMS for one in apps.get_app_config(room).get_models())
    return frozenset(one._meta.db_table for one in tables if not hasattr(one, "needs_no_action"))


@lru_cache(1000)
def tables_in(sql: str) -> tuple[frozenset[str], frozenset[str]]:
    """Names that are no table's do no harm: nothing is ever kept of them."""
    return frozenset(READ.findall(sql)), frozenset(WRITTEN.findall(sql))


OPEN: ContextVar[Acting | None] = ContextVar("the open transaction", default=None)


def opened() -> Acting:
    """The one that is open now; whoever takes a lock outside of it would hold nothing."""
    here = OPEN.get()
    if here is None:
        raise AssertionError("No transaction is open.")
    return here


@contextmanager
def acting(user_id: int | None, *, is_request: bool = False) -> Iterator[None]:
    """Open the transaction and name the actor in it; a setting of the session would outlive it."""
    manner = {"is_watched": settings.WATCH_ACTIONS, "is_request": is_request}
    with transaction.atomic(), _opened(**manner) as here:
        patience = PATIENCE if is_request else "0"
        with connection.cursor() as cursor:
            cursor.execute(BEGIN, [str(user_id or ""), patience])
        here.told = str(user_id or ""), ""
        here.tell(user_id)  # only where a past is replayed there is more to say
        yield


@contextmanager
def joined() -> Iterator[Acting]:
    """What is open already, or else something of its own for the time of the block."""
    here = OPEN.get()
    if here:
        yield here
    else:
        with _opened() as here:
            yield here


@contextmanager
def _opened(**manner: bool) -> Iterator[Acting]:
    here = Acting(**manner)
    outer = OPEN.set(here)
    try:
        with connection.execute_wrapper(here.watch):
            yield here
    finally:
        OPEN.reset(outer)


def has_acted() -> bool:
    """Whether an action was done in what is open here."""
    here = OPEN.get()
    return here is not None and here.has_acted


def once[**P, Fact](ask: Callable[P, Fact], *values: P.args, **names: P.kwargs) -> Fact:
    """The answer of a function that reads, asked only once as long as it holds.

    `values` are plain ones or rows. Outside of a transaction of ours nothing is kept.
    """
    here = OPEN.get()
    if here is None:
        return ask(*values, **names)
    return here.answer((ask, values, tuple(names.items())), partial(ask, *values, **names))


def learn(ask: Callable, *values, answer, tables: Iterable[str]) -> None:
    """What `once` would ask was read together with something else, from these tables."""
    here = OPEN.get()
    if here:
        here.answers[ask, values, ()] = answer, set(tables)
