"""What stops the front door: one German sentence on stderr and exit status 1."""

import errno
import sys
from contextlib import contextmanager

FULL = (errno.ENOSPC, errno.EDQUOT)
FORBIDDEN = (errno.EACCES, errno.EPERM, errno.EROFS)


class Trouble(Exception):  # noqa: N818 — it is told to people, not raised at programmers
    """Carries its sentence for people."""


def sentence(error):
    """The German sentence for an error of the operating system, or nothing."""
    place = error.filename or "den Ordner des Projekts"
    if error.errno in FULL:
        return "Der Datenträger ist voll: Geben Sie Platz frei und starten Sie noch einmal."
    if error.errno in FORBIDDEN:
        return f"Es fehlt das Recht, {place} zu lesen oder zu schreiben."
    return ""


def from_output(output, otherwise):
    """The trouble that a tool's output speaks of."""
    if "No space left on device" in output:
        return Trouble(sentence(OSError(errno.ENOSPC, "")))
    if "Permission denied" in output:
        return Trouble("Es fehlt ein Recht: " + last_line(output))
    return Trouble(otherwise + " " + last_line(output))


def last_line(output):
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    return f"Die letzte Zeile lautet: {lines[-1]}" if lines else ""


@contextmanager
def reported():
    """Turns trouble into its sentence; what nobody foresaw keeps its traceback."""
    try:
        yield
    except KeyboardInterrupt:
        sys.exit(130)
    except Trouble as trouble:
        sys.exit(str(trouble).strip())
    except OSError as error:
        if not sentence(error):
            raise
        sys.exit(sentence(error))
