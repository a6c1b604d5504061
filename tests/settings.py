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
# A busy machine is not a database that is away: the first connection to a clone may wait.
options = DATABASES["default"]["OPTIONS"]  # noqa: F405
options["connect_timeout"] = 30
options["pool"] |= {"timeout": 30, "reconnect_timeout": 60}
