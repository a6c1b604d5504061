"""The whole portal on one machine, with demo data, until Ctrl+C: `manage.py demo`, `manage.py dev`.

Both are the same; in `dev` the web process loads changed code and templates anew.
"""

import argparse
import errno
import fcntl
import json
import os
import shutil
import signal
import socket
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from auditportal.machine import processes
from auditportal.machine.bootstrap.trouble import Trouble
from auditportal.machine.engines import environment, lease, place
from auditportal.machine.engines.postgres import Postgres
from auditportal.machine.engines.server import free_port
from auditportal.machine.engines.valkey import Valkey
from auditportal.machine.supervisor import built, waiting
from auditportal.machine.supervisor.child import Child, end

Web = Callable[[str, int], list[str]]

THROWN_AWAY = ("files", "mailbox", "demo-logins.json", "celerybeat-schedule")


class Ended(Exception):  # noqa: N818 — no error: somebody pressed Ctrl+C
    """A signal asked for the end."""


def main(arguments: list[str]) -> int:
    return run(parse("manage.py demo", arguments))


def develop(arguments: list[str]) -> int:
    return run(parse("manage.py dev", arguments), web=processes.reloading_web)


def run(options: argparse.Namespace, web: Web = processes.web) -> int:
    require_port(options.port)
    with only_demo():
        if options.reset:
            reset()
        signal.signal(signal.SIGTERM, ask_to_end)
        signal.signal(signal.SIGINT, ask_to_end)
        try:
            with environment.complete() as found:
                supervise(options, web, variables(options.port, found))
        except Ended:
            print("Das Portal ist beendet.", flush=True)
    return 0


def parse(program: str, arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog=program, description=__doc__)
    parser.add_argument("--port", type=int, default=8000, help="Port auf 127.0.0.1 (8000)")
    parser.add_argument("--audits", type=int, default=0, help="ein volles Haus, zum Beispiel 300")
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


def supervise(options: argparse.Namespace, web: Web, known: dict[str, str]) -> None:
    children = []
    try:
        prepare(known, children)
        if options.audits:
            fill_house(options.audits, known, children)
        start(web("127.0.0.1", options.port), known, children)
        waiting.attend(options.port, children, logins())
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


def fill_house(audits: int, known: dict[str, str], children: list[Child]) -> None:
    """Nothing is added when so many audits are running already."""
    print(f"Das Haus füllt sich, bis {audits} Durchläufe laufen …", flush=True)
    manage(known, children, "grow_demo", "--audits", str(audits)).finish()
    children.clear()


def manage(known: dict[str, str], children: list[Child], command: str, *options: str) -> Child:
    argv = [sys.executable, str(place.PROJECT / "manage.py"), command, *options]
    children.append(Child(command, argv, known, logs()))
    return children[-1]


def start(web: list[str], known: dict[str, str], children: list[Child]) -> None:
    """As on a server: nobody but the migrations knows the owner's password."""
    known = {name: value for name, value in known.items() if name != "DATABASE_OWNER_URL"}
    mail_port = int(known["MAIL_URL"].rpartition(":")[2])
    commands = {
        "mailbox": processes.mailbox(mail_port, place.state() / "mailbox"),
        "worker": processes.worker("codes,mails"),
        "papers": processes.worker("papers"),
        "beat": processes.beat(),
        "web": web,
    }
    for name, command in commands.items():
        children.append(Child(name, command, known, logs()))


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
