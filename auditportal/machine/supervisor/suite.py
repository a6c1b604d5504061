"""`manage.py test`: the tests, with pytest's words and pytest's exit status."""

import os
import resource
import signal
import subprocess
import sys
from contextlib import suppress

import psutil

from auditportal.machine.engines import for_tests, place
from auditportal.machine.engines.server import Server

ENDS_WITHIN = 3  # seconds to say what has passed so far; then it is ended the hard way
# A whole run uses two cores, file by file, and in their order: those with few tests are the slow
# ones and would all come last.
WHOLE = ["-n", "2", "--dist", "loadfile", "--no-loadscope-reorder"]


class Interrupted(Exception):  # noqa: N818 — no error: somebody pressed Ctrl+C
    """Carries the number of the signal that asked for the end."""

    def __init__(self, number: int):
        super().__init__(number)
        self.number = number


def main(arguments: list[str]) -> int:
    """`--long` runs only faults, soak and mass runs, `--coverage` notes which branches are taken
    (see .ci/run); everything else goes to pytest."""
    signal.signal(signal.SIGINT, interrupt)
    signal.signal(signal.SIGTERM, interrupt)
    try:
        with for_tests.leased() as engines:
            before = seconds_of(engines.embedded)
            status = run(tool(arguments), chosen(arguments))
            print(spent(engines.embedded, before), flush=True)
            return status
    except Interrupted as interrupted:
        return 128 + interrupted.number


def interrupt(number: int, _) -> None:
    """The first signal counts; while everything ends, more of them change nothing."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    raise Interrupted(number)


def tool(arguments: list[str]) -> list[str]:
    pytest = ["-m", "pytest"]
    return ["-m", "coverage", "run", *pytest] if "--coverage" in arguments else pytest


def chosen(arguments: list[str]) -> list[str]:
    """-s: the table of a long run is its result."""
    rest = [argument for argument in arguments if argument not in ("--long", "--coverage")]
    if "--long" in arguments:
        return ["-m", "long", "-s", *rest]
    return rest or WHOLE


def run(module: list[str], options: list[str]) -> int:
    # the tests have settings of their own, which pyproject.toml names
    environment = os.environ | {"PYTHONDONTWRITEBYTECODE": ""}
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    command = [sys.executable, *module, *options]
    process = subprocess.Popen(command, cwd=place.PROJECT, env=environment)
    try:
        return process.wait()
    except Interrupted:
        end(process)
        raise


def end(process: subprocess.Popen) -> None:
    """With all that it started: workers, browsers, processes of the portal."""
    try:
        root = psutil.Process(process.pid)
        family = [root, *root.children(recursive=True)]
    except psutil.NoSuchProcess:
        return
    process.send_signal(signal.SIGINT)
    with suppress(subprocess.TimeoutExpired):
        process.wait(ENDS_WITHIN)
    for relative in family:
        with suppress(psutil.NoSuchProcess):
            relative.kill()
    process.wait()


def spent(embedded: list[Server], before: tuple[float, float]) -> str:
    """For whoever makes the suite slower: what it cost, whatever else the machine did."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    now = seconds_of(embedded)
    user, system = (after - early for after, early in zip(now, before, strict=True))
    whole = used.ru_utime + used.ru_stime + user + system
    return (
        f"CPU {whole / 60:.1f} min: tests and all they started {used.ru_utime:.0f} s user,"
        f" {used.ru_stime:.0f} s system; embedded engines {user:.0f} s user, {system:.0f} s system"
    )


def seconds_of(servers: list[Server]) -> tuple[float, float]:
    """User and system time of the engines so far, with the connections that have ended."""
    user = system = 0.0
    for root in filter(None, (server.process() for server in servers)):
        ended = root.cpu_times()
        user, system = user + ended.children_user, system + ended.children_system
        for process in (root, *root.children(recursive=True)):
            with suppress(psutil.NoSuchProcess):
                times = process.cpu_times()
                user, system = user + times.user, system + times.system
    return user, system
