"""What every page shows around its content: navigation, theme, for whom one works."""

from functools import cache

from django.conf import settings
from django.urls import NoReverseMatch, reverse
from django.utils.functional import SimpleLazyObject

from auditportal.demo import demo_roles
from auditportal.models import Density, Theme

# (label, name of the url, only for the people of a Träger)
ENTRIES = (
    ("Aufgaben", "start", False),
    ("Meine Verfahren", "audits:cycle_list", False),
    ("Organisationen", "auditportal:organisation_list", True),
    ("Verleihungen", "certificates:certificate_list", True),
    ("Vorlagen", "handlungsfelder:entwurf_list", True),
)
LINKS = (
    "display",
    "account",
    "account_login",
    "account_logout",
    "account_change_password",
)
THEMES, DENSITIES = Theme.choices, Density.choices


@cache
def address(name: str) -> str:
    """Where a name leads; looked up once a process. A page that is not mounted has no entry."""
    try:
        return "/" if name == "start" else reverse(name)
    except NoReverseMatch:
        return ""


def portal(request) -> dict:
    user = getattr(request, "user", None)
    known = user if user is not None and user.is_authenticated else None
    return {
        "theme": known.theme if known else Theme.SYSTEM.value,
        "themes": THEMES,
        "densities": DENSITIES,
        # Only a whole page asks for these, and with them for the grants.
        "density": SimpleLazyObject(lambda: known.shown_density) if known else "",
        "navigation": SimpleLazyObject(lambda: navigation(request, known)) if known else [],
        "working_for": SimpleLazyObject(lambda: known.rights.names) if known else (),
        "links": {name: address(name) for name in LINKS},
        "demo": settings.DEMO,
        "demo_roles": demo_roles,  # called by the login page alone
        "public_url": settings.PUBLIC_URL,
        "upload_max_bytes": settings.UPLOAD_MAX_BYTES,
    }


def navigation(request, user) -> list[tuple[str, str, bool]]:
    """Pairs of label and address, and whether one is there or below it."""
    entries = []
    for label, name, traeger_only in ENTRIES:
        url = address(name)
        if url and (user.rights.is_traeger or not traeger_only):
            here = request.path == url if url == "/" else request.path.startswith(url)
            entries.append((label, url, here))
    return entries
