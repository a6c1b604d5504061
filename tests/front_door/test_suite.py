"""`manage.py test` on a machine of its own: it ends at once, counts its time, keeps its engines."""

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest
from django.conf import settings

from auditportal.machine.engines import for_tests, keeper, lease, place
from auditportal.machine.engines.valkey import Valkey

KEPT = ("COVERAGE_PROCESS_CONFIG", "HOME", "LANG", "PATH")
SLOW = "import time\n\n\ndef test_slow_{0}():\n    time.sleep(60)\n"


class Suite:
    """The command as a person runs it, with engines that no other test knows."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.environment = {name: os.environ[name] for name in KEPT if name in os.environ}
        self.environment["AUDITPORTAL_STATE"] = str(folder / "state")
        self.output = folder / "output"
        self.process = None

    def start(self, *arguments):
        command = [sys.executable, "manage.py", "test", "-q", *map(str, arguments)]
        with self.output.open("wb") as output:
            self.process = subprocess.Popen(
                command,
                env=self.environment,
                cwd=settings.BASE_DIR,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
            )

    def family(self):
        return psutil.Process(self.process.pid).children(recursive=True)

    def wait_for(self, is_so, seconds=60):
        patience = time.monotonic() + seconds
        while not is_so():
            assert time.monotonic() < patience
            time.sleep(0.02)

    def runs(self, word):
        def commands():
            for relative in self.family():
                try:
                    yield " ".join(relative.cmdline())
                except psutil.Error:
                    continue

        return any(word in command for command in commands())


@pytest.fixture
def suite(tmp_path, monkeypatch):
    monkeypatch.setenv("AUDITPORTAL_STATE", str(tmp_path / "state"))
    suite = Suite(tmp_path)
    yield suite
    if suite.process and suite.process.poll() is None:
        suite.process.terminate()
        suite.process.wait(60)
    engines = place.engines()
    with lease.alone(engines / "tests"):
        lease.stop(list(for_tests.servers(engines / "tests")))
    shutil.rmtree(engines)


def left_over(engines):
    """Processes that work in this folder: a server's own, and those that it started."""
    found = []
    for process in psutil.process_iter():
        try:
            if str(process.cwd()).startswith(str(engines)):
                found.append(process)
        except psutil.Error:
            continue
    return found


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("moment", ["initdb", "postgres"])
def test_it_ends_at_once_while_its_engines_start(suite, moment, number):
    suite.start("tests/front_door/test_bootstrap.py")
    suite.wait_for(lambda: suite.runs(moment))
    suite.process.send_signal(number)

    assert suite.process.wait(15) == 128 + number
    assert left_over(place.engines()) == []


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_ends_at_once_while_its_workers_run(suite, number):
    for name in "ab":
        (suite.folder / f"test_slow_{name}.py").write_text(SLOW.format(name))
    suite.start("-n", "2", "-p", "no:cacheprovider", "--rootdir", suite.folder, suite.folder)
    suite.wait_for(lambda: suite.runs("execnet") or suite.runs("import sys;exec"))
    time.sleep(1)
    family = suite.family()
    suite.process.send_signal(number)

    assert suite.process.wait(15) == 128 + number
    assert [one for one in family if one.is_running() and one.status() != "zombie"] == []
    assert left_over(place.engines()) == []


def test_it_tells_what_it_cost_and_keeps_its_engines_for_the_next_run(suite):
    (suite.folder / "test_quick.py").write_text("def test_quick():\n    pass\n")
    arguments = ["-p", "no:cacheprovider", "--rootdir", suite.folder, suite.folder]
    suite.start(*arguments)
    suite.process.wait(120)
    output = suite.output.read_text()
    kept = [server.process() for server in for_tests.servers(place.engines() / "tests")]
    suite.start(*arguments)
    suite.process.wait(120)

    assert suite.process.returncode == 0
    assert re.search(r"^CPU \d+\.\d min: tests .* s user, .* s system; embedded", output, re.M)
    assert None not in kept
    assert [one.process() for one in for_tests.servers(place.engines() / "tests")] == kept


def test_engines_that_nobody_used_for_a_while_are_ended(suite):
    folder = place.engines() / "tests"
    folder.mkdir()
    valkey = Valkey(folder / "valkey")
    with lease.lease(folder, [valkey], lambda _: keeper.look_after(folder, 1)):
        assert valkey.process()
    process = valkey.process()
    process.wait(30)

    assert not process.is_running()
