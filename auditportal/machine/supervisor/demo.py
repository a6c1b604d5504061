"""`manage.py demo`: the whole portal on one machine, with demo data, until Ctrl+C."""

import argparse
import errno
import fcntl
import http.client
import json
import os
import shutil
import signal
import socket
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from auditportal.machine import processes
from auditportal.machine.bootstrap.trouble import Trouble
from auditportal.machine.engines import environment, lease, place
from auditportal.machine.engines.postgres import Postgres
from auditportal.machine.engines.server import free_port
from auditportal.machine.engines.valkey import Valkey
from auditportal.machine.supervisor import built
from auditportal.machine.supervisor.child import Child, end, watch

NEEDED = {"web", "database"}  # what a page needs; the rest may come while people look around
TELLS_AGAIN_AFTER = 30  # seconds
THROWN_AWAY = ("files", "mailbox", "demo-logins.json", "celerybeat-schedule")


class Ended(Exception):  # noqa: N818 — no error: somebody pressed Ctrl+C
    """A signal asked for the end."""


def main(arguments: list[str]) -> int:
    options = parse(arguments)
    require_port(options.port)
    with only_demo():
        if options.reset:
            reset()
        signal.signal(signal.SIGTERM, ask_to_end)
        signal.signal(signal.SIGINT, ask_to_end)
        try:
            with environment.complete() as found:
                supervise(options.port, variables(options.port, found))
        except Ended:
            print("Das Portal ist beendet.", flush=True)
    return 0


def parse(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="manage.py demo", description=__doc__)
    parser.add_argument("--port", type=int, default=8000, help="Port auf 127.0.0.1 (8000)")
    parser.add_argument("--reset", action="store_true", help="mit frischen Demodaten beginnen")
    return parser.parse_args(arguments)


def ask_to_end(*_) -> None:
    """The first signal counts; while everything ends, more of them change nothing."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    raise Ended


def require_port(port: int) -> None:
    with closing(socket.socket()) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OverflowError:
            raise Trouble(f"Einen Port {port} gibt es nicht.") from None
        except OSError as error:
            raise Trouble(why_not(port, error)) from None


def why_not(port: int, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        other = f"python3 manage.py demo --port {port + 1}"
        return f"Der Port {port} ist belegt; nehmen Sie einen anderen: {other}"
    return f"Für den Port {port} fehlt das Recht; nehmen Sie einen ab 1024."


@contextmanager
def only_demo() -> Iterator[None]:
    """Two of them would share one beat, one worker and one mailbox."""
    with (place.state() / "demo.lock").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Trouble("Die Demo läuft in diesem Ordner schon.") from None
        yield


def reset() -> None:
    """Throws the demo's data away; a database that somebody named is not ours to empty."""
    if os.environ.get("DATABASE_URL") or os.environ.get("BROKER_URL"):
        raise Trouble("--reset löscht nur die eingebettete Datenbank, nicht die von DATABASE_URL.")
    folder = place.engines()
    with lease.alone(folder):
        if lease.is_in_use(folder):
            raise Trouble("Ein anderer Befehl arbeitet gerade mit der Datenbank.")
        engines = [Postgres(folder / "postgres"), Valkey(folder / "valkey")]
        lease.stop(engines)
        for engine in engines:
            shutil.rmtree(engine.folder, ignore_errors=True)
    for name in THROWN_AWAY:
        throw_away(place.state() / name)


