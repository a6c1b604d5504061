"""The line of phases and the lists: what is behind, where it stands, what is due next."""

import datetime as dt

import pytest

from auditportal import clock
from audits import gates
from audits.actions import cycle as cycles
from audits.models import AuditCycle, PhaseRun
from audits.pages import overview
from tests.factories.audits import a_cycle, cast_of

pytestmark = pytest.mark.django_db


def states(cycle: AuditCycle) -> list[str]:
    runs = list(cycle.runs.all())
    found = overview.steps(cycle, cycle.version.way, runs, clock.today())
    return [step.state for step in found]


def test_a_stopped_cycle_ends_with_no_green_tick():
    cycle = a_cycle(at="teilnahmebeschluss")

    cycle = cycles.stop(cycle=cycle, reason="Kein Geld mehr.", by=cast_of(cycle).office)

    assert states(cycle)[:3] == ["done", "stopped", "ahead"]


def test_phases_that_come_again_in_the_second_round_are_ahead():
    cycle = a_cycle(at="bestandsaufnahme")
    run = cycle.open_run
    first = cycle.version.way[0]
    PhaseRun.objects.filter(pk=run.pk).update(left_on=clock.today())
    PhaseRun.objects.create(cycle=cycle, phase=first, round=2, began_on=clock.today())
    cycle = AuditCycle.objects.get(pk=cycle.pk)

    found = states(cycle)

    assert found[0] == "current"
    assert set(found[1:]) == {"ahead"}


def test_a_list_shows_and_sorts_by_what_is_due_next_and_names_it():
    later, sooner = a_cycle(at="umsetzung"), a_cycle(at="umsetzung")
    report = sooner.jahresberichte.get(number=1)
    report.due_on = clock.today() + dt.timedelta(20)
    report.save()
    gates.settle(sooner)

    found = list(
        AuditCycle.objects.filter(pk__in=[later.pk, sooner.pk]).with_state().in_order("due")
    )
    overview.enrich(found, clock.today())

    assert found == [sooner, later]
    assert found[0].next_day == report.due_on < found[0].phase_due_on
    assert found[0].due_task == f"Schreiben und einreichen: {report}."
