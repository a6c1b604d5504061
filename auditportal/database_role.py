"""The application's role: it works with the tables and neither owns them nor passes by policies."""

from urllib.parse import unquote, urlsplit

from psycopg import Cursor, sql

# One statement each; {role} is the application's. Later migrations are covered by the defaults.
GRANTS = (
    "GRANT USAGE ON SCHEMA public TO {role}",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role}",
    "GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {role}",
    "ALTER DEFAULT PRIVILEGES IN SCHEMA public"
    " GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {role}",
    "ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO {role}",
    "REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM {role}",
)


def of(url: str) -> tuple[str, str]:
    """User and password that a database's address names."""
    parts = urlsplit(url)
    return unquote(parts.username or ""), unquote(parts.password or "")


def ensure(cursor: Cursor, name: str, password: str) -> None:
    """Makes the role (without any right but to log in), or gives it this password."""
    verb = sql.SQL("ALTER" if exists(cursor, name) else "CREATE")
    cursor.execute(
        sql.SQL("{} ROLE {} LOGIN PASSWORD {}").format(
            verb, sql.Identifier(name), sql.Literal(password)
        )
    )


def exists(cursor: Cursor, name: str) -> bool:
    cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [name])
    return cursor.fetchone() is not None


def grant(cursor: Cursor, name: str) -> None:
    """What the application may do, in the database that the cursor is in."""
    for statement in GRANTS:
        cursor.execute(sql.SQL(statement).format(role=sql.Identifier(name)))
