"""Builds what is missing, remembers it, and goes on inside the environment."""

import os
import sys
from contextlib import contextmanager
from pathlib import Path

from auditportal.machine.bootstrap import environment, frontend, system
from auditportal.machine.bootstrap.trouble import Trouble, reported

PROJECT = Path(__file__).resolve().parents[3]
TOOLS = PROJECT / ".tools"


def run(argv):
    """Every command comes through here; when nothing is missing, that takes a blink."""
    with reported():
        may_install = "--no-install" not in argv
        arguments = [part for part in argv[1:] if part != "--no-install"]
        with alone():
            system.require(system_needs(arguments), may_install)
            python = environment.prepare(PROJECT, TOOLS)
            frontend.prepare(PROJECT, TOOLS, python)
        sys.stdout.flush()
        os.execv(str(python), [str(python), str(PROJECT / "manage.py"), *arguments])


def system_needs(arguments):
    needs = [system.PANGO]
    if arguments[:1] == ["test"]:
        needs.append(system.CHROMIUM)
    if not environment.is_fresh(PROJECT):
        needs.append(system.PIP)
    return needs


@contextmanager
def alone():
    """Two first starts at once: the second waits and finds everything done."""
    if os.name != "posix":
        raise Trouble("Das Portal läuft unter Linux und macOS; unter Windows bitte im WSL starten.")
    import fcntl  # noqa: PLC0415 — not there on Windows, which has just been told

    TOOLS.mkdir(exist_ok=True)
    with (TOOLS / "door").open("w") as door:
        fcntl.flock(door, fcntl.LOCK_EX)
        yield
