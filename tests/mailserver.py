"""A real SMTP server for the tests: what arrives is kept as messages."""

import email
import email.policy
from email.message import EmailMessage

from aiosmtpd.controller import Controller


class Mailserver:
    """Listens until it is stopped; `mails` holds what came, with the envelope's recipients."""

    def __init__(self, port: int):
        self.port = port
        self.mails: list[EmailMessage] = []
        self.controller = Controller(self, hostname="127.0.0.1", port=port)

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 — aiosmtpd's name
        message = email.message_from_bytes(envelope.content, policy=email.policy.default)
        message["X-Envelope-To"] = ", ".join(envelope.rcpt_tos)
        self.mails.append(message)
        return "250 OK"

    def to(self, address: str) -> list[EmailMessage]:
        return [mail for mail in self.mails if address in mail["X-Envelope-To"]]

    def settings(self) -> dict:
        """For Django's MAILERS."""
        backend = "django.core.mail.backends.smtp.EmailBackend"
        return {
            "default": {"BACKEND": backend, "OPTIONS": {"host": "127.0.0.1", "port": self.port}}
        }
