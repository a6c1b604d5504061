"""Inside `.venv`: demo, dev and test look after themselves, every other command gets engines."""

import os
import signal
import sys

from auditportal.machine import command_line
from auditportal.machine.bootstrap.trouble import reported
from auditportal.machine.engines import environment
from auditportal.machine.supervisor import demo, suite

OWN = {"demo": demo.main, "dev": demo.develop, "test": suite.main}
# Those who ask no database.
ALONE = {"", "collectstatic", "help", "serve", "startapp", "version"}


def run(argv: list[str]) -> None:
    argv = [part for part in argv if part != "--no-install"]  # nothing is missing here
    command = argv[1] if len(argv) > 1 else ""
    with reported():
        if command in OWN:
            sys.exit(OWN[command](argv[2:]))
        if command in ALONE or command.startswith("-"):
            command_line.run(argv)
        with_engines(argv)


def with_engines(argv: list[str]) -> None:
    """A running demo's engines are used as they are; else they run as long as the command."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    with environment.complete() as found:
        os.environ.update(found)
        command_line.run(argv)
