"""How long one stays logged in: as long as one works, within a limit that no work prolongs.

The session is written once in a while, not with every request.
"""

from django.conf import settings
from django.contrib.auth.signals import user_logged_in
from django.contrib.sessions.backends.base import SessionBase

from auditportal import clock

BEGAN, PROLONGED = "began", "prolonged"
STEP = 10 * 60  # seconds of work that may not yet be written down


def begin(request, **_) -> None:
    """At the login, whose session is stored anyway."""
    if not clock.is_stopped():
        request.session[BEGAN] = request.session[PROLONGED] = clock.now().timestamp()


def prolong(session: SessionBase) -> None:
    """Working keeps the session alive, until its longest time is over."""
    if PROLONGED not in session or clock.is_stopped():
        return
    now = clock.now().timestamp()
    remaining = session[BEGAN] + settings.SESSION_LONGEST - now
    if remaining <= 0:
        session.flush()
    elif now - session[PROLONGED] > STEP:
        session[PROLONGED] = now
        session.set_expiry(int(min(settings.SESSION_COOKIE_AGE, remaining)))


user_logged_in.connect(begin, dispatch_uid="auditportal.sessions.begin")
