"""Gets uv, which builds the environment, from a hash-locked file: as a folder, not as a package.

Debian's Python refuses to install packages (PEP 668); into a folder of our own it may.
"""

import shutil

from auditportal.machine.bootstrap import pip, stamp, tool


def prepare(project, tools):
    """The path of uv."""
    folder, lock = tools / "uv", project / "requirements-uv.lock"
    if not stamp.is_fresh(folder, lock):
        install(folder, lock)
    return folder / "bin/uv"


def install(folder, lock):
    draft = folder.with_name("uv.new")
    shutil.rmtree(str(draft), ignore_errors=True)
    options = ["--require-hashes", "--no-deps", "--disable-pip-version-check", "--quiet"]
    tool.run(
        [*pip.command(), "install", *options, "--target", draft, "-r", lock],
        "Das Werkzeug uv lässt sich nicht herunterladen.",
    )
    stamp.write(draft, lock)
    shutil.rmtree(str(folder), ignore_errors=True)
    draft.rename(folder)
