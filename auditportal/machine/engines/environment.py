"""The environment that a command of the portal runs in, with engines for as long as it needs."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from auditportal.machine.engines import database, place, secret
from auditportal.machine.engines.lease import lease
from auditportal.machine.engines.postgres import Postgres
from auditportal.machine.engines.server import Server
from auditportal.machine.engines.valkey import Valkey


@contextmanager
def complete() -> Iterator[dict[str, str]]:
    """Yields the variables that were missing; what is set stays as it is."""
    folder = place.engines()
    postgres, valkey = Postgres(folder / "postgres"), Valkey(folder / "valkey")
    embedded: list[Server] = []
    if not os.environ.get("DATABASE_URL"):
        embedded.append(postgres)
    if not os.environ.get("BROKER_URL"):
        embedded.append(valkey)
    with lease(folder, embedded):
        yield missing(folder, postgres, valkey)


def missing(folder: Path, postgres: Postgres, valkey: Valkey) -> dict[str, str]:
    found = database_variables(folder, postgres)
    if not os.environ.get("BROKER_URL"):
        found["BROKER_URL"] = valkey.url
    if not os.environ.get("DATABASE_URL") and not os.environ.get("SECRET_KEY"):
        found["SECRET_KEY"] = secret_key()
    return found


def database_variables(folder: Path, postgres: Postgres) -> dict[str, str]:
    """Whoever gives one address gives the owner's, and the application gets a role of its own."""
    given = os.environ.get("DATABASE_URL")
    if given and os.environ.get("DATABASE_OWNER_URL"):
        return {}
    ways = database.prepared(given or postgres.url(), folder)
    return {"DATABASE_URL": ways.app_url, "DATABASE_OWNER_URL": ways.owner_url}


def secret_key() -> str:
    """Only for a newcomer's own machine; a server without SECRET_KEY does not start."""
    return secret.kept(place.state() / "secret-key")
