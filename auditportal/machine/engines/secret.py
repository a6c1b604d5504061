"""Passwords that nobody chooses: made once, kept in a file that only its owner reads."""

import os
import secrets
from pathlib import Path


def kept(path: Path) -> str:
    if not path.exists():
        write(path, secrets.token_urlsafe(48))
    return path.read_text().strip()


def write(path: Path, text: str) -> None:
    """Whole or not at all, and never readable for others in between."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(text)
    draft.replace(path)
