"""`manage.py test`: the tests, with pytest's words and pytest's exit status."""

import os
import signal
import subprocess
import sys

from auditportal.machine.engines import place


def main(arguments: list[str]) -> int:
    """`--long` runs only faults, soak and mass runs; everything else goes to pytest."""
    is_long = "--long" in arguments
    rest = [argument for argument in arguments if argument != "--long"]
    # -s: the table of a long run is its result; a whole run uses two cores, file by file, and in
    # their order: those with few tests are the slow ones and would all come last
    whole = [] if rest else ["-n", "2", "--dist", "loadfile", "--no-loadscope-reorder"]
    chosen = ["-m", "long", "-s"] if is_long else whole
    command = [sys.executable, "-m", "pytest", *chosen, *rest]
    # the tests have settings of their own, which pyproject.toml names
    environment = os.environ | {"PYTHONDONTWRITEBYTECODE": ""}
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    process = subprocess.Popen(command, cwd=place.PROJECT, env=environment)
    # pytest hears Ctrl+C itself and ends what it started; we only pass on what it cannot hear.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, lambda *_: process.send_signal(signal.SIGINT))
    return process.wait()
