"""The portal with the processes of production on a test's own database, and those who use it."""

import http.client
import os
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import urlencode

import psutil
from django.conf import settings
from django.test import Client

from auditportal.machine import processes
from auditportal.machine.engines.server import free_port
from tests import clones

HOST = "127.0.0.1"
TOKEN = "b" * 32  # what a browser got in its cookie and sends back with every text
PATIENCE = 30  # seconds for an answer, and for a process


class Portal:
    """The web server with its worker processes."""

    def __init__(self, environment: dict[str, str], folder: Path):
        self.port, self.log = free_port(), folder / "web.log"
        self.environment = os.environ | environment | {"AUDITPORTAL_STATE": str(folder)}
        self.environment |= {"PUBLIC_URL": f"http://{HOST}:{self.port}", "LOG_LEVEL": "ERROR"}

    @contextmanager
    def running(self) -> Iterator["Portal"]:
        clones.manage("collectstatic", "--noinput", "--verbosity", "0", **self.environment)
        command = processes.web(HOST, self.port)
        with self.log.open("wb") as output:
            process = subprocess.Popen(
                command, env=self.environment, stdout=output, stderr=output, cwd=settings.BASE_DIR
            )
        self.parent = psutil.Process(process.pid)
        try:
            self.wait()
            yield self
        finally:
            process.terminate()
            process.wait(PATIENCE)

    def wait(self) -> float:
        """Until it answers again; how many seconds that took."""
        began = time.monotonic()
        while not self.is_healthy():
            if time.monotonic() > began + PATIENCE:
                raise AssertionError(self.log.read_text(errors="replace")[-2000:])
            time.sleep(0.05)
        return time.monotonic() - began

    def is_healthy(self) -> bool:
        with closing(Browser(self)) as browser:
            try:
                return browser.get("/gesund/web/")[0] == 200
            except (OSError, http.client.HTTPException):
                return False

    def workers(self) -> list[psutil.Process]:
        """The processes that answer, without the one that only looks after them."""
        serving = []
        for child in self.parent.children(recursive=True):
            try:
                if child.memory_info().rss > 50 << 20:
                    serving.append(child)
            except psutil.NoSuchProcess:
                continue
        return serving

    def memory(self) -> int:
        """MiB of all worker processes."""
        return sum(worker.memory_info().rss for worker in self.workers()) >> 20


class Browser:
    """One connection at a time, kept as long as it holds, with the cookies of one person."""

    def __init__(self, portal: Portal, user=None):
        self.port, self.connection, self.cookie = portal.port, None, ""
        if user:
            client = Client()
            client.force_login(user)
            session = client.cookies[settings.SESSION_COOKIE_NAME].value
            self.cookie = f"{settings.SESSION_COOKIE_NAME}={session}; csrftoken={TOKEN}"

    def get(self, path: str) -> tuple[int, str]:
        return self.ask("GET", path)

    def post(self, path: str, **typed) -> tuple[int, str]:
        """As htmx sends a text that saves itself."""
        kind = {"Content-Type": "application/x-www-form-urlencoded", "X-CSRFToken": TOKEN}
        return self.ask("POST", path, urlencode(typed), kind | {"HX-Request": "true"})

    def ask(self, method: str, path: str, body=None, headers=None) -> tuple[int, str]:
        """The status and the page; a broken connection is an OSError or an HTTPException."""
        if self.connection is None:
            self.connection = http.client.HTTPConnection(HOST, self.port, timeout=PATIENCE)
        try:
            self.connection.request(method, path, body, {"Cookie": self.cookie} | (headers or {}))
            answer = self.connection.getresponse()
            return answer.status, answer.read().decode(errors="replace")
        except (OSError, http.client.HTTPException):
            self.close()
            raise

    def close(self) -> None:
        if self.connection:
            self.connection.close()
        self.connection = None