def throw_away(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def variables(port: int, found: dict[str, str]) -> dict[str, str]:
    """What every process of the demo knows; bytecode is kept, or each start compiles anew."""
    fixed = {
        "AUDITPORTAL_DEMO": "1",
        "AUDITPORTAL_READY": "1",
        "MAIL_URL": f"smtp://127.0.0.1:{free_port()}",
        "PUBLIC_URL": f"http://127.0.0.1:{port}",
        "PYTHONDONTWRITEBYTECODE": "",
        "PYTHONUNBUFFERED": "1",
    }
    secret = {"SECRET_KEY": os.environ.get("SECRET_KEY") or environment.secret_key()}
    return os.environ | secret | found | fixed


def supervise(port: int, known: dict[str, str]) -> None:
    children = []
    try:
        prepare(known, children)
        start(port, known, children)
        attend(port, children)
    finally:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        end(children)


def prepare(known: dict[str, str], children: list[Child]) -> None:
    """Static files and data side by side; on a second start nothing is left to do."""
    files, data = built.static_files(), built.data()
    if not files.is_fresh():
        manage(known, children, "collectstatic", "--noinput", "--verbosity", "0")
    if os.environ.get("DATABASE_URL"):
        fill_database(known, children)
    elif not data.is_fresh():
        fill_database(known, children)
        data.remember()
    for child in children:
        child.finish()
    files.remember()
    children.clear()


def fill_database(known: dict[str, str], children: list[Child]) -> None:
    """Does nothing to what is there, and says so only when it takes its time."""
    print("Die Datenbank wird vorbereitet …", flush=True)
    manage(known, children, "migrate", "--verbosity", "0", "--skip-checks").finish()
    if not logins_file().exists():
        print("Die Demodaten werden nachgespielt (einmalig) …", flush=True)
    manage(known, children, "replay_demo").finish()


def manage(known: dict[str, str], children: list[Child], command: str, *options: str) -> Child:
    argv = [sys.executable, str(place.PROJECT / "manage.py"), command, *options]
    children.append(Child(command, argv, known, logs()))
    return children[-1]


def start(port: int, known: dict[str, str], children: list[Child]) -> None:
    """As on a server: nobody but the migrations knows the owner's password."""
    known = {name: value for name, value in known.items() if name != "DATABASE_OWNER_URL"}
    mail_port = int(known["MAIL_URL"].rpartition(":")[2])
    commands = {
        "mailbox": processes.mailbox(mail_port, place.state() / "mailbox"),
        "worker": processes.worker(),
        "beat": processes.beat(),
        "web": processes.web("127.0.0.1", port),
    }
    for name, command in commands.items():
        children.append(Child(name, command, known, logs()))


def attend(port: int, children: list[Child]) -> None:
    """Opens the door as soon as pages can be shown, and says for what the rest is waited."""
    waiting, is_open = Waiting(), False
    while True:
        for child in children:
            child.require()
        missing = still_missing(port)
        if not is_open and not missing & NEEDED:
            is_open = True
            print(f"Portal läuft: http://127.0.0.1:{port}/\n\n{logins()}\n", flush=True)
        if not missing:
            break
        waiting.tell(missing)
        time.sleep(0.2)
    print("Alle Teile laufen.", flush=True)
    watch(children)


class Waiting:
    """Tells what is still missing: when that changes, and again after a while."""

    def __init__(self):
        self.missing, self.at = set(), 0.0

    def tell(self, missing: set[str]) -> None:
        now = time.monotonic()
        if missing == self.missing and now < self.at + TELLS_AGAIN_AFTER:
            return
        self.missing, self.at = missing, now
        print(f"Es startet noch: {', '.join(sorted(missing))} …", flush=True)


def still_missing(port: int) -> set[str]:
    """Parts that are not healthy; without the web server nobody knows of the others."""
    parts = ask(port)
    return {name for name, is_well in parts.items() if not is_well} if parts else {"web"}


def ask(port: int) -> dict[str, bool]:
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=5)) as connection:
        try:
            connection.request("GET", "/gesund/")
            return json.load(connection.getresponse())
        except (OSError, ValueError, http.client.HTTPException):
            return {}


def logins() -> str:
    """The table of roles, from what the replay wrote down."""
    rows = [("Rolle", "Anmeldung", "Kennwort")]
    if logins_file().exists():
        known = json.loads(logins_file().read_text())
        rows += [(row["role"], row["login"], row["password"]) for row in known]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = ["  ".join(map(str.ljust, row, widths)).rstrip() for row in rows]
    return "\n".join(lines)


def logins_file() -> Path:
    return place.state() / "demo-logins.json"


def logs() -> Path:
    folder = place.state() / "logs"
    folder.mkdir(exist_ok=True)
    return folder
