"""What must be true of a server before it serves: row policies hold only for a modest role, limits
only where every visitor has an address."""

from django.conf import settings
from django.core import checks
from django.db import Error, connection

QUESTION = """
SELECT rolsuper, rolbypassrls, EXISTS (
    SELECT FROM pg_class WHERE relowner = r.oid AND relnamespace = 'public'::regnamespace
)
FROM pg_roles r WHERE rolname = current_user
"""
TOO_MIGHTY = checks.Error(
    "The application's database role is a superuser, bypasses row policies, or owns the tables.",
    hint="Give DATABASE_URL a role of its own, and the owner's address to DATABASE_OWNER_URL.",
    id="auditportal.E001",
)

NOBODY_S_ADDRESS = checks.Error(
    "Behind a proxy every visitor has the proxy's address, so one who guesses locks out all.",
    hint="Set TRUSTED_PROXIES to the number of proxies in front of the web processes.",
    id="auditportal.E002",
)

A_DEMO_IN_PUBLIC = checks.Error(
    "The demo lets everybody be anybody with one click, and shows all mails.",
    hint="Unset AUDITPORTAL_DEMO where people come by https.",
    id="auditportal.E003",
)

# Constraints that came when their tables were already full: older rows may break them.
YOUNG = """
SELECT conname, conrelid::regclass::text, pg_get_expr(conbin, conrelid)
FROM pg_constraint WHERE contype = 'c' AND NOT convalidated ORDER BY 1
"""
LISTED = 20  # rows, of each constraint


@checks.register(checks.Tags.database)
def old_rows_that_are_refused_today(databases=None, **_) -> list[checks.CheckMessage]:
    """None of them is dropped or changed: somebody has to say what was meant."""
    if not databases:
        return []
    with connection.cursor() as cursor:
        cursor.execute(YOUNG)
        young = cursor.fetchall()
        broken = [(name, table, _breaking(cursor, table, rule)) for name, table, rule in young]
    return [
        checks.Warning(
            f"{name}: {table} has rows that would be refused today: {', '.join(map(str, rows))}.",
            hint="Correct them in the portal; the numbers are their ids.",
            id="auditportal.W001",
        )
        for name, table, rows in broken
        if rows
    ]


def _breaking(cursor, table: str, rule: str) -> list[int]:
    cursor.execute(f"SELECT id FROM {table} WHERE NOT ({rule}) ORDER BY id LIMIT {LISTED}")
    return [pk for (pk,) in cursor]


@checks.register(checks.Tags.security, deploy=True)
def no_demo_in_public(**_) -> list[checks.CheckMessage]:
    return [A_DEMO_IN_PUBLIC] if settings.DEMO and settings.IS_HTTPS else []


@checks.register(checks.Tags.security, deploy=True)
def trusted_proxies(**_) -> list[checks.CheckMessage]:
    """The web process speaks no TLS: where people come by https there is a proxy."""
    is_unknown = settings.IS_HTTPS and not settings.ALLAUTH_TRUSTED_PROXY_COUNT
    return [NOBODY_S_ADDRESS] if is_unknown else []


@checks.register(checks.Tags.security, deploy=True)
def application_role(**_) -> list[checks.CheckMessage]:
    """Commands of the owner are not asked; whether the database answers is /gesund/'s question."""
    if settings.AS_OWNER:
        return []
    try:
        with connection.cursor() as cursor:
            cursor.execute(QUESTION)
            return [TOO_MIGHTY] if any(cursor.fetchone()) else []
    except Error:
        return []
