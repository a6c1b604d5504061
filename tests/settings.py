"""What only tests may have: a known secret, and plain static files without a manifest."""

import os

os.environ.setdefault("SECRET_KEY", "only-for-tests")

from auditportal.settings import *  # noqa: F403

STORAGES = {
    "default": {"BACKEND": "auditportal.storage.WholeFiles"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
STATIC_ROOT = BASE_DIR / "static"  # noqa: F405 - nothing is collected, and the folder is there
WATCH_ACTIONS = True
