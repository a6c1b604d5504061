"""The benchmark measures what people would see, on copies that are whole audits."""

import os

import pytest

from audits import gates
from audits.models import Answer, AuditCycle
from certificates.bench import asking, data, pages, report, rounds, server
from certificates.bench.asking import Page
from certificates.bench.load import Sample
from certificates.bench.rounds import Measured, Rush
from certificates.demo.copies import STEP, analyse


@pytest.fixture(scope="module")
def grown(demo_database, cloned):
    with cloned.as_owner():
        data.grow(2 * data.can_be_copied().running().count())
        analyse()


@pytest.fixture(scope="module")
def portal(grown):
    with server.started(os.environ["DATABASE_URL"]) as (found,):
        yield found


def test_copies_are_audits_of_their_own_with_the_tasks_that_their_gates_ask_for(grown):
    originals = data.can_be_copied().filter(pk__lt=STEP)
    copies = AuditCycle.objects.filter(pk__gt=STEP)

    assert {cycle.title for cycle in copies} == {f"{cycle.title} 1" for cycle in originals}
    assert copies.running().count() == originals.running().count()
    for cycle in copies:
        stored = {gates._facts(task) for task in cycle.tasks.all()}
        assert stored == {gates._facts(task) for task in gates.fresh_tasks(cycle)}


def test_a_round_measures_each_page_beside_the_floor_page_without_a_failure(portal):
    floor = Measured(pages.floor())
    rows = [Measured(page) for page in (pages.starts()[1], pages.public()[-1])]

    rounds.warm(portal, [floor.page, *(row.page for row in rows)], seconds=0.1)
    rounds.one_round(portal, floor, rows, seconds=0.3)

    for row in (floor, *rows):
        assert not row.failures
        assert row.rate > 0
        assert row.size > 1000
    assert floor.ratio == 1
    assert report.pages([floor, *rows]).count("\n") == 4


def test_what_saves_itself_is_another_text_each_time(portal):
    kornwestheim = pages.cycle_of(pages.SURVEYED)
    caller = pages.answer(kornwestheim, pages.editor_of(pages.SURVEYED))
    before = Answer.objects.filter(cycle=kornwestheim).earliest("pk").version

    sample = rounds.asked(portal, Page("saving", "saving", [caller]), seconds=0.3, browsers=1)

    stored = Answer.objects.filter(cycle=kornwestheim).earliest("pk")
    assert not sample.failures
    assert stored.version - before == len(sample.latencies) > 0
    assert stored.text == f"Antwort {caller.number}"


def test_many_connections_at_once_fail_nowhere_and_share_the_pool(portal):
    floor = pages.floor()

    found = rounds.rush(portal, [floor], seconds=0.3)

    assert not found.failures
    assert 0 < found.connections <= found.allowed == 16


def test_queries_are_counted_without_those_of_the_transaction(grown):
    page = pages.public()[0]

    asking.count(page)

    assert page.queries == 1  # the certificate with all that its page says


def test_a_failure_is_a_miss_however_fast_it_came():
    floor = Sample(1.0, [0.01] * 100)
    row = Measured(Page("a page", "detail"))
    row.add(Sample(1.0, [0.01] * 100), floor)
    assert report.verdict(row)

    row.samples[0].failures["500"] += 1

    assert not report.verdict(row)
    assert "MISSED 1 × 500" in report.line(row)[-1]


@pytest.mark.parametrize(
    ("rate", "latency", "queries", "is_met"),
    [(30, 0.02, 8, True), (29, 0.02, 8, False), (30, 0.031, 8, False), (30, 0.02, 9, False)],
)
def test_a_list_is_measured_by_its_rate_its_p95_and_its_queries(rate, latency, queries, is_met):
    row = Measured(Page("a list", "list", queries=queries))

    row.add(Sample(1.0, [latency] * rate), Sample(1.0, [0.01] * 100))

    assert report.verdict(row) == is_met


def test_connections_beyond_the_pool_are_a_miss():
    found = Rush(64, Sample().failures, connections=7, allowed=6, ratio=1.0)

    assert report.crowd(found).endswith("MISSED")
