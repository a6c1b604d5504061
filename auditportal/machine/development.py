"""Settings of `manage.py dev` alone: production's, with error pages, toolbar and plain files."""

from auditportal.settings import *  # noqa: F403

DEBUG = True
ROOT_URLCONF = "auditportal.machine.development_urls"
STORAGES |= {
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
# It brings its nonces for the content security policy, which stays as strict as everywhere.
INSTALLED_APPS = [*INSTALLED_APPS, "debug_toolbar"]
MIDDLEWARE = [
    *MIDDLEWARE[:3],
    "debug_toolbar.middleware.DebugToolbarMiddleware",
    *MIDDLEWARE[3:],
]
INTERNAL_IPS = ["127.0.0.1"]
