"""One settings file; every difference between machines is an environment variable.

The README's chapter on operation lists the variables. A missing secret stops the start.
"""

from pathlib import Path

import environ
from celery.schedules import crontab
from django.core.exceptions import ImproperlyConfigured
from django.utils.csp import CSP

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()

DEBUG = env.bool("DEBUG", default=False)
DEMO = env.bool("AUDITPORTAL_DEMO", default=False)  # one-click roles and a mailbox in the browser
SECRET_KEY = env.str("SECRET_KEY", default="only-while-debugging" if DEBUG else "")
if not SECRET_KEY:
    raise ImproperlyConfigured("SECRET_KEY is missing: set it, or set DEBUG=1 on your own machine.")

# Where people reach the portal: mails, QR codes and cookies follow its scheme.
PUBLIC_URL = env.str("PUBLIC_URL", default="http://127.0.0.1:8000").rstrip("/")
IS_HTTPS = PUBLIC_URL.startswith("https://")
PUBLIC_HOST = environ.urlparse(PUBLIC_URL).hostname
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[PUBLIC_HOST, "localhost", "127.0.0.1"])
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]

INSTALLED_APPS = [
    "certificates",
    "audits",
    "handlungsfelder",
    "auditportal",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",
    "guardian",
    "django_htmx",
    "allauth",
    "allauth.account",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "auditportal.middleware.SessionLimitMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "auditportal.middleware.LoginMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "auditportal.middleware.UploadLimitMiddleware",
    "auditportal.middleware.LineEndsMiddleware",
    "auditportal.middleware.PrivateMiddleware",
    "auditportal.middleware.TransactionMiddleware",
    "auditportal.middleware.TakenOnceMiddleware",
]
ROOT_URLCONF = "auditportal.urls"
WSGI_APPLICATION = "auditportal.wsgi.application"
FORM_RENDERER = "auditportal.forms.renderer.KernRenderer"
FLUSH_LOADERS = ["auditportal.flush.Filesystem", "auditportal.flush.AppDirectories"]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "loaders": [("django.template.loaders.cached.Loader", FLUSH_LOADERS)],
            "builtins": ["auditportal.templatetags.notation"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.csp",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "auditportal.context.portal",
            ],
        },
    },
    {
        # The rows of long lists (auditportal/jinja.py), and Django's own elements of forms.
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [BASE_DIR / "templates/jinja2"],
        "APP_DIRS": True,
        "OPTIONS": {
            "environment": "auditportal.jinja.environment",
            "trim_blocks": True,
            "lstrip_blocks": True,
        },
    },
]

# --- database -----------------------------------------------------------------------------------
# DATABASE_URL belongs to the application role, which owns no table and passes by no policy;
# DATABASE_OWNER_URL to the role that migrates and backs up. manage.py sets AUDITPORTAL_AS_OWNER
# for the commands that need it.
AS_OWNER = env.bool("AUDITPORTAL_AS_OWNER", default=False)
DATABASE_POOL = env.int("DATABASE_POOL", default=8)  # one for each thread of a web process


def database(variable: str) -> dict:
    """PostgreSQL and nothing else, with a pool of fixed size (persistent connections run out)."""
    config = env.db_url(variable, default="postgresql://localhost/auditportal")
    # A pooler in front knows no cursors, and for short lists they are three ways instead of one.
    config["DISABLE_SERVER_SIDE_CURSORS"] = True
    config["OPTIONS"] = config.get("OPTIONS", {}) | {
        # A database that is away is told within seconds, and looked for again with each request.
        "pool": {"min_size": 1, "max_size": DATABASE_POOL, "timeout": 3, "reconnect_timeout": 5},
        "connect_timeout": 3,
        # A statement is planned once a connection: pages ask the same few again and again.
        "server_side_binding": True,
        "prepare_threshold": 3,
    }
    return config


DATABASES = {"default": database("DATABASE_OWNER_URL" if AS_OWNER else "DATABASE_URL")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# Rate limits must hold over all processes and must not hang on the broker. A full cache throws away
# what still counts, so it is large; what has expired goes first.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "auditportal_cache",
        "OPTIONS": {"MAX_ENTRIES": 50_000},
    }
}

# --- people -------------------------------------------------------------------------------------
AUTH_USER_MODEL = "auditportal.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "auditportal.hashers.Argon2id",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
SILENCED_SYSTEM_CHECKS = ["guardian.W001"]  # guardian's backend says yes to every superuser
ANONYMOUS_USER_NAME = None
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "auditportal.adapter.AccountAdapter"  # no open sign-up
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # the invitation was sent to it
# Addresses are the proxy's unless it is said how many stand in front (checked before serving).
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXIES", default=0)
# Passwords have auditportal/attempts.py; a whole Rathaus may come from one address.
ACCOUNT_RATE_LIMITS = {"login": "300/m/ip", "reset_password": "60/m/ip,5/m/key"}
KNOWN_BROWSER_COOKIE = "__Host-known" if IS_HTTPS else "known"
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False
SESSION_COOKIE_AGE = env.int("SESSION_IDLE_HOURS", default=12) * 3600  # without any work
SESSION_LONGEST = env.int("SESSION_LONGEST_HOURS", default=7 * 24) * 3600  # whatever one does
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = IS_HTTPS
SESSION_COOKIE_NAME = "__Host-sessionid" if IS_HTTPS else "sessionid"
CSRF_COOKIE_NAME = "__Host-csrftoken" if IS_HTTPS else "csrftoken"
CSRF_FAILURE_VIEW = "auditportal.views.refused.stale_token"
CSRF_COOKIE_HTTPONLY = False  # htmx reads the token from a meta tag, forms carry it

