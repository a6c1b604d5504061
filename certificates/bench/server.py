"""The portal's web server on a database of the benchmark, with the command of production."""

import http.client
import os
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from auditportal.machine import processes
from auditportal.machine.bootstrap.trouble import Trouble
from auditportal.machine.engines import place
from auditportal.machine.engines.server import free_port
from auditportal.machine.supervisor.child import Child, end
from certificates.bench.load import HOST

HEALTHY_WITHIN = 60  # seconds
PROCESS = "/grundseite/prozess/"
PRODUCTION, OURS = "auditportal.wsgi:application", "certificates.bench.wsgi:application"
APPLICATION = "auditportal bench"  # how the servers' connections are told from all others


@dataclass(frozen=True)
class Portal:
    port: int
    database_url: str


@contextmanager
def started(*database_urls: str) -> Iterator[list[Portal]]:
    """One for each database; they wait for requests at the same time and are asked in turn."""
    children: list[Child] = []
    servers = [Portal(free_port(), url) for url in database_urls]
    try:
        for number, server in enumerate(servers, start=1):
            children.append(child(server, f"bench-{number}"))
        for server in servers:
            wait_until_healthy(server, children)
        yield servers
    finally:
        end(children)


def child(server: Portal, name: str) -> Child:
    command = processes.web(HOST, server.port)
    command[command.index(PRODUCTION)] = OURS
    known = os.environ | {
        "AUDITPORTAL_READY": "1",
        "DATABASE_URL": server.database_url,
        "LOG_LEVEL": "WARNING",
        "PGAPPNAME": APPLICATION,
        "PUBLIC_URL": f"http://{HOST}:{server.port}",
        "PYTHONDONTWRITEBYTECODE": "",
    }
    known.pop("DATABASE_OWNER_URL", None)
    return Child(name, command, known, logs())


def logs() -> Path:
    folder = place.state() / "logs"
    folder.mkdir(exist_ok=True)
    return folder


def wait_until_healthy(server: Portal, children: list[Child]) -> None:
    patience = time.monotonic() + HEALTHY_WITHIN
    while not is_healthy(server):
        if time.monotonic() > patience:
            raise Trouble(f"The web server does not get healthy. See {logs()}.")
        for child in children:
            child.require()
        time.sleep(0.1)


def is_healthy(server: Portal) -> bool:
    with closing(http.client.HTTPConnection(HOST, server.port, timeout=5)) as connection:
        try:
            connection.request("GET", PROCESS)
            return connection.getresponse().status == 200
        except OSError:
            return False
