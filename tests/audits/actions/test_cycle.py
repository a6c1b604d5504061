import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction

from auditportal import clock
from auditportal.actions import organisation as organisations
from auditportal.models import Organisation
from auditportal.verdict import NotYet
from audits.actions import cycle as cycles
from audits.actions import vermerk as vermerke
from audits.models import AuditCycle, CycleParty, Outcome, PhaseRun, ReportState
from handlungsfelder.models import Party
from tests.factories.audits import (
    a_cycle,
    a_version,
    an_organisation,
    cast_of,
    member_of,
)

pytestmark = pytest.mark.django_db
MAY = dt.datetime(2026, 5, 4, 10, tzinfo=dt.UTC)


def office_of(version):
    return member_of(version.verfahren.owner, "office")


def start(organisation, version, by):
    return cycles.start(beginning=cycles.Beginning(organisation, version), contact=None, by=by)


def test_start_enters_the_first_phase_and_writes_its_deadline_down():
    version, organisation = a_version(), an_organisation()

    with clock.stopped_at(MAY):
        cycle = start(organisation, version, office_of(version))

    run = cycle.open_run
    assert (run.phase.code, run.round, run.began_on) == ("erstkontakt", 1, MAY.date())
    assert run.due_on == dt.date(2026, 6, 3)
    assert [(task.text, task.due_on) for task in cycle.tasks.all()] == [
        ("Noch nicht vermerkt: Angebot mit Kostenbeitrag versandt.", dt.date(2026, 6, 3))
    ]


def test_start_is_for_the_geschaeftsstelle_of_this_traeger():
    version = a_version()

    for user in (member_of(an_organisation(), "signatory"), office_of(a_version())):
        with pytest.raises(PermissionDenied, match="beginnt die Geschäftsstelle"):
            start(an_organisation(), version, user)


def test_start_refuses_a_second_running_cycle_in_the_same_verfahren():
    version, organisation = a_version(), an_organisation()
    by = office_of(version)
    start(organisation, version, by)

    with pytest.raises(NotYet, match="bereits ein Durchlauf"):
        start(organisation, a_version(1, version.verfahren.owner), by)


def test_the_database_refuses_a_second_running_cycle_whoever_asks():
    cycle = a_cycle()
    party = cycle.parties.get()
    other = a_cycle(version=cycle.version)

    with pytest.raises(IntegrityError, match="party_runs_once"), transaction.atomic():
        CycleParty.objects.create(
            cycle=other,
            organisation=party.organisation,
            function=Party.MAIN,
            verfahren=party.verfahren,
        )


def test_advance_enters_the_next_phase_and_tells_it_in_the_history():
    cycle = a_cycle()
    cast = cast_of(cycle)
    run = cycle.open_run
    gate = run.phase.gates.get()
    vermerke.note(run=run, gate=gate, on=clock.today(), text="", by=cast.office)

    cycle = cycles.advance(run=run, by=cast.office)

    assert cycle.open_run.phase.code == "teilnahmebeschluss"
    assert (
        cycle.events.first().text == "„Erstkontakt“ abgeschlossen, weiter mit „Teilnahmebeschluss“."
    )


def test_advance_is_stopped_by_a_closed_gate_and_says_which():
    cycle = a_cycle()

    with pytest.raises(NotYet, match="Noch nicht vermerkt: Angebot mit Kostenbeitrag"):
        cycles.advance(run=cycle.open_run, by=cast_of(cycle).office)


def test_advance_asks_the_gates_afresh_whatever_the_list_says():
    cycle = a_cycle()
    cycle.tasks.all().delete()

    with pytest.raises(NotYet, match="Noch nicht vermerkt"):
        cycles.advance(run=cycle.open_run, by=cast_of(cycle).office)


