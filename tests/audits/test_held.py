"""What writes takes the lock before it reads: nothing is asked twice, and nothing is stale."""

import pytest
from django.test import RequestFactory
from django.urls import reverse

from auditportal.action import unasked
from auditportal.actions import mitgliedschaft as mitgliedschaften
from auditportal.models import Mitgliedschaft
from auditportal.transaction import acting
from audits.actions import action
from audits.models import AuditCycle, CycleDocument, Measure
from audits.views.inside import get_inside, get_row
from tests.at_once.waiting import HTMX, is_waiting, post_beside, somebody_inside, until
from tests.audits.counting import asked
from tests.audits.reporting import report_of
from tests.factories.audits import a_cycle, a_goal, a_measure, cast_of


@pytest.fixture
def cycle():
    return a_cycle("bestandsaufnahme")


def held(cycle, by) -> AuditCycle:
    request = RequestFactory().post("/")
    request.user = by
    return get_inside(request, cycle.pk)


@action(None, asks=unasked)
def look(*, about, by):
    return about


@pytest.mark.django_db
def test_an_action_takes_the_cycle_that_the_request_holds(cycle):
    by = cast_of(cycle).editor
    with acting(by.pk):
        inside = held(cycle, by)

        assert look(about=inside, by=by) is inside
        assert look(about=inside, by=by) is not inside, "the first one may have changed it"


@pytest.mark.django_db
def test_nobody_holds_it_beyond_the_transaction(cycle):
    by = cast_of(cycle).editor
    with acting(by.pk):
        inside = held(cycle, by)
    with acting(by.pk):
        assert look(about=inside, by=by) is not inside


@pytest.mark.django_db
def test_a_row_that_was_read_before_is_read_again_under_the_lock(cycle):
    cast = cast_of(cycle)
    goal = a_goal(cycle, cycle.version.felder[0], cast.editor)
    measure = a_measure(goal, cast.editor, title="Vorher")
    Measure.objects.filter(pk=measure.pk).update(title="Nachher")

    assert look(about=measure, by=cast.editor).title == "Nachher"


@pytest.mark.django_db
def test_a_request_that_read_before_it_locked_is_refused(cycle):
    by = cast_of(cycle).editor
    with acting(by.pk, is_request=True):
        with pytest.raises(AssertionError, match="look: The request read before it locked"):
            look(about=AuditCycle.objects.get(pk=cycle.pk), by=by)

        assert look(about=held(cycle, by), by=by) == cycle


@pytest.mark.django_db
def test_rows_that_one_side_keeps_to_itself_are_not_loaded_by_their_cycle(rf):
    with pytest.raises(TypeError, match="CycleDocument"):
        get_row(rf.get("/"), CycleDocument, 1)


# --- how much is asked --------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_text_that_saves_itself_asks_few_questions(client):
    cycle = a_cycle("bestandsaufnahme")
    client.force_login(cast_of(cycle).editor)
    frage = cycle.version.felder[0].leitfragen.all()[0]
    name, url = f"frage-{frage.pk}", reverse("audits:answer_save", args=[cycle.pk, frage.pk])

    def save(number):
        typed = {f"{name}-text": f"Text {number}", "version": number}
        answer = client.post(url, typed | {f"{name}-version": number}, **HTMX)
        assert answer.status_code == 200

    save(0)
    assert asked(lambda: save(1)) <= 12


@pytest.mark.django_db
def test_a_measure_is_saved_with_few_questions(client):
    cycle = a_cycle("zielvereinbarungsworkshop")
    cast = cast_of(cycle)
    client.force_login(cast.editor)
    goal = a_goal(cycle, cycle.version.felder[0], cast.editor)
    measure = a_measure(goal, cast.editor)
    url = reverse("audits:measure_change", args=[measure.pk])

    def save(number):
        typed = {"title": f"Maßnahme {number}", "version": number}
        assert client.post(url, typed, **HTMX).status_code == 200

    save(measure.version)
    assert asked(lambda: save(measure.version + 1)) <= 13


@pytest.mark.django_db
def test_a_report_entry_is_saved_with_few_questions(client):
    cycle = a_cycle("umsetzung")
    client.force_login(cast_of(cycle).editor)
    report, measure = report_of(cycle), cycle.measures.first()
    url = reverse("audits:jahresbericht_entry", args=[report.pk, measure.pk])

    def save(number):
        typed = {"progress": "running", "text": f"Text {number}", "version": number}
        assert client.post(url, typed, **HTMX).status_code == 200

    save(0)
    assert asked(lambda: save(1)) <= 13


# --- at the same time ---------------------------------------------------------------------------


def test_who_lost_the_right_while_waiting_saves_nothing(fresh_database):
    cycle = a_cycle("bestandsaufnahme")
    cast = cast_of(cycle)
    frage = cycle.version.felder[0].leitfragen.all()[0]
    url = reverse("audits:answer_save", args=[cycle.pk, frage.pk])
    typed = {f"frage-{frage.pk}-text": "Zu spät", "version": 0}
    membership = Mitgliedschaft.objects.get(user=cast.editor)

    with somebody_inside(AuditCycle, cycle.pk):
        thread, answers = post_beside(cast.editor, url, typed, **HTMX)
        until(is_waiting)
        mitgliedschaften.end(mitgliedschaft=membership, by=cast.signatory)
    thread.join()

    assert [answer.status_code for answer in answers] == [404]
    assert not cycle.answers.exists()


def test_of_two_requests_for_one_text_the_second_reads_what_the_first_has_saved(fresh_database):
    cycle = a_cycle("zielvereinbarungsworkshop")
    cast = cast_of(cycle)
    goal = a_goal(cycle, cycle.version.felder[0], cast.editor)
    url = reverse("audits:goal_change", args=[goal.pk])
    stored = {"description": "", "version": goal.version}

    with somebody_inside(AuditCycle, cycle.pk):
        one = post_beside(cast.editor, url, stored | {"title": "Erste Worte"}, **HTMX)
        two = post_beside(cast.office, url, stored | {"title": "Andere Worte"}, **HTMX)
        until(is_waiting)
    one[0].join()
    two[0].join()

    assert sorted(answer.status_code for answer in one[1] + two[1]) == [200, 409]
    goal.refresh_from_db()
    assert goal.title in ("Erste Worte", "Andere Worte")
