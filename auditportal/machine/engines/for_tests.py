"""The servers that the tests run against: those that are named, else embedded ones of their own.

They are kept for a while after a run: the next one, often a single test, begins at once.
"""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import redis

from auditportal.machine.engines import keeper, lease, place
from auditportal.machine.engines.postgres import HASTY, Postgres
from auditportal.machine.engines.server import Server
from auditportal.machine.engines.valkey import Valkey

KEPT_FOR = 10 * 60  # seconds without a run


@dataclass(frozen=True)
class Engines:
    owner_url: str
    broker_url: str
    embedded: list[Server] = field(default_factory=list)


@contextmanager
def leased() -> Iterator[Engines]:
    """Beside the demo's engines, never the same: what the demo holds is not for tests to touch."""
    folder = place.engines() / "tests"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "belongs-to").write_text(str(place.state()))
    forget_the_gone()
    postgres, valkey = servers(folder)
    owner = os.environ.get("DATABASE_OWNER_URL") or os.environ.get("DATABASE_URL")
    broker = os.environ.get("BROKER_URL")
    servers_and_urls: tuple[tuple[Server, str | None], ...] = ((postgres, owner), (valkey, broker))
    embedded = [server for server, url in servers_and_urls if not url]
    leave = partial(keep, folder)
    with lease.lease(folder, embedded, leave):
        yield Engines(owner or postgres.url(), broker or empty_room(valkey.url), embedded)


def servers(folder: Path) -> tuple[Postgres, Valkey]:
    return Postgres(folder / "postgres", HASTY), Valkey(folder / "valkey")


def keep(folder: Path, embedded: list[Server]) -> None:
    if embedded:
        keeper.look_after(folder, KEPT_FOR)


def empty_room(url: str) -> str:
    """Runs at the same time share a broker, and each has its own numbered room in it."""
    room = f"{url.rpartition('/')[0]}/{os.getpid() % 10_000}"
    with redis.Redis.from_url(room) as client:
        client.flushdb()
    return room


def _belongs_to_a_checkout(mark: Path) -> bool:
    try:
        return Path(mark.read_text()).exists()
    except FileNotFoundError:  # another run has just cleared it away
        return True


def forget_the_gone() -> None:
    """As root the engines lie outside of the checkouts: those of deleted ones are cleared away."""
    for mark in place.FOR_ROOT.glob("*/tests/belongs-to"):
        folder = mark.parent
        if not _belongs_to_a_checkout(mark) and not lease.is_in_use(folder):
            lease.stop(list(servers(folder)))
            # an engine on its way out still writes there, or another run clears it, too
            shutil.rmtree(folder, ignore_errors=True)
