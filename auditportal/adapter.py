"""How people come in: allauth with the portal's own sentences, and nobody signs up alone."""

import datetime as dt
import math

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.contrib.auth import authenticate
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.urls import reverse

from auditportal import attempts, mails

TOO_MANY = "Das waren zu viele Versuche. Bitte warten Sie {} und versuchen Sie es dann noch einmal."


def _in_words(remaining: dt.timedelta) -> str:
    """Rounded up: who comes back then is let in."""
    seconds = math.ceil(remaining.total_seconds())
    if seconds < 60:
        return f"{seconds} Sekunden" if seconds > 1 else "eine Sekunde"
    minutes = math.ceil(seconds / 60)
    return f"{minutes} Minuten" if minutes > 1 else "eine Minute"


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
        "rate_limited": "Das waren zu viele Anfragen. Bitte warten Sie einige Minuten.",
        "unknown_email": "Diese E-Mail-Adresse kennen wir nicht.",
        "unverified_primary_email": "Ihre E-Mail-Adresse ist noch nicht bestätigt.",
    }

    def is_open_for_signup(self, request) -> bool:
        return False

    # --- guessing ---

    def pre_authenticate(self, request, **credentials) -> None:
        """In the place of allauth's own count, which is one for everybody behind a proxy."""
        remaining = attempts.wait(self._counters(request, credentials))
        if remaining:
            raise ValidationError(TOO_MANY.format(_in_words(remaining)), "too_many_login_attempts")

    def authenticate(self, request, **credentials):
        self.pre_authenticate(request, **credentials)
        user = authenticate(request, **credentials)
        if user is None:
            attempts.failed(self._counters(request, credentials))
        return user

    def post_login(self, request, user, **keywords) -> HttpResponse:
        response = super().post_login(request, user, **keywords)
        response.set_cookie(
            settings.KNOWN_BROWSER_COOKIE,
            attempts.remember(user.email),
            max_age=attempts.KNOWN_FOR,
            secure=settings.IS_HTTPS,
            httponly=True,
            samesite="Lax",
        )
        return response

    def _counters(self, request, credentials: dict) -> list[attempts.Counter]:
        return attempts.counters(
            credentials.get("email") or request.user.email,  # who is inside confirms who it is
            self.get_client_ip(request),
            request.COOKIES.get(settings.KNOWN_BROWSER_COOKIE, ""),
        )

    # --- mails ---

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
