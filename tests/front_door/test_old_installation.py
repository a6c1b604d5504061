"""An installation of November 2026 is migrated: nothing that people relied on has moved."""

import datetime as dt

import pytest
from django.db import connection, transaction
from psycopg import sql

from auditportal import clock
from audits import gates
from audits.actions import fassung as fassungen
from audits.models import AuditCycle, Begutachtung, Fassung, FassungKind
from audits.papers import dossier, stored
from audits.papers.fassung_pdf import page_of
from tests.clones import manage
from tests.kept import installation

ITS_DAY = dt.datetime(2026, 11, 27, 12, tzinfo=clock.ZONE)
FROZEN = 6  # running audits with a frozen agreement
PAPERS = 35  # agreements, dossiers, reports


@pytest.fixture(scope="module", autouse=True)
def old_installation(django_db_setup, django_db_blocker, cloned):
    """Its database, brought up to date as an operator does it."""
    name = cloned.make("template0")
    before = cloned.current
    with django_db_blocker.unblock():
        cloned.enter(name)
        with cloned.as_owner():
            installation.migrate_to_its_time()
            installation.load()
        manage("migrate", "--verbosity", "0", "--skip-checks", **cloned.environment(name))
        with clock.stopped_at(ITS_DAY):
            yield
        cloned.enter(before)
        cloned.drop(name)


def rows_of(table: str, columns: list[str]) -> list[bytes]:
    statement = sql.SQL("copy (select {} from {}) to stdout").format(
        sql.SQL(", ").join(map(sql.Identifier, columns)), sql.Identifier(table)
    )
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        return sorted(b"".join(map(bytes, copy)).splitlines(keepends=True))


def running() -> list[AuditCycle]:
    return list(AuditCycle.objects.filter(ended_on__isnull=True).order_by("pk"))


KEPT_AS_THEY_WERE = [
    kept
    for kept in installation.tables()
    if kept.table.startswith("handlungsfelder_")
    or kept.table in ("audits_fassung", "audits_cycleevent", "audits_phaserun", "audits_award")
]


@pytest.mark.parametrize("kept", KEPT_AS_THEY_WERE, ids=lambda kept: kept.table)
def test_migrating_rewrites_nothing_that_was_published_frozen_or_recorded(kept):
    assert rows_of(kept.table, kept.columns) == sorted(kept.rows)


def test_every_running_audit_stands_at_the_same_phase_with_the_same_tasks():
    stored = next(kept for kept in installation.tables() if kept.table == "audits_task")
    columns = [column for column in stored.columns if column != "id"]
    before = rows_of("audits_task", columns)

    with transaction.atomic():
        for cycle in running():
            gates.settle(cycle)

    assert len(before) == len(stored.rows)
    assert rows_of("audits_task", columns) == before


def test_freezing_again_what_did_not_change_is_refused_as_before():
    frozen = [cycle for cycle in running() if gates.fassung.latest_agreement(cycle)]
    news = [cycle for cycle in frozen if not is_refused(cycle)]

    assert len(frozen) == FROZEN
    assert [str(cycle) for cycle in news] == []


def is_refused(cycle: AuditCycle) -> bool:
    latest = gates.fassung.latest_agreement(cycle)
    verdict = fassungen.can_freeze(latest.frozen_by, cycle)
    return f"Seit {latest} hat sich nichts geändert." in str(verdict)


def test_every_old_paper_is_read():
    papers = list(Fassung.objects.select_related("cycle").order_by("pk"))

    assert len(papers) == PAPERS
    for paper in papers:
        assert stored.is_intact(paper)
        assert shown(paper), paper


def shown(paper: Fassung) -> list:
    """What a page shows of it."""
    if paper.kind == FassungKind.DOSSIER:
        return dossier.read(Begutachtung.objects.get(dossier=paper)).felder
    return page_of(paper)["felder"]
