"""The processes that the portal consists of, as commands: one place for demo, server and tests."""

import argparse
import os
import sys
from pathlib import Path

# Fixed threads and a bounded queue: dynamic threads with pooled connections ran out of both.
# More threads than connections: who waits for the database leaves it to who already has one.
WORKERS = 2
THREADS = 8
QUEUES = "codes,mails,papers"  # as settings.py names them; one worker for all, or one for each
AT_ONCE = 64  # requests that one worker process takes; more wait in the listening socket


def web(host: str, port: int) -> list[str]:
    command = [*module("granian"), "auditportal.wsgi:application", "--interface", "wsgi"]
    sizes = {"workers": WORKERS, "blocking-threads": THREADS, "backpressure": AT_ONCE}
    limits = [part for name, size in sizes.items() for part in (f"--{name}", str(size))]
    manners = ["--no-ws", "--respawn-failed-workers", "--workers-kill-timeout", "10"]
    return [*command, "--host", host, "--port", str(port), *limits, *manners]


def reloading_web(host: str, port: int) -> list[str]:
    """For a developer alone: one process that loads changed code and templates anew."""
    settings = "--settings=auditportal.machine.development"
    return [*module("django"), "runserver", f"{host}:{port}", settings, "--skip-checks"]


def worker(queues: str = QUEUES) -> list[str]:
    """Prefork: a PDF takes a core and memory that only the end of its process gives back."""
    size = os.environ.get("WORKER_CONCURRENCY", "1")
    pool = ["--pool", "prefork", "--concurrency", size, "--max-memory-per-child", "400000"]
    return [
        *celery(),
        "worker",
        *("--queues", queues, "--hostname", f"{queues}@%h"),
        *pool,
        "--without-gossip",
        "--without-mingle",
        "--loglevel",
        "INFO",
    ]


def beat() -> list[str]:
    """Exactly one of these: it says when, the database says whether it is still to be done."""
    return [*celery(), "beat", "--pidfile=", "--loglevel", "INFO"]


def mailbox(port: int, folder: Path) -> list[str]:
    """The demo's mail server: everything sent ends in a folder, nothing leaves the machine."""
    where = ["-n", "-l", f"127.0.0.1:{port}"]
    return [*module("aiosmtpd"), *where, "-c", "aiosmtpd.handlers.Mailbox", str(folder)]


def celery() -> list[str]:
    return [*module("celery"), "-A", "auditportal.celery"]


def module(name: str) -> list[str]:
    return [sys.executable, "-m", name]


def serve(arguments: list[str]) -> None:
    """`manage.py serve web|worker|beat`: becomes that process, so that signals reach it."""
    parser = argparse.ArgumentParser(prog="manage.py serve")
    parser.add_argument("process", choices=["web", "worker", "beat"])
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--queues", default=QUEUES)
    options = parser.parse_args(arguments)
    commands = {
        "web": web(options.host, options.port),
        "worker": worker(options.queues),
        "beat": beat(),
    }
    command = commands[options.process]
    os.execv(command[0], command)