@pytest.mark.parametrize(
    ("phase", "allowed"),
    [
        ("erstkontakt", {"office", "director"}),
        ("bestandsaufnahme", {"editor", "signatory"}),
        ("strategieworkshop", {"auditor"}),
        ("zertifizierung", {"director"}),
    ],
)
def test_the_template_says_who_leaves_a_phase(phase, allowed):
    cycle = a_cycle(at=phase)
    cast = cast_of(cycle)
    people = {
        "office": cast.office,
        "director": cast.director,
        "editor": cast.editor,
        "signatory": cast.signatory,
        "reader": cast.reader,
        "auditor": cast.auditor,
        "assessor": cast.assessors[0],
        "stranger": cast.stranger,
    }
    run = cycle.open_run

    may = {name for name, user in people.items() if cycles.can_advance(user, run).who}

    assert may == allowed


def test_the_second_click_finds_the_run_closed_and_changes_nothing():
    cycle = a_cycle()
    cast = cast_of(cycle)
    run = cycle.open_run
    gate = run.phase.gates.get()
    vermerke.note(run=run, gate=gate, on=clock.today(), text="", by=cast.office)
    entered = cycles.advance(run=run, by=cast.office).open_run

    with pytest.raises(NotYet, match="bereits abgeschlossen"):
        cycles.advance(run=run, by=cast.office)

    assert cycle.open_run == entered


def test_the_database_refuses_a_second_open_run():
    cycle = a_cycle()
    other = cycle.version.phases.last()

    with pytest.raises(IntegrityError, match="run_open_once_per_cycle"), transaction.atomic():
        PhaseRun.objects.create(cycle=cycle, phase=other, began_on=clock.today())


def test_stop_ends_the_cycle_with_its_reason_and_frees_the_organisation():
    cycle = a_cycle()
    cast = cast_of(cycle)

    cycles.stop(cycle=cycle, reason="Haushaltssperre", by=cast.office)

    cycle.refresh_from_db()
    assert (cycle.outcome, cycle.outcome_reason) == (Outcome.STOPPED, "Haushaltssperre")
    assert cycle.open_run is None
    assert not cycle.tasks.exists()
    organisation = Organisation.objects.get(parties__cycle=cycle)
    assert start(organisation, cycle.version, cast.office).open_run


def test_the_reports_are_planned_from_the_day_of_the_award():
    with clock.stopped_at(dt.datetime(2010, 7, 1, 10, tzinfo=dt.UTC)):
        cycle = a_cycle(at="umsetzung")

    reports = cycle.jahresberichte.all()

    assert [report.due_on for report in reports] == [
        dt.date(2011, 7, 1),
        dt.date(2012, 7, 1),
        dt.date(2013, 7, 1),
    ]
    assert {report.state for report in reports} == {ReportState.OPEN}


def test_a_row_points_only_inside_its_own_cycle():
    first, second = a_cycle(at="beschluss"), a_cycle(at="beschluss")
    task = first.tasks.first()

    connection.cursor().execute("set constraints all immediate")
    with pytest.raises(IntegrityError, match="same_cycle"), transaction.atomic():
        type(task).objects.filter(pk=task.pk).update(run=second.open_run)


def test_a_new_name_reaches_running_cycles_their_lists_and_their_search_but_no_frozen_paper():
    cycle, ended = a_cycle(at="umsetzung", name="Altstadt"), a_cycle(name="Altstadt")
    paper = cycle.fassungen.first().content
    AuditCycle.objects.filter(pk=ended.pk).update(ended_on=clock.today(), outcome=Outcome.STOPPED)
    signatory = member_of(cycle.parties.first().organisation, "signatory")

    for one in (cycle, ended):
        organisation = one.parties.first().organisation
        member = signatory if one is cycle else member_of(organisation, "signatory")
        organisations.change(organisation=organisation, name="Neustadt", by=member)

    found = AuditCycle.objects.named("Neustadt")
    assert [str(one) for one in found] == ["Neustadt"]
    assert found.get().pk == cycle.pk
    assert cycle.fassungen.first().content == paper
    assert AuditCycle.objects.get(pk=ended.pk).title == "Altstadt"
