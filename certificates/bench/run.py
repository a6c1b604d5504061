"""The whole run: databases of its own, a web server on each, rounds, and the table."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from psycopg import sql

from auditportal import clock, notation
from auditportal.machine.bootstrap.trouble import Trouble, from_output
from auditportal.machine.engines import database, place
from auditportal.machine.supervisor import built
from certificates.bench import asking, data, floor, pages, report, rounds, server
from certificates.bench.asking import Page
from certificates.bench.rounds import Measured
from certificates.bench.server import Portal
from certificates.demo.copies import analyse

NAME = "auditportal_bench"
FEW = 0  # beyond the demo's own
WARM = 0.3  # seconds for each page before the first round
RUSHED = 2  # pages that many browsers ask for at once


@dataclass(frozen=True)
class Wish:
    """How long to measure what; `only` is a part of the pages' names."""

    rounds: int = 5
    seconds: float = 1.0
    audits: int = 2000
    only: str = ""


@dataclass(frozen=True)
class Site:
    """A database with so many audits, and what can be asked there."""

    database_url: str
    whole: list[Page]
    compared: list[Page]


def bench(wish: Wish, say: Callable[[str], None]) -> None:
    with databases() as make:
        say(f"Two databases, with the demo's and {wish.audits:,} audits, are being filled …")
        few, many = make(FEW), make(wish.audits)
        with server.started(few.database_url, many.database_url) as servers:
            found = measured(wish, few, many, servers, say)
    text = f"{title(wish)}\n\n{found}\n"
    (place.state() / "bench.txt").write_text(text, encoding="utf-8")
    say(f"\n{text}")


def title(wish: Wish) -> str:
    return (
        f"python3 manage.py bench --rounds {wish.rounds} --seconds {wish.seconds:g},"
        f" {notation.day(clock.today())}; {os.cpu_count()} cores, {pages.BROWSERS} browsers,"
        f" {wish.audits:,} running audits, {data.VERSIONS} versions; medians of the rounds,"
        " load from the benchmark's own generator"
    )


def measured(wish: Wish, few: Site, many: Site, servers: list[Portal], say: Callable) -> str:
    """Round after round, then the crowd; the answer is what stands in the table."""
    small, big = servers
    base, *chosen = (Measured(page) for page in many.whole)
    chosen = [row for row in chosen if wish.only in row.page.name]
    pairs = list(zip(few.compared, map(Measured, many.compared), strict=True))
    pairs = [(page, row) for page, row in pairs if wish.only in page.name]
    rounds.warm(small, few.compared, WARM)
    rounds.warm(big, many.whole + many.compared, WARM)
    for number in range(1, wish.rounds + 1):
        say(f"Round {number} of {wish.rounds} …")
        rounds.one_round(big, base, chosen, wish.seconds)
        rounds.compare(small, big, pairs, wish.seconds)
    crowd = rounds.rush(big, many.whole[:RUSHED], 3 * wish.seconds)
    parts = [report.pages([base, *chosen])]
    if pairs:
        parts.append(report.growth([row for _, row in pairs], wish.audits))
    return "\n\n".join([*parts, report.crowd(crowd)])


# --- databases ----------------------------------------------------------------------------------


@contextmanager
def databases() -> Iterator[Callable[[int], Site]]:
    """The demo's runs once, and from them a database for each number of audits."""
    owner = os.environ.get("DATABASE_OWNER_URL")
    if not owner:
        raise Trouble("DATABASE_OWNER_URL fehlt: Die Messung legt eigene Datenbanken an.")
    names = [NAME]
    try:
        drop(owner, NAME)
        ways = database.prepared(database.with_name(owner, NAME), place.engines() / "bench")
        template(ways)
        yield lambda audits: site(ways, names, audits)
    finally:
        for name in names:
            drop(owner, name)
        shutil.rmtree(folder(), ignore_errors=True)


def drop(owner: str, name: str) -> None:
    change(owner, "drop database if exists {} with (force)", name)


def change(owner: str, statement: str, *names: str) -> None:
    with database.connection(owner, maintenance=True) as connection:
        connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))


def template(ways: database.Database) -> None:
    known = variables(ways) | {"AUDITPORTAL_STATE": str(folder())}
    manage(known, "migrate", "--verbosity", "0", "--skip-checks")
    manage(known, "bench", "--replay")
    static_files = built.static_files()
    if not static_files.is_fresh():
        manage(variables(ways), "collectstatic", "--noinput", "--verbosity", "0")
        static_files.remember()


def site(ways: database.Database, names: list[str], audits: int) -> Site:
    """A copy of the template, grown by a process that knows no other database."""
    name = f"{NAME}_{audits}"
    names.append(name)
    drop(ways.owner_url, name)
    change(ways.owner_url, "create database {} template {}", name, NAME)
    own = database.Database(
        owner_url=database.with_name(ways.owner_url, name),
        app_url=database.with_name(ways.app_url, name),
    )
    file = folder() / f"{audits}.json"
    known = variables(own) | {"AUDITPORTAL_AS_OWNER": "1"}
    manage(known, "bench", "--audits", str(audits), "--prepare", str(file))
    whole, compared = asking.read_back(file)
    return Site(own.app_url, whole, compared)


def folder() -> Path:
    found = place.state() / "bench"
    found.mkdir(exist_ok=True)
    return found


def variables(ways: database.Database) -> dict[str, str]:
    return os.environ | {
        "AUDITPORTAL_READY": "1",
        "DATABASE_OWNER_URL": ways.owner_url,
        "DATABASE_URL": ways.app_url,
        "LOG_LEVEL": "WARNING",
        "MEDIA_ROOT": str(folder() / "files"),
        "PYTHONDONTWRITEBYTECODE": "",
    }


def manage(known: dict[str, str], *arguments: str) -> None:
    done = subprocess.run(
        [sys.executable, str(place.PROJECT / "manage.py"), *arguments],
        env=known,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if done.returncode:
        raise from_output(done.stdout, f"Der Schritt „{arguments[0]}“ ist gescheitert.")


def prepare(audits: int, file: Path) -> None:
    """In the child process: fill the database, and find out what can be asked for there."""
    data.grow(audits)
    analyse()
    floor.open_doors()
    whole = pages.whole() if audits > FEW else []
    compared = pages.compared()
    for page in [*whole, *compared]:
        asking.count(page)
    asking.write(file, whole, compared)
