"""The lock under which a row is written: its own, or that of the cycle or organisation it is in.

The QuerySet says it with `locked_by`: the path from a row to the one that is the lock. Without a
path it is the row itself.
"""

from functools import cache

from django.db import models

from auditportal.transaction import opened


def hold(model: type[models.Model], value: object, *, column: str = "id") -> None:
    """Take the lock of one row, before anything is read that must not have changed meanwhile."""
    opened().lock(*locking(model, column), value)


def lock_of(row: models.Model) -> tuple[str, int]:
    """The table and the id of the row that is the lock of this one."""
    path = path_to_lock(type(row))
    if not path:
        return row._meta.db_table, row.pk
    *steps, last = path
    for step in steps:
        row = getattr(row, step)
    key = type(row)._meta.get_field(last)
    return key.related_model._meta.db_table, getattr(row, key.attname)  # type: ignore[union-attr] # a foreign key


@cache
def locking(model: type[models.Model], column: str) -> tuple[str, str]:
    """The table of the lock, and the statement that takes it for the row with such a value."""
    where = f"{column} = %s"
    for name in path_to_lock(model):
        key = model._meta.get_field(name)
        where = f"id = (select {key.column} from {model._meta.db_table} where {where})"  # type: ignore[union-attr] # a foreign key
        model = key.related_model  # type: ignore[assignment] # a foreign key
    table = model._meta.db_table
    return table, f"select id from {table} where {where} for update"


@cache
def path_to_lock(model: type[models.Model]) -> tuple[str, ...]:
    path = getattr(model._default_manager.all(), "locked_by", "")
    return tuple(path.split("__")) if path else ()
