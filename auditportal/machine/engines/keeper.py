"""Ends engines that nobody used for a while: a process of its own, since nobody else is left."""

import fcntl
import subprocess
import sys
import time
from pathlib import Path

from auditportal.machine.engines import lease, place
from auditportal.machine.engines.postgres import Postgres
from auditportal.machine.engines.valkey import Valkey

LOOKS_EVERY = 10  # seconds


def look_after(folder: Path, idle: int) -> None:
    """From now on they may idle for so many seconds; one keeper a folder looks after them."""
    (folder / "users").touch()
    process = subprocess.Popen(
        [sys.executable, "-m", __name__, str(folder), str(idle)],
        cwd=place.PROJECT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    process.returncode = 0  # it outlives us: Python shall not warn that it is still running


def keep(folder: Path, idle: int) -> None:
    """Until the engines are gone, by this process or by another."""
    servers = [Postgres(folder / "postgres"), Valkey(folder / "valkey")]
    with (folder / "keeper").open("a") as only:
        try:
            fcntl.flock(only, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return
        while any(server.process() for server in servers):
            time.sleep(min(idle, LOOKS_EVERY))
            with lease.alone(folder):
                if not lease.is_in_use(folder) and is_over(folder, idle):
                    lease.stop(servers)


def is_over(folder: Path, idle: int) -> bool:
    return time.time() > (folder / "users").stat().st_mtime + idle


if __name__ == "__main__":
    keep(Path(sys.argv[1]), int(sys.argv[2]))
