"""People write while web processes and connections die: nothing is lost or half-written."""

import http.client
import random
import re
import threading
import time
from collections import Counter

import pytest
from django.db import connection
from django.urls import reverse

from audits.models import Answer
from tests.audits.settled import assert_settled
from tests.factories.audits import a_cycle, cast_of
from tests.long.portal import Browser, Portal

pytestmark = pytest.mark.long

WRITERS, SECONDS = 8, 90
PAUSE = 4  # seconds before each fault; the server takes quicker deaths of one process for a loop
VERSION = re.compile(r'name="version" value="(\d+)"')
TERMINATE = """
select count(pg_terminate_backend(pid)) from pg_stat_activity
where datname = current_database() and pid <> pg_backend_pid() and usename = current_user
and application_name = %s
"""
OURS = "portal of the test"


class Writer(threading.Thread):
    """Somebody who writes one answer, again and again, each time another text."""

    def __init__(self, portal, cycle, user, until):
        super().__init__()
        self.frage = cycle.version.felder[0].leitfragen.all()[0]
        self.url = reverse("audits:answer_save", args=[cycle.pk, self.frage.pk])
        self.browser, self.cycle, self.until = Browser(portal, user), cycle, until
        self.version = self.sent = self.last_said = 0
        self.seen = Counter()

    def run(self):
        while time.monotonic() < self.until:
            self.sent += 1
            name = f"frage-{self.frage.pk}"
            typed = {f"{name}-text": f"Text {self.sent}", "version": self.version}
            try:
                status, page = self.browser.post(
                    self.url, **typed, **{f"{name}-version": self.version}
                )
            except (OSError, http.client.HTTPException):
                self.seen["connections broken off"] += 1
                time.sleep(0.05)
                continue
            found = VERSION.search(page)
            self.version = int(found[1]) if found else self.version
            self.seen["saved" if status == 200 else f"answered {status}"] += 1
            if status == 200:
                self.last_said = self.sent


def kill_a_worker(portal, dice) -> str:
    victims = portal.workers()
    if victims:
        dice.choice(victims).kill()
    return "web processes killed"


def end_all_connections(portal, dice) -> str:
    with connection.cursor() as cursor:
        cursor.execute(TERMINATE, [OURS])
    return "times that all connections to the database were ended"


def write_while_it_breaks(portal, cycles) -> tuple[list[Writer], Counter, float]:
    """The writers at the end, the faults by kind, and the longest wait for an answer."""
    dice, faults, longest = random.Random(11), Counter(), 0.0
    until = time.monotonic() + SECONDS
    writers = [Writer(portal, cycle, cast_of(cycle).editor, until) for cycle in cycles]
    for writer in writers:
        writer.start()
    while time.monotonic() < until - PAUSE:
        time.sleep(PAUSE)
        fault = end_all_connections if faults.total() % 2 else kill_a_worker
        faults[fault(portal, dice)] += 1
        longest = max(longest, portal.wait())
    for writer in writers:
        writer.join()
        writer.browser.close()
    return writers, faults, longest


def unheard(writer: Writer) -> int:
    """Savings that were stored although their answer was lost; nothing else may differ."""
    answer = Answer.objects.get(cycle=writer.cycle, leitfrage=writer.frage)
    number = int(answer.text.removeprefix("Text "))
    assert writer.last_said <= number <= writer.sent
    assert writer.seen["saved"] <= answer.version <= writer.sent
    assert writer.cycle.events.filter(kind="answer_saved").count() == 1
    return answer.version - writer.seen["saved"]


def test_what_was_said_to_be_saved_is_there_and_all_that_hangs_on_it(
    fresh_database, cloned, tmp_path, capsys
):
    cycles = [a_cycle("bestandsaufnahme") for _ in range(WRITERS)]
    environment = cloned.environment(fresh_database) | {"PGAPPNAME": OURS}

    with Portal(environment, tmp_path).running() as portal:
        writers, faults, longest = write_while_it_breaks(portal, cycles)

    table = sum((writer.seen for writer in writers), Counter())
    table["sent"] = sum(writer.sent for writer in writers)
    table["saved, but the answer was lost"] = sum(map(unheard, writers))
    assert_settled()
    assert table["saved"] > 100 * WRITERS
    assert table["answered 409"] <= table["saved, but the answer was lost"]
    with capsys.disabled():
        for what, number in [*faults.items(), *sorted(table.items())]:
            print(f"\n{what:52} {number:6}", end="")
        print(f"\n{'seconds until it answered again, at most':52} {longest:6.1f}")
