"""A process that is watched: with a log of its own, in a group of its own, gone when we are."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

from auditportal.machine.bootstrap.trouble import from_output

ENDS_WITHIN = 15  # seconds; after them it is ended the hard way
DIE_WITH_PARENT = 1  # prctl(2): PR_SET_PDEATHSIG
LIBC = ctypes.CDLL(None)


class Child:
    def __init__(self, name: str, command: list[str], environment: dict[str, str], logs: Path):
        self.name = name
        self.log = logs / f"{name}.log"
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                command,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=follow_parent,
            )

    def require(self) -> None:
        """Whoever ended by itself takes everybody along, with its last words."""
        if self.process.poll() is not None:
            raise self.trouble(f"Der Prozess „{self.name}“ ist unerwartet beendet.")

    def finish(self) -> None:
        """For a step that comes to an end by itself."""
        if self.process.wait():
            raise self.trouble(f"Der Schritt „{self.name}“ ist gescheitert.")

    def trouble(self, sentence: str):
        return from_output(self.log.read_text(errors="replace"), sentence)

    def ask_to_end(self) -> None:
        if self.process.poll() is None:
            self.process.terminate()

    def end(self) -> None:
        """Also what it started itself: nothing of the group stays."""
        try:
            self.process.wait(ENDS_WITHIN)
        except subprocess.TimeoutExpired:
            self.process.kill()
        # nobody may be left; macOS says that with the second of the two
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


def follow_parent() -> None:
    """Linux tells the child when the supervisor was killed and could not say good-bye."""
    if sys.platform == "linux":
        LIBC.prctl(DIE_WITH_PARENT, signal.SIGTERM)


def end(children: list[Child]) -> None:
    """All at once are asked, each is waited for."""
    for child in reversed(children):
        child.ask_to_end()
    for child in reversed(children):
        child.end()


def watch(children: list[Child]) -> None:
    """Until a signal comes or one of them ends."""
    while True:
        for child in children:
            child.require()
        time.sleep(0.5)
