"""Questions that almost every request asks: composed once a process, answered with other values.

What Django's ORM takes for a question of a page is spent for four fifths on composing its SQL, and
that is the same each time. A function under `question` is called once, with slots instead of
values, and says what to ask in the language of the ORM; from then on only the values change.

It rests on the inside of Django's compiler: tests/audits/test_question.py pins it to the ORM.
"""

from collections.abc import Callable
from copy import copy
from functools import update_wrapper
from inspect import signature
from typing import Any

from django.db import connections
from django.db.models import Expression, QuerySet
from django.db.models.sql.compiler import SQLCompiler


class Slot(Expression):
    """Where a value will stand; it takes the type of what it is compared with."""

    def __init__(self, name: str):
        super().__init__()
        self.name = name

    def as_sql(self, compiler, connection):
        return "%s", [self]


class Composed(SQLCompiler):
    """Answers with the SQL that was composed for it, and the values of this time."""

    values: dict = {}
    composed: tuple[str, tuple]

    def as_sql(self, *arguments, **keywords):
        sql, parameters = self.composed
        return sql, [self.values[p.name] if isinstance(p, Slot) else p for p in parameters]


class Question[Row = Any]:
    """Called with its values, as keywords, it answers with the list of its rows.

    The values are plain ones, as the database takes them: ids, texts, days. A slot stands beside
    `=`, `<` or `>`. `needed_by` is a row of the benchmark that is too slow without it.
    """

    def __init__(self, compose: Callable[..., QuerySet], needed_by: str):
        update_wrapper(self, compose)
        self.needed_by = needed_by
        self.slots = [Slot(name) for name in signature(compose).parameters]
        self.known: tuple[QuerySet, Composed] | None = None

    def __call__(self, **values) -> list[Row]:
        if self.known is None:
            self.known = self._compose()
        rows, composed = self.known
        rows, composed = rows.all(), copy(composed)
        composed.connection, composed.values = connections[rows.db], values
        rows.query.get_compiler = lambda *_, **__: composed  # type: ignore[method-assign] # its point
        return list(rows)

    def one(self, **values) -> Row | None:
        """The only row, or the first in its order."""
        return next(iter(self(**values)), None)

    def _compose(self) -> tuple[QuerySet, Composed]:
        rows = self.__wrapped__(*self.slots)  # type: ignore[attr-defined] # by update_wrapper
        compiler = rows.query.get_compiler(rows.db)
        composed = compiler.as_sql()  # this also notes which column is what
        found = copy(compiler)
        found.__class__, found.composed = Composed, composed
        return rows, found


def question(needed_by: str) -> Callable[[Callable[..., QuerySet]], Question]:
    """Whatever no row of the benchmark needs is asked as anything else: by words of a QuerySet."""
    return lambda compose: Question(compose, needed_by)