# --- security -----------------------------------------------------------------------------------
SECURE_CSP = {
    "default-src": [CSP.SELF],
    "script-src": [CSP.SELF, CSP.NONCE],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:"],  # KERN's icons are data: masks
    "object-src": [CSP.NONE],
    "base-uri": [CSP.NONE],
    "form-action": [CSP.SELF],
    "frame-ancestors": [CSP.NONE],
}
SECURE_SSL_REDIRECT = False  # the proxy does that
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if IS_HTTPS else None
SECURE_HSTS_SECONDS = 31_536_000 if IS_HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = IS_HTTPS
SILENCED_SYSTEM_CHECKS += ["security.W008"]  # see SECURE_SSL_REDIRECT
X_FRAME_OPTIONS = "DENY"

# --- files --------------------------------------------------------------------------------------
STATE_DIR = Path(env.str("AUDITPORTAL_STATE", default=str(BASE_DIR / "var")))
STATIC_URL = "static/"
STATIC_ROOT = STATE_DIR / "static"
STATICFILES_DIRS = [
    BASE_DIR / "static",
    ("kern", BASE_DIR / "node_modules/@kern-ux/native/dist"),
    ("htmx", BASE_DIR / "node_modules/htmx.org/dist"),
]
MEDIA_ROOT = Path(env.str("MEDIA_ROOT", default=str(STATE_DIR / "files")))
MEDIA_URL = ""  # nothing below it is ever served but through a checked view
STORAGES = {
    "default": {"BACKEND": "auditportal.storage.WholeFiles"},
    "staticfiles": {"BACKEND": "auditportal.storage.StaticFiles"},
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
UPLOAD_MAX_BYTES = 20 * 1024 * 1024  # one document
REQUEST_MAX_BYTES = 64 * 1024 * 1024  # beyond this nothing is read at all
WATCH_ACTIONS = False  # the tests refuse what is written without one
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
FILE_UPLOAD_PERMISSIONS = 0o600

# --- mail ---------------------------------------------------------------------------------------
DEFAULT_FROM_EMAIL = env.str("MAIL_FROM", default="Auditportal <portal@auditportal.example>")


def mailer(variable: str) -> dict:
    """The SMTP server of a URL: smtp://, smtp+tls://, smtp+ssl://user:password@host:port."""
    found = env.email_url(variable, default="smtp://127.0.0.1:1025")
    options = {
        "host": found["EMAIL_HOST"],
        "port": found["EMAIL_PORT"],
        "username": found["EMAIL_HOST_USER"] or "",
        "password": found["EMAIL_HOST_PASSWORD"] or "",
        "use_tls": found.get("EMAIL_USE_TLS", False),
        "use_ssl": found.get("EMAIL_USE_SSL", False),
        "timeout": 20,
    }
    return {"BACKEND": found["EMAIL_BACKEND"], "OPTIONS": options}


MAILERS = {"default": mailer("MAIL_URL")}

# --- Celery: at least once, and every task may run twice ----------------------------------------
CELERY_BROKER_URL = env.str("BROKER_URL", default="redis://127.0.0.1:6379/0")
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 900,
    "unacked_restore_interval": 5,
    "unacked_restore_throttle": 1,
    "socket_connect_timeout": 2,
    "socket_timeout": 10,
}
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_TIME_LIMIT = 300
CELERY_TASK_SOFT_TIME_LIMIT = 240
CELERY_TASK_PUBLISH_RETRY = False  # a wake-up may be lost: the schedule drains what it missed
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_MAX_TASKS_PER_CHILD = 200
CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT = 30
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = TIME_ZONE = "Europe/Berlin"
# Nobody who waits for a code waits behind a mail to many, and no mail behind a PDF.
QUEUES = ("codes", "mails", "papers")
CELERY_TASK_DEFAULT_QUEUE = "papers"
CELERY_TASK_ROUTES = {
    "auditportal.tasks.drain_codes": {"queue": "codes"},
    "*.drain_*": {"queue": "mails"},
}
CELERY_BEAT_SCHEDULER = "auditportal.schedule:Scheduler"  # each of its turns is a sign of life
CELERY_BEAT_MAX_LOOP_INTERVAL = 15


def every(seconds: float, task: str) -> dict:
    """What has not begun when its next turn comes is forgotten: no queue fills with the same."""
    return {"task": task, "schedule": seconds, "options": {"expires": seconds}}


CELERY_BEAT_SCHEDULE = {
    "forget-old": every(3600, "auditportal.tasks.forget_old"),
    "forget-attempts": every(3600, "auditportal.tasks.forget_attempts"),
    "drain-codes": every(60, "auditportal.tasks.drain_codes"),
    "drain-mails": every(60, "auditportal.tasks.drain_mails"),
    "plan-reminders": {"task": "audits.tasks.plan_reminders", "schedule": crontab(minute=10)},
    "drain-reminders": every(60, "audits.tasks.drain_reminders"),
    "render-fassungen": every(60, "audits.tasks.render_fassungen"),
    "close-berufungen": every(3600, "audits.tasks.close_berufungen"),
}
CELERY_BEAT_SCHEDULE_FILENAME = str(STATE_DIR / "celerybeat-schedule")

# --- language -----------------------------------------------------------------------------------
LANGUAGE_CODE = "de"
USE_I18N = USE_TZ = True
USE_THOUSAND_SEPARATOR = False
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    # They tell every font and step at each import.
    "loggers": {
        "weasyprint.progress": {"level": "WARNING"},
        "fontTools": {"level": "WARNING"},
    },
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="INFO")},
}
