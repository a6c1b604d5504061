"""How people come in: allauth with the portal's own sentences, and nobody signs up alone."""

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.urls import reverse

from auditportal import mails


class AccountAdapter(DefaultAccountAdapter):
    """No open sign-up, addresses from PUBLIC_URL, and Sie in every sentence."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": "Dieser Zugang ist gesperrt.",
        "email_password_mismatch": "E-Mail-Adresse oder Passwort stimmen nicht.",
        "enter_current_password": "Das bisherige Passwort stimmt nicht.",
        "incorrect_code": "Dieser Code stimmt nicht. Bitte prüfen Sie die Ziffern und Buchstaben.",
        "incorrect_password": "Das Passwort stimmt nicht.",
        "invalid_login": "Die Anmeldung ist nicht möglich. Bitte prüfen Sie Ihre Angaben.",
        "invalid_password_reset": "Dieser Link gilt nicht mehr.",
        "too_many_login_attempts": (
            "Das waren zu viele Versuche. Bitte warten Sie einige Minuten und versuchen Sie es "
            "dann noch einmal."
        ),
        "rate_limited": "Das waren zu viele Anfragen. Bitte warten Sie einige Minuten.",
        "unknown_email": "Diese E-Mail-Adresse kennen wir nicht.",
        "unverified_primary_email": "Ihre E-Mail-Adresse ist noch nicht bestätigt.",
    }

    def is_open_for_signup(self, request) -> bool:
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict) -> None:
        """Planned like every mail, so that nobody waits for a mail server or meets its failure."""
        mails.plan_account_mail(
            self.render_mail(template_prefix, email, {"email": email} | context)
        )

    def format_email_subject(self, subject: str) -> str:
        return f"Auditportal: {subject}"

    def get_reset_password_from_key_url(self, key: str) -> str:
        person, _, secret = key.partition("-")
        path = reverse("account_reset_password_from_key", args=[person, secret])
        return settings.PUBLIC_URL + path

    def get_password_change_redirect_url(self, request) -> str:
        return settings.LOGIN_REDIRECT_URL
