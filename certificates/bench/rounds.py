"""Measuring in rounds: all pages one after the other, the floor page between them, again and again.

A machine like this swings by a factor of two; what was measured side by side swings together, so
only the ratios of one round are kept, and their median.
"""

import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import batched
from statistics import mean, median

from django.conf import settings

from auditportal.machine import processes
from auditportal.machine.engines import database
from certificates.bench.asking import Page
from certificates.bench.load import Caller, Sample, Volley, lines
from certificates.bench.pages import BROWSERS
from certificates.bench.server import APPLICATION, PROCESS, Portal

BLOCK = 4  # pages between two measurements of the floor page
P95 = 0.95
RUSH = 64  # browsers at once
COUNT = """
select count(*) from pg_stat_activity
where datname = current_database() and application_name = %s
"""
WHO_ANSWERS = Caller(PROCESS)


@dataclass
class Measured:
    """A page with what each round said about it."""

    page: Page
    samples: list[Sample] = field(default_factory=list)
    rates: list[float] = field(default_factory=list)  # in relation to the floor page's
    slowness: list[float] = field(default_factory=list)  # of its p95, likewise

    def add(self, sample: Sample, *beside: Sample) -> None:
        self.samples.append(sample)
        self.rates.append(sample.rate / mean(one.rate for one in beside))
        self.slowness.append(sample.within(P95) / mean(one.within(P95) for one in beside))

    @property
    def rate(self) -> float:
        return median(sample.rate for sample in self.samples)

    @property
    def ratio(self) -> float:
        return median(self.rates)

    @property
    def p95_ratio(self) -> float:
        return median(self.slowness)

    def latency(self, share: float) -> float:
        return median(sample.within(share) for sample in self.samples)

    @property
    def size(self) -> int:
        return self.samples[-1].size

    @property
    def failures(self) -> Counter:
        return sum((sample.failures for sample in self.samples), Counter())


def asked(server: Portal, page: Page, seconds: float, browsers: int = BROWSERS) -> Sample:
    """The same number of browsers at each worker process: else chance would decide."""
    with lines(server.port, browsers, processes.WORKERS, WHO_ANSWERS) as open_lines:
        return Volley(open_lines, page.callers, seconds).run()


def warm(server: Portal, pages: list[Page], seconds: float) -> None:
    """Templates and whatever else a process reads once are not what is measured."""
    for page in pages:
        asked(server, page, seconds)


def one_round(server: Portal, floor: Measured, rows: list[Measured], seconds: float) -> None:
    """Every page once, with the floor page before and after each few of them."""
    before = asked(server, floor.page, seconds)
    floor.add(before, before)
    for block in batched(rows, BLOCK, strict=False):
        samples = [asked(server, row.page, seconds) for row in block]
        after = asked(server, floor.page, seconds)
        floor.add(after, after)
        for row, sample in zip(block, samples, strict=True):
            row.add(sample, before, after)
        before = after


def compare(few: Portal, many: Portal, rows: list[tuple[Page, Measured]], seconds: float) -> None:
    """The same pages with few and with many audits, side by side."""
    for page, row in rows:
        beside = asked(few, page, seconds)
        row.add(asked(many, row.page, seconds), beside)


@dataclass(frozen=True)
class Rush:
    """What many connections at once did."""

    browsers: int
    failures: Counter
    connections: int  # to the database, at most at any moment
    allowed: int
    ratio: float  # of the floor page's throughput, to that of few browsers


def rush(server: Portal, pages: list[Page], seconds: float, browsers: int = RUSH) -> Rush:
    calm = asked(server, pages[0], seconds)
    with watched(server.database_url) as seen:
        samples = [asked(server, page, seconds, browsers) for page in pages]
    failures = sum((sample.failures for sample in samples), Counter())
    allowed = processes.WORKERS * settings.DATABASE_POOL
    return Rush(browsers, failures, max(seen), allowed, samples[0].rate / calm.rate)


@contextmanager
def watched(database_url: str) -> Iterator[list[int]]:
    """How many connections the servers have open, asked twenty times a second by one more."""
    seen, is_over = [0], threading.Event()
    connection = database.connection(database_url)

    def look() -> None:
        while not is_over.wait(0.05):
            seen.extend(number for (number,) in connection.execute(COUNT, [APPLICATION]))

    watcher = threading.Thread(target=look)
    watcher.start()
    try:
        yield seen
    finally:
        is_over.set()
        watcher.join()
        connection.close()
