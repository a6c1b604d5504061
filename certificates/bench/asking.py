"""A page that is measured: who asks for it and how, and what answering asks the database."""

import json
import re
from dataclasses import asdict, dataclass, field
from functools import cache
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from auditportal.models import User
from certificates.bench.load import HOST, TOKEN, Caller

FORM = "application/x-www-form-urlencoded"
# Statements around the page: its transaction, and who acts in it.
AROUND = re.compile(r"BEGIN|COMMIT|ROLLBACK|SAVEPOINT|RELEASE|select set_config", re.IGNORECASE)


@dataclass
class Page:
    """One row of the table. It has several callers where each writes on a text of its own."""

    name: str
    kind: str
    callers: list[Caller] = field(default_factory=list)
    queries: int = 0


def read(name: str, kind: str, who: str, path: str) -> Page:
    return Page(name, kind, [Caller(path, cookie_of(who))])


def part(name: str, who: str, path: str) -> Page:
    """What htmx asks for."""
    return Page(name, "fragment", [Caller(path, cookie_of(who), is_part=True)])


def saving(name: str, callers: list[Caller]) -> Page:
    return Page(name, "saving", callers)


def writer(who: str, path: str, body: str, version: int) -> Caller:
    return Caller(path, cookie_of(who), is_part=True, body=body, version=version)


@cache
def cookie_of(login: str) -> str:
    """What the browser of somebody who has logged in sends along."""
    if not login:
        return ""
    client = Client()
    client.force_login(User.objects.get(email=login))
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    return f"{settings.SESSION_COOKIE_NAME}={session}; {settings.CSRF_COOKIE_NAME}={TOKEN}"


def count(page: Page) -> None:
    """The second answer counts: what is read once a process is read by then."""
    for _ in range(2):
        with CaptureQueriesContext(connection) as captured:
            ask(page.callers[0])
    statements = [query["sql"] for query in captured.captured_queries]
    page.queries = sum(1 for statement in statements if not AROUND.match(statement))


def ask(caller: Caller) -> None:
    client = Client(SERVER_NAME=HOST, headers={"cookie": caller.cookie})
    headers = {"HX-Request": "true"} if caller.is_part else {}
    if caller.body:
        answer = client.post(caller.path, caller.text(), content_type=FORM, headers=headers)
        caller.hear(answer.content)
    else:
        answer = client.get(caller.path, headers=headers)
    if answer.status_code != 200:
        raise ValueError(f"{caller.path}: {answer.status_code}")


def write(path: Path, *lists: list[Page]) -> None:
    path.write_text(json.dumps([[asdict(page) for page in pages] for pages in lists]))


def read_back(path: Path) -> list[list[Page]]:
    return [[page_of(row) for row in rows] for rows in json.loads(path.read_text())]


def page_of(row: dict) -> Page:
    return Page(**row | {"callers": [Caller(**caller) for caller in row["callers"]]})
