"""The project's `.venv`: Python 3.13 with exactly what the lock file names, byte for byte."""

import shutil

from auditportal.machine.bootstrap import python, stamp, tool, uv

LOCK = "requirements-local.lock"


def prepare(project, tools):
    """The path of the environment's Python."""
    folder, lock = project / ".venv", project / LOCK
    if not is_fresh(project):
        print("Die Python-Umgebung wird eingerichtet (einmalig, etwa eine Minute) …", flush=True)
        build(folder, lock, uv.prepare(project, tools))
    return folder / "bin/python"


def is_fresh(project):
    return stamp.is_fresh(project / ".venv", project / LOCK)


def build(folder, lock, uv_path):
    """Under another name until it is whole; relocatable, since its scripts name their folder."""
    draft = folder.with_name(".venv.new")
    shutil.rmtree(str(draft), ignore_errors=True)
    tool.run(
        [uv_path, "venv", "--no-project", "--relocatable", "--python", python.found(), draft],
        "Python 3.13 fehlt und lässt sich nicht herunterladen.",
    )
    # Without bytecode the first PDF takes seconds longer, whatever the machine's settings say.
    options = ["--require-hashes", "--compile-bytecode", "--python", draft / "bin/python"]
    tool.run(
        [uv_path, "pip", "sync", *options, lock],
        "Die Python-Pakete lassen sich nicht installieren.",
        PYTHONDONTWRITEBYTECODE="",
        VIRTUAL_ENV=str(draft),
    )
    stamp.write(draft, lock)
    old = folder.with_name(".venv.old")
    shutil.rmtree(str(old), ignore_errors=True)
    if folder.exists():
        folder.rename(old)
    draft.rename(folder)
    shutil.rmtree(str(old), ignore_errors=True)
