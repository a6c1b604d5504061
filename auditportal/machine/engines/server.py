"""A server process that outlives the command which started it, found again by its pid file."""

import os
import signal
import socket
import subprocess
import time
from abc import ABC, abstractmethod
from contextlib import closing
from pathlib import Path

import psutil

from auditportal.machine.bootstrap.trouble import from_output
from auditportal.machine.engines import account

STARTS_WITHIN = 300  # seconds: a busy machine takes its time, and who ends is noticed at once
STOPS_WITHIN = 30


class Server(ABC):
    """What PostgreSQL and Valkey have in common: a folder, a port on 127.0.0.1, a log."""

    name = ""
    pid_name = ""
    stop_signal = signal.SIGTERM

    def __init__(self, folder: Path):
        self.folder = folder
        self.data = folder / "data"
        self.log = folder / "log"

    @abstractmethod
    def command(self) -> list[str]:
        """What starts it, in the foreground."""

    def configuration(self) -> bytes:
        """What the server reads from its standard input."""
        return b""

    @abstractmethod
    def answers(self) -> bool:
        """Whether it already serves."""

    @property
    def port(self) -> int:
        return int((self.folder / "port").read_text())

    def process(self) -> psutil.Process | None:
        """The running server; a pid file left behind by a crash does not count."""
        try:
            found = psutil.Process(int((self.data / self.pid_name).read_text().split()[0]))
            is_ours = Path(found.cwd()) == self.data and found.status() != psutil.STATUS_ZOMBIE
        except (OSError, ValueError, IndexError, psutil.Error):
            return None
        return found if is_ours else None

    def start(self) -> None:
        self.choose_port()
        with self.log.open("wb") as log:
            process = subprocess.Popen(
                self.command(),
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=log,
                cwd="/",
                env=bare_environment(),
                start_new_session=True,
                umask=0o077,
                **account.keywords(),
            )
            assert process.stdin is not None  # by PIPE
            process.stdin.write(self.configuration())
            process.stdin.close()
        try:
            self.wait_for(process)
        except BaseException:
            end(process, self.stop_signal)
            raise

    def wait_for(self, process: subprocess.Popen) -> None:
        patience = time.monotonic() + STARTS_WITHIN
        while not self.answers():
            if process.poll() is not None or time.monotonic() > patience:
                log = self.log.read_text(errors="replace")
                raise from_output(log, f"{self.name} startet nicht.")
            time.sleep(0.05)
        # Others may end it later: Python shall not warn that its child is still running.
        process.returncode = 0

    def stop(self) -> None:
        process = self.process()
        if process is None:
            return
        process.send_signal(self.stop_signal)
        try:
            process.wait(STOPS_WITHIN)
        except psutil.TimeoutExpired:
            process.kill()
            process.wait(STOPS_WITHIN)

    def choose_port(self) -> None:
        """The one of last time if it is still free: open tools and notes keep working."""
        try:
            port = self.port
        except (OSError, ValueError):
            port = 0
        self.folder.mkdir(parents=True, exist_ok=True)
        chosen = port if port and is_free("127.0.0.1", port) else free_port()
        (self.folder / "port").write_text(str(chosen))


def end(process: subprocess.Popen, number: signal.Signals) -> None:
    """For one that never answered, or whose start was interrupted."""
    process.send_signal(number)
    try:
        process.wait(STOPS_WITHIN)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def bare_environment() -> dict[str, str]:
    return {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C"}


def free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def is_free(host: str, port: int) -> bool:
    with closing(socket.socket()) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
        return True
