"""The bootstrap runs before anything is installed, under whatever Python the machine has."""

import ast
import errno
import os
import subprocess
import sys

import pytest
from django.conf import settings

from auditportal.machine.bootstrap import python, stamp, system, tool
from auditportal.machine.bootstrap.trouble import Trouble, from_output, reported

BOOTSTRAP = settings.BASE_DIR / "auditportal/machine/bootstrap"
FILES = [settings.BASE_DIR / "manage.py", *sorted(BOOTSTRAP.glob("*.py"))]
OWN = "auditportal.machine.bootstrap"
# Methods and functions that Python 3.8 lacks, though it can read their names.
TOO_NEW = {"removeprefix", "removesuffix", "batched", "pairwise", "is_relative_to", "hardlink_to"}


def tree_of(path):
    return ast.parse(path.read_text(), feature_version=(3, 8))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_python_3_8_can_read_the_bootstrap(path):
    names = {node.attr for node in ast.walk(tree_of(path)) if isinstance(node, ast.Attribute)}
    notes = [
        node
        for node in ast.walk(tree_of(path))
        if getattr(node, "annotation", None) or getattr(node, "returns", None)
    ]

    assert names & TOO_NEW == set()
    assert notes == []  # a `list[str]` is read by Python 3.8, and fails when it runs


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_the_bootstrap_imports_only_the_standard_library(path):
    found = set()
    for node in tree_of(path).body:
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add(node.module)

    ours = {name for name in found if name.startswith("auditportal.machine")}
    assert {name for name in ours if not name.startswith(OWN)} <= {"auditportal.machine"}
    assert {name.partition(".")[0] for name in found - ours} <= set(sys.stdlib_module_names)


def test_the_packages_around_the_bootstrap_import_nothing():
    """Or the bootstrap would need Django before it can install it."""
    assert (settings.BASE_DIR / "auditportal/__init__.py").read_text() == ""
    (docstring,) = tree_of(settings.BASE_DIR / "auditportal/machine/__init__.py").body
    assert ast.unparse(docstring).startswith("'")


def test_a_python_3_13_is_found_and_runs():
    version = subprocess.run(
        [python.found(), "--version"], capture_output=True, text=True, check=True
    )

    assert version.stdout.startswith("Python 3.13")


def test_what_was_built_from_another_lock_is_built_again(tmp_path):
    lock = tmp_path / "lock"
    lock.write_text("django==1")
    before = stamp.is_fresh(tmp_path, lock)
    stamp.write(tmp_path, lock)
    built = stamp.is_fresh(tmp_path, lock)
    lock.write_text("django==2")

    assert (before, built, stamp.is_fresh(tmp_path, lock)) == (False, True, False)


def test_without_leave_to_install_it_says_what_to_type(monkeypatch):
    monkeypatch.setitem(system.LIBRARIES, sys.platform, ("libnobodyhasthis.so.0",))

    with pytest.raises(Trouble, match=r"^Es fehlt Pango\. Bitte geben Sie ein: .*pango"):
        system.require((system.PANGO,), may_install=False)


def test_nothing_is_asked_for_where_nothing_is_missing():
    assert system.require((system.PANGO, system.CHROMIUM), may_install=False) is None


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-local.lock"])
def test_every_package_is_locked_by_its_hash(name):
    lines = (settings.BASE_DIR / name).read_text().replace("\\\n", "").splitlines()

    assert [line for line in lines if line[:1].isalpha() and "--hash=sha256:" not in line] == []
    assert [line for line in lines if "://" in line] == []


def test_a_failing_tool_becomes_one_sentence_with_its_last_line():
    command = [sys.executable, "-c", "print('first'); print('last words'); raise SystemExit(3)"]

    with pytest.raises(Trouble) as trouble:
        tool.run(command, "Es geht nicht.")

    assert str(trouble.value) == "Es geht nicht. Die letzte Zeile lautet: last words"


@pytest.mark.parametrize(
    ("trouble", "words"),
    [
        (OSError(errno.ENOSPC, "", "/data"), "Der Datenträger ist voll"),
        (OSError(errno.EACCES, "", "/data"), "Es fehlt das Recht, /data zu lesen"),
        (from_output("x\ninitdb: error: No space left on device", "Nein."), "Datenträger ist voll"),
        (Trouble("Der Port 1 ist belegt."), "Der Port 1 ist belegt."),
    ],
)
def test_trouble_is_told_in_one_german_sentence(trouble, words):
    with pytest.raises(SystemExit) as end, reported():
        raise trouble

    assert words in end.value.code
    assert "\n" not in end.value.code


def test_what_nobody_foresaw_keeps_its_traceback():
    with pytest.raises(ConnectionError), reported():
        raise ConnectionError(errno.ECONNREFUSED, "")


@pytest.mark.long
def test_a_fresh_checkout_sets_itself_up_and_does_it_only_once(tmp_path):
    checkout = tmp_path / "checkout"
    subprocess.run(["git", "clone", "-q", settings.BASE_DIR, checkout], check=True)
    environment = {key: value for key, value in os.environ.items() if key != "AUDITPORTAL_READY"}
    command = [sys.executable, "manage.py", "version"]

    first = subprocess.run(command, cwd=checkout, env=environment, capture_output=True, text=True)
    second = subprocess.run(command, cwd=checkout, env=environment, capture_output=True, text=True)

    assert (first.returncode, second.returncode) == (0, 0), first.stderr
    assert "einmalig" in first.stdout
    assert "einmalig" not in second.stdout
    assert (checkout / "node_modules/htmx.org").exists()
