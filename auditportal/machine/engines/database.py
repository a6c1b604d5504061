"""The portal's database and the two ways in: as its owner, and as the application."""

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

import psycopg
from psycopg import sql

from auditportal import database_role
from auditportal.machine.bootstrap.trouble import Trouble
from auditportal.machine.engines import secret


@dataclass(frozen=True)
class Database:
    owner_url: str
    app_url: str


def prepared(owner_url: str, folder: Path) -> Database:
    """Makes the database and the application's role where they are missing."""
    name = name_in(owner_url)
    app = f"{name}_app"
    password = secret.kept(folder / f"{app}-password")
    with connection(owner_url, maintenance=True) as server, server.cursor() as cursor:
        create(cursor, name)
        database_role.ensure(cursor, app, password)
    return Database(owner_url=owner_url, app_url=with_user(owner_url, app, password))


def connection(url: str, *, maintenance: bool = False) -> psycopg.Connection:
    """`maintenance`: into a database that is always there, to make others."""
    target = with_name(url, "postgres") if maintenance else url
    target = target.replace("postgres://", "postgresql://", 1)
    try:
        return psycopg.connect(target, autocommit=True, connect_timeout=5)
    except psycopg.OperationalError as error:
        reason = str(error).strip().splitlines()[-1]
        raise Trouble(f"Die Datenbank ist nicht erreichbar: {reason}") from error


def exists(cursor: psycopg.Cursor, name: str) -> bool:
    cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
    return cursor.fetchone() is not None


def create(cursor: psycopg.Cursor, name: str) -> None:
    if not exists(cursor, name):
        cursor.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))


def name_in(url: str) -> str:
    return unquote(urlsplit(url).path.lstrip("/"))


def with_name(url: str, name: str) -> str:
    return urlsplit(url)._replace(path="/" + quote(name)).geturl()


def with_user(url: str, user: str, password: str) -> str:
    parts = urlsplit(url)
    place = parts.netloc.rpartition("@")[2]
    return parts._replace(netloc=f"{quote(user)}:{quote(password)}@{place}").geturl()
