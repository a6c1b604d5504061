"""Databases for tests: clones of one migrated template, each thrown away after use.

Nothing is flushed between tests: frozen tables refuse TRUNCATE, and the application's role may not.
"""

import hashlib
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count

import psutil
from django.conf import settings
from django.db import connection, connections
from psycopg import errors, sql

from auditportal import clock, database_role
from auditportal.machine.engines import database, place, secret
from auditportal.machine.supervisor import built

ROOMS = ("auditportal", "handlungsfelder", "audits", "certificates")
HERE = hashlib.sha256(f"{socket.gethostname()}:{place.state()}".encode()).hexdigest()[:6]
APP = f"ap_{HERE}_app"


class Clones:
    """Makes and drops databases as their owner; the tests enter them as the application."""

    def __init__(self, owner_url: str):
        self.owner_url = owner_url
        self.app_password = secret.kept(place.engines() / "tests" / "app-password")
        self.numbers = count(1)
        self.template = f"ap_{HERE}_t_{fingerprint()}"
        self.story = f"ap_{HERE}_d_{story()}"
        self.files = place.engines() / "tests/demo/files"
        self.current = ""

    @contextmanager
    def entered(self, template: str = "") -> Iterator[str]:
        """A fresh clone, in which Django and every process of the test work until the end."""
        before, name = self.current, self.make(template)
        self.enter(name)
        try:
            yield name
        finally:
            self.enter(before)
            self.drop(name)

    @contextmanager
    def as_owner(self) -> Iterator[None]:
        """In the same clone, but as the one who migrates; for tests about that."""
        name = self.current
        self.enter_by(database.with_name(self.owner_url, name))
        try:
            yield
        finally:
            self.enter(name)

    def prepare(self) -> None:
        """The template, once for each set of migrations, however many runs ask for it."""
        with self.alone() as cursor:
            database_role.ensure(cursor, APP, self.app_password)
            # Only who may act as a role may end its connections, and so drop a database in use.
            cursor.execute(sql.SQL("GRANT {} TO CURRENT_USER").format(sql.Identifier(APP)))
            self.sweep()
            if not database.exists(cursor, self.template):
                with self.becoming(self.template) as draft:
                    self.run("CREATE DATABASE {}", draft)
                    migrate = ("migrate", "--verbosity", "0", "--skip-checks")
                    manage(*migrate, **self.environment(draft))

    def demo(self) -> str:
        """The demo's data, replayed once for each state of the sources and each day."""
        with self.alone() as cursor:
            if not database.exists(cursor, self.story):
                with self.becoming(self.story) as draft:
                    self.run("CREATE DATABASE {} TEMPLATE {}", draft, self.template)
                    self.replay(draft)
        shutil.copytree(self.files, settings.MEDIA_ROOT, dirs_exist_ok=True)
        return self.story

    def replay(self, draft: str) -> None:
        shutil.rmtree(self.files, ignore_errors=True)
        self.files.mkdir(parents=True)
        where = {"MEDIA_ROOT": str(self.files), "AUDITPORTAL_STATE": str(self.files.parent)}
        manage("replay_demo", **self.environment(draft) | where)

    @contextmanager
    def alone(self) -> Iterator:
        """Runs at the same time wait for what one of them builds."""
        with self.server() as server, server.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(hashtext(%s))", [HERE])
            yield cursor

    @contextmanager
    def becoming(self, name: str) -> Iterator[str]:
        """Under another name until it is whole."""
        draft = f"ap_{HERE}_r_{os.getpid()}_draft"
        self.drop(draft)
        yield draft
        self.run("ALTER DATABASE {} RENAME TO {}", draft, name)

    def environment(self, name: str) -> dict[str, str]:
        """For a command of the product that works in this database."""
        return {
            "AUDITPORTAL_READY": "1",
            "DATABASE_OWNER_URL": database.with_name(self.owner_url, name),
            "DATABASE_URL": self.app_url(name),
            "DJANGO_SETTINGS_MODULE": "auditportal.settings",
            "MEDIA_ROOT": str(settings.MEDIA_ROOT),
            "SECRET_KEY": settings.SECRET_KEY,
        }

    def app_url(self, name: str) -> str:
        return database.with_user(database.with_name(self.owner_url, name), APP, self.app_password)

    def make(self, template: str = "") -> str:
        name = f"ap_{HERE}_r_{os.getpid()}_{next(self.numbers)}"
        self.run("CREATE DATABASE {} TEMPLATE {}", name, template or self.template)
        return name

    def drop(self, name: str) -> None:
        """Once nobody is inside whom its owner may not end: the engine's own vacuum looks in."""
        for pause in (0.1, 0.5, 2, 5):
            try:
                return self.run("DROP DATABASE IF EXISTS {} WITH (FORCE)", name)
            except errors.InsufficientPrivilege:
                time.sleep(pause)
        return self.run("DROP DATABASE IF EXISTS {} WITH (FORCE)", name)

    def sweep(self) -> None:
        """Drops what killed runs and older migrations left behind."""
        with self.server() as server:
            rows = server.execute(
                "SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [f"ap_{HERE}_"]
            )
            for (name,) in rows.fetchall():
                if self.is_litter(name):
                    self.drop(name)

    def is_litter(self, name: str) -> bool:
        kind, owner = name.split("_")[2:4]
        if kind != "r":
            return name not in (self.template, self.story)
        return not psutil.pid_exists(int(owner))

    def run(self, statement: str, *names: str) -> None:
        with self.server() as server:
            server.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))

    def server(self):
        return database.connection(self.owner_url, maintenance=True)

    def enter(self, name: str) -> None:
        """From now on Django works here, and every process that the test starts."""
        self.current = name
        self.enter_by(self.app_url(name) if name else "")

    def enter_by(self, url: str) -> None:
        """The pool is emptied first, or no database could be dropped."""
        connections.close_all()
        connection.close_pool()
        if url:
            os.environ["DATABASE_URL"] = url
            connections.settings["default"].update(settings_of(url))


def settings_of(url: str) -> dict:
    parts = database.urlsplit(url)
    user, password = database_role.of(url)
    host, port = parts.hostname or "", parts.port or ""
    name = database.name_in(url)
    return {"NAME": name, "USER": user, "PASSWORD": password, "HOST": host, "PORT": port}


def manage(*arguments: str, **environment: str) -> None:
    """A command of the product, in a process of its own."""
    command = [sys.executable, "manage.py", *arguments]
    subprocess.run(command, env=os.environ | environment, cwd=settings.BASE_DIR, check=True)


def fingerprint() -> str:
    """What the template depends on: every migration, ours and those of the locked packages."""
    digest = hashlib.sha256()
    base = settings.BASE_DIR
    paths = [path for room in ROOMS for path in sorted((base / room / "migrations").glob("*.py"))]
    paths += [base / "requirements.lock", base / "auditportal/database_role.py"]
    for path in paths:
        digest.update(path.relative_to(base).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:12]


def story() -> str:
    """What the demo's data depend on: every source, and the day, since it goes on until today."""
    said = f"{built.data().digest()} {clock.today()}"
    return hashlib.sha256(said.encode()).hexdigest()[:12]
