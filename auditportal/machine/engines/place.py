"""Where things lie: what the portal keeps, and what its embedded engines keep."""

import hashlib
import os
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[3]
FOR_ROOT = Path("/var/lib/auditportal")


def state() -> Path:
    """The portal's own folder: files, static files, secrets, logs."""
    folder = Path(os.environ.get("AUDITPORTAL_STATE") or PROJECT / "var").resolve()
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def engines() -> Path:
    """As root outside the checkout, so that an OS user reaches it and no parent must be opened."""
    folder = FOR_ROOT / key() if is_root() else state() / "engines"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def key() -> str:
    """Tells the checkouts of one machine apart."""
    return hashlib.sha256(os.fsencode(state())).hexdigest()[:12]


def is_root() -> bool:
    return os.geteuid() == 0
