"""The OS user that the engines run as: PostgreSQL refuses root, and root is more than they need."""

import os
import pwd
from pathlib import Path

from auditportal.machine.engines import place


def keywords() -> dict:
    """For subprocess: drop every right of root before the program starts."""
    if not place.is_root():
        return {}
    nobody = pwd.getpwnam("nobody")
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def own_folder(path: Path) -> Path:
    """A folder that the engine's user alone may enter."""
    path.mkdir(parents=True, exist_ok=True)
    hand_over(path)
    path.chmod(0o700)
    return path


def hand_over(path: Path) -> None:
    if place.is_root():
        nobody = pwd.getpwnam("nobody")
        os.chown(path, nobody.pw_uid, nobody.pw_gid)
