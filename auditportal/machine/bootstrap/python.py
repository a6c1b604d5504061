"""Finds a Python 3.13: uv alone does not see what pyenv has, and trips over its shims."""

import os
import shutil
import sys
from pathlib import Path

from auditportal.machine.bootstrap import tool

WANTED = "3.13"
TELL = "import os, sys; print('%d.%d' % sys.version_info[:2], os.path.realpath(sys.executable))"


def found():
    """The path of one that runs; else the bare version, which lets uv download it."""
    for candidate in candidates():
        version, _, path = tool.answer([candidate, "-c", TELL]).strip().partition(" ")
        if version == WANTED:
            return path  # the real one: links and shims do not know their library
    return WANTED


def candidates():
    yield sys.executable
    on_path = shutil.which("python" + WANTED)
    if on_path:
        yield on_path
    for folder, pattern in places():
        yield from sorted(folder.glob(pattern), reverse=True)


def places():
    home = Path.home()
    pyenv = Path(os.environ.get("PYENV_ROOT") or home / ".pyenv")
    data = Path(os.environ.get("XDG_DATA_HOME") or home / ".local/share")
    uv = Path(os.environ.get("UV_PYTHON_INSTALL_DIR") or data / "uv/python")
    return (
        (pyenv / "versions", WANTED + "*/bin/python" + WANTED),
        (uv, "cpython-" + WANTED + "*/bin/python" + WANTED),
    )
