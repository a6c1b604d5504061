"""Every page that the demo's people reach, for minutes: no error, nothing that grows."""

import http.client
import random
import re
import threading
import time
from collections import Counter, deque
from collections.abc import Iterable
from html import unescape
from itertools import chain

import pytest
from django.conf import settings
from django.db import connection

from auditportal.machine import processes
from auditportal.models import User
from tests.long.portal import Browser, Portal

pytestmark = pytest.mark.long

BROWSERS, SECONDS, QUARTERS = 8, 240, 4
PAGES = 120  # of each person, at most
PEOPLE = [
    "geschaeftsstelle@verein.example",
    "geschaeftsfuehrung@verein.example",
    "ansprechperson@lennestadt.example",
    "ansprechperson@kornwestheim.example",
    "zeichnende@nordkirchen.example",
    "auditorin@begleitung.example",
    "gutachterin.1@hochschule.example",
    "geschaeftsstelle@werkstatt.example",
]
LINK = re.compile(r'href="(/[^"#]*)')
OURS = "portal of the test"
CONNECTIONS = "select count(*) from pg_stat_activity where application_name = %s"


def pages_of(browser: Browser) -> list[str]:
    """What a person comes to by links alone, the nearest first."""
    found, waiting = [], deque(["/"])
    known = set(waiting)
    while waiting and len(found) < PAGES:
        path = waiting.popleft()
        status, page = browser.get(path)
        if status != 200:
            continue
        found.append(path)
        links = {unescape(link) for link in LINK.findall(page)} - known
        links = {link for link in links if not link.startswith(("/static/", "/konto/log"))}
        known |= links
        waiting.extend(sorted(links))
    return found


class Reader(threading.Thread):
    """One person who goes from page to page, in another order each time."""

    def __init__(self, portal, user, quarters):
        super().__init__()
        self.browser, self.quarters = Browser(portal, user), quarters
        self.pages, self.dice = pages_of(self.browser), random.Random(user.pk)
        self.latencies = [[] for _ in range(QUARTERS)]
        self.wrong = Counter()

    def run(self):
        while True:
            for path in self.dice.sample(self.pages, len(self.pages)):
                began = time.monotonic()
                quarter = next((n for n, end in enumerate(self.quarters) if began < end), None)
                if quarter is None:
                    return
                try:
                    status, _ = self.browser.get(path)
                except (OSError, http.client.HTTPException) as error:
                    status = type(error).__name__
                self.latencies[quarter].append(time.monotonic() - began)
                if status != 200:
                    self.wrong[f"{status} {path}"] += 1


def connections() -> int:
    with connection.cursor() as cursor:
        cursor.execute(CONNECTIONS, [OURS])
        return cursor.fetchone()[0]


def p95(latencies: Iterable[float]) -> int:
    """In milliseconds."""
    ordered = sorted(latencies)
    return round(ordered[int(len(ordered) * 0.95)] * 1000)


def read_for_a_while(portal, people) -> tuple[list[Reader], list[int], int]:
    """The readers at the end, the memory after each quarter, and the most connections."""
    quarters: list[float] = []
    readers = [Reader(portal, user, quarters) for user in people]
    began = time.monotonic()
    quarters += [began + SECONDS * (n + 1) / QUARTERS for n in range(QUARTERS)]
    for reader in readers:
        reader.start()
    memory, busiest = [], 0
    for end in quarters:
        while time.monotonic() < end:
            busiest = max(busiest, connections())
            time.sleep(0.5)
        memory.append(portal.memory())
    for reader in readers:
        reader.join()
        reader.browser.close()
    return readers, memory, busiest


def test_it_neither_grows_nor_slows_down(demo_database, cloned, tmp_path, capsys):
    environment = cloned.environment(demo_database) | {"PGAPPNAME": OURS}
    people = [User.objects.get(email=email) for email in PEOPLE]
    with Portal(environment, tmp_path).running() as portal:
        readers, memory, busiest = read_for_a_while(portal, people)

    slowness = [p95(chain(*(one.latencies[n] for one in readers))) for n in range(QUARTERS)]
    table = {
        "different pages": len({path for one in readers for path in one.pages}),
        "answers": sum(len(times) for one in readers for times in one.latencies),
        "connections to the database": busiest,
    }
    for n in range(QUARTERS):
        table |= {f"quarter {n + 1}, MiB": memory[n], f"quarter {n + 1}, p95 in ms": slowness[n]}
    with capsys.disabled():
        for what, number in table.items():
            print(f"\n{what:32} {number:8}", end="")
    assert sum((reader.wrong for reader in readers), Counter()) == Counter()
    assert busiest <= processes.WORKERS * settings.DATABASE_POOL
    assert memory[-1] <= 1.1 * memory[0]
    assert slowness[-1] <= 1.5 * slowness[0]
