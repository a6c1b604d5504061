"""An installation as it stood in November 2026: the demo of that time, table by table.

The file holds for each table one line of JSON (name, columns, number of rows) and then its rows as
PostgreSQL copies them. The migrations that it had been through are named here.
"""

import gzip
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from psycopg import sql

FILE = Path(__file__).parent / "demo-of-november-2026.copy.gz"
MIGRATED_TO = {
    "auditportal": "0003_organisation_by_kind",
    "handlungsfelder": "0002_frozen",
    "audits": "0003_task_owner",
    "certificates": "0002_frozen",
}


@dataclass(frozen=True)
class Kept:
    """One table with the rows that it had."""

    table: str
    columns: list[str]
    rows: list[bytes]


def tables() -> Iterator[Kept]:
    with gzip.open(FILE) as file:
        while head := file.readline():
            known = json.loads(head)
            rows = [file.readline() for _ in range(known["rows"])]
            yield Kept(known["table"], known["columns"], rows)


def migrate_to_its_time() -> None:
    executor = MigrationExecutor(connection)
    leaves = dict(executor.loader.graph.leaf_nodes()) | MIGRATED_TO
    executor.migrate(list(leaves.items()))


def load() -> None:
    """Its rows instead of those that the migrations made; they have passed the triggers once."""
    kept = list(tables())
    names = sql.SQL(", ").join(sql.Identifier(one.table) for one in kept)
    with connection.cursor() as cursor:
        _triggers("disable", cursor, kept)
        with transaction.atomic():  # foreign keys are asked at its end
            cursor.execute(sql.SQL("truncate {} cascade").format(names))
            for one in kept:
                _copy(cursor, one)
        _triggers("enable", cursor, kept)


def _triggers(verb: str, cursor, kept: list[Kept]) -> None:
    for one in kept:
        statement = sql.SQL("alter table {} " + verb + " trigger user")
        cursor.execute(statement.format(sql.Identifier(one.table)))


def _copy(cursor, kept: Kept) -> None:
    columns = sql.SQL(", ").join(map(sql.Identifier, kept.columns))
    statement = sql.SQL("copy {} ({}) from stdin").format(sql.Identifier(kept.table), columns)
    with cursor.copy(statement) as copy:
        copy.write(b"".join(kept.rows))
    if "id" in kept.columns:
        cursor.execute(
            sql.SQL("select setval(pg_get_serial_sequence({}, 'id'), max(id)) from {}").format(
                sql.Literal(kept.table), sql.Identifier(kept.table)
            )
        )
