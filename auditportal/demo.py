"""What only the demo has: people to be with one click, and a mailbox that anybody may read."""

import json
import mailbox
from dataclasses import dataclass
from datetime import datetime
from email import message_from_binary_file, policy
from email.message import EmailMessage
from email.utils import parsedate_to_datetime

from django.conf import settings


@dataclass(frozen=True)
class DemoMail:
    to: str
    subject: str
    at: datetime
    text: str
    attachments: list[str]


def demo_roles() -> list[dict]:
    """Who can be tried: role, login and id of the user, as the replay wrote them down."""
    path = settings.STATE_DIR / "demo-logins.json"
    return json.loads(path.read_text()) if settings.DEMO and path.exists() else []


def mails() -> list[DemoMail]:
    """The newest first."""
    path = settings.STATE_DIR / "mailbox"
    folder = mailbox.Maildir(path, factory=parse, create=False) if path.exists() else []  # type: ignore[arg-type] # typeshed knows only its own kind of message
    return sorted(map(read, folder), key=lambda mail: mail.at, reverse=True)


def parse(file) -> EmailMessage:
    return message_from_binary_file(file, policy=policy.default)


def read(message: EmailMessage) -> DemoMail:
    body = message.get_body(("plain", "html"))
    return DemoMail(
        to=message["To"],
        subject=message["Subject"],
        at=parsedate_to_datetime(message["Date"]),
        text=body.get_content() if body else "",
        attachments=[part.get_filename("") for part in message.iter_attachments()],
    )
