"""Any Python's pip: the one thing with which uv can be fetched."""

import shutil
import sys

from auditportal.machine.bootstrap import python, tool


def command():
    """How to call it, or nothing where no Python has one."""
    for candidate in (sys.executable, python.found(), shutil.which("python3"), "/usr/bin/python3"):
        if candidate and tool.answer([candidate, "-m", "pip", "--version"]):
            return [candidate, "-m", "pip"]
    return []
