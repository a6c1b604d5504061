"""What a start of the demo makes from the sources, and need not make again while they stay."""

import hashlib
import os
from pathlib import Path

from auditportal.machine.engines import place

ROOMS = ("auditportal", "handlungsfelder", "audits", "certificates")
ALWAYS = ("requirements-local.lock", "package-lock.json", "auditportal/settings.py")


class Built:
    """Something built, with a note beside it of the sources that it was built from."""

    def __init__(self, note: Path, *folders: str):
        self.note = note
        self.folders = folders

    def is_fresh(self) -> bool:
        return self.note.exists() and self.note.read_text() == self.digest()

    def remember(self) -> None:
        self.note.write_text(self.digest())

    def digest(self) -> str:
        found = hashlib.sha256()
        for path in self.sources():
            found.update(os.fsencode(path) + path.read_bytes())
        return found.hexdigest()

    def sources(self) -> list[Path]:
        own = [path for folder in self.folders for path in (place.PROJECT / folder).rglob("*")]
        kept = [path for path in own if path.is_file() and path.parent.name != "__pycache__"]
        return [*sorted(kept), *(place.PROJECT / name for name in ALWAYS)]


def static_files() -> Built:
    """Compressing them takes five seconds."""
    return Built(place.state() / "static.built-from", "static")


def data() -> Built:
    """Tables and demo data; the note lies in the cluster's folder and goes with it."""
    return Built(place.engines() / "postgres/built-from", *ROOMS)
