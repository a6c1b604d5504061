"""The demo's data are what the actions made of the runs, on the runs' own days."""

import datetime as dt

import pytest
from django.core.management import call_command

from auditportal.models import Mail, Mitgliedschaft, OrganisationGrant, OutboxState, User
from auditportal.permissions import ROLE_RIGHTS
from audits import gates
from audits.models import (
    AuditCycle,
    Award,
    CycleEvent,
    Goal,
    Measure,
    Outcome,
    Reminder,
    ReportState,
    Task,
    Topic,
)
from certificates.models import Zertifikat
from handlungsfelder import fitting
from handlungsfelder.models import Entwurf

pytestmark = pytest.mark.usefixtures("demo_database")


@pytest.fixture
def aachen():
    return AuditCycle.objects.get(title="Aachen")


def test_aachen_decides_on_day_0_and_280_and_is_certified_on_day_421(aachen):
    first, second = aachen.beschluesse.order_by("session_on")
    start = dt.date(2009, 5, 6)

    assert aachen.started_on == first.session_on == start
    assert first.topic == Topic.PARTICIPATION
    assert (second.session_on - start).days == 280
    assert (aachen.awards.get().valid_from - start).days == 421
    assert (aachen.awards.get().valid_from, aachen.awards.get().valid_to) == (
        dt.date(2010, 7, 1),
        dt.date(2013, 6, 30),
    )


def test_aachen_ends_with_three_accepted_reports(aachen):
    assert (aachen.ended_on, aachen.outcome) == (dt.date(2013, 6, 30), Outcome.COMPLETED)
    assert [report.state for report in aachen.jahresberichte.all()] == [ReportState.ACCEPTED] * 3
    assert aachen.version.number == 1


def test_the_history_of_aachen_tells_its_days_and_when_it_was_written(aachen):
    events = CycleEvent.objects.filter(cycle=aachen).order_by("happened_at")

    assert events.first().happened_at.year == 2009
    assert events.last().happened_at.date() == dt.date(2013, 6, 30)
    assert {event.recorded_at.year for event in events} == {events[0].recorded_at.year}
    assert events[0].recorded_at.year >= 2026


def test_five_more_organisations_stand_in_different_phases():
    running = AuditCycle.objects.running().with_state()

    phases = {cycle.title: cycle.phase_name for cycle in running}
    assert (
        phases
        | {
            "Altena": "Erstkontakt",
            "Gera": "Begutachtung",
            "Kornwestheim": "Bestandsaufnahme",
            "Lennestadt": "Umsetzung",
            "Nordkirchen": "Beschluss über die Zielvereinbarung",
        }
        == phases
    )


def test_lennestadt_has_18_goals_and_43_measures_in_six_handlungsfelder():
    cycle = AuditCycle.objects.get(title="Lennestadt")

    assert Goal.objects.filter(cycle=cycle).count() == 18
    assert Measure.objects.filter(cycle=cycle).count() == 43
    assert cycle.goals.values("handlungsfeld").distinct().count() == 6
    assert set(cycle.measures.values_list("priority", flat=True)) == {"", "high", "middle", "low"}


def test_neunkirchen_has_two_certificates_with_a_gap_and_then_one_for_good():
    first, second, third = Award.objects.filter(cycle__title="Neunkirchen").order_by("valid_from")

    assert (first.valid_to.year, first.valid_to.month) == (2018, 2)
    assert second.valid_from == dt.date(2019, 11, 12)
    assert second.cycle.beschluesse.get(topic=Topic.AGREEMENT).session_on == dt.date(2019, 3, 27)
    assert third.valid_from == second.valid_to + dt.timedelta(days=1)
    assert third.valid_to is None
    assert third.cycle.predecessor.predecessor == first.cycle


def test_stored_tasks_are_what_the_gates_say_in_every_cycle():
    def facts(tasks):
        return sorted((task.gate_id, task.text, str(task.due_on), task.link) for task in tasks)

    for cycle in AuditCycle.objects.all():
        stored = Task.objects.filter(cycle=cycle)
        assert facts(stored) == facts(gates.fresh_tasks(cycle)), cycle


def test_nobody_is_told_about_a_replayed_past():
    assert not Mail.objects.exclude(state=OutboxState.HISTORIC).exists()
    assert not Reminder.objects.filter(state=OutboxState.SENT).exists()


def test_people_are_named_by_role_at_example_domains():
    users = User.objects.all()

    assert all(user.email.endswith(".example") for user in users)
    assert {"Geschäftsstelle", "Geschäftsführung", "Auditorin", "Gutachterin 1"} <= {
        user.name for user in users
    }


def test_grants_are_the_projection_of_the_memberships():
    wanted = {
        (membership.user_id, membership.organisation_id, right)
        for membership in Mitgliedschaft.objects.filter(ended_on__isnull=True)
        for right in ROLE_RIGHTS[membership.role]
    }
    rows = OrganisationGrant.objects.values_list(
        "user_id", "content_object_id", "permission__codename"
    )

    assert {(user, place, name.partition("_")[0]) for user, place, name in rows} == wanted


def test_every_urkunde_is_a_pdf_with_a_public_address():
    assert Zertifikat.objects.count() >= 3
    assert all(bytes(one.urkunde).startswith(b"%PDF") for one in Zertifikat.objects.all())


def test_a_second_replay_changes_nothing(capsys):
    before = CycleEvent.objects.count()

    call_command("replay_demo")

    assert CycleEvent.objects.count() == before
    assert "nichts zu tun" in capsys.readouterr().out


def test_the_pilot_quartier_ends_with_three_reports_and_the_next_one_runs():
    pilot = AuditCycle.objects.get(subject="Nordviertel")
    running = AuditCycle.objects.running().get(subject="Hafenviertel")

    assert (pilot.began_on, pilot.outcome) == (dt.date(2015, 11, 16), Outcome.COMPLETED)
    assert [one.body for one in pilot.zustimmungen.all()] == ["Aufsichtsrat", "Rat"]
    assert running.quartier.outline["type"] == "Polygon"
    (task,) = running.tasks.all()
    assert task.organisation.name == "Beispielstadt"
    assert set(running.measures.values_list("influence", flat=True)) == {"direct", "indirect"}


def test_the_kommunen_of_the_kreis_answer_differently_and_one_draft_arrived():
    cycle = AuditCycle.objects.get(title="Werra-Meißner-Kreis")
    states = cycle.angebote.order_by("pk").values_list("organisation__name", "state")

    assert set(states) == {
        ("Witzenhausen", "accepted"),
        ("Witzenhausen", "adapted"),
        ("Eschwege", "declined"),
        ("Eschwege", "open"),
    }
    own = AuditCycle.objects.get(title="Witzenhausen")
    assert own.goals.filter(title__startswith="Ein Familienbüro im Rathaus").exists()


def test_a_next_version_is_being_written_and_could_be_presented_as_it_stands():
    draft = Entwurf.objects.get()

    assert draft.data["words"]["procedure"] == "Prozess"
    assert draft.based_on.number < draft.data["verfahren"]["version"]
    assert fitting.problems(draft.data) == []
