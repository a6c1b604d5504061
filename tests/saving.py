"""Somebody who is saving at this moment, from a connection of their own."""

from contextlib import contextmanager

from django.db import connection

from audits.models import AuditCycle


@contextmanager
def somebody_saves(cycle: AuditCycle):
    """Holds the lock of the cycle until the block is left."""
    other = connection.copy("somebody")
    other.settings_dict["OPTIONS"].pop("pool", None)
    table = AuditCycle._meta.db_table
    try:
        with other.cursor() as cursor:
            cursor.execute("begin")
            cursor.execute(f"select id from {table} where id = %s for update", [cycle.pk])
            yield
    finally:
        other.close()
