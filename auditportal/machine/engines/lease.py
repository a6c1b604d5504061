"""Several commands share one set of engines: the first starts them, the last one stops them.

The kernel counts: each command holds a shared lock, which even a killed process gives back.
"""

import fcntl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from auditportal.machine.engines.server import Server


def stop(servers: list[Server]) -> None:
    for server in reversed(servers):
        server.stop()


@contextmanager
def lease(
    folder: Path, servers: list[Server], leave: Callable[[list[Server]], None] = stop
) -> Iterator[None]:
    """`leave` is what the last one does with them; after an interruption they are stopped."""
    with (folder / "users").open("a") as users:
        with alone(folder):
            start(servers)
            fcntl.flock(users, fcntl.LOCK_SH)
        try:
            yield
        except BaseException:
            leave = stop
            raise
        finally:
            with alone(folder):
                if is_last(users):
                    leave(servers)


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Nobody starts or stops anything at the same time."""
    with (folder / "door").open("a") as door:
        fcntl.flock(door, fcntl.LOCK_EX)
        yield


def is_last(users) -> bool:
    try:
        fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def is_in_use(folder: Path) -> bool:
    with (folder / "users").open("a") as users:
        return not is_last(users)


def start(servers: list[Server]) -> None:
    """All or none: what already runs is used as it is."""
    started = []
    try:
        for server in servers:
            if not server.process():
                started.append(server)
                server.start()
    except BaseException:
        stop(started)
        raise
