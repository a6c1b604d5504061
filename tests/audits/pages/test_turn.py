"""Whose turn it is, as each of them reads it; and that a loaded task knows it like the database."""

import pytest
from django.template import RequestContext
from django.test import RequestFactory
from django.urls import reverse

from auditportal import clock, notation
from auditportal.templatetags.portal import leads_elsewhere
from audits import gates, permissions
from audits.actions import award as awards
from audits.models import Task
from audits.pages import overview
from audits.pages.turn import turn
from tests.factories.audits import a_cycle, cast_of

pytestmark = pytest.mark.django_db
PHASES = ["erstkontakt", "teilnahmebeschluss", "begutachtung", "zertifizierung"]


@pytest.mark.parametrize("phase", PHASES)
def test_a_task_that_is_loaded_is_somebodys_as_the_list_says_it(phase):
    cycle = a_cycle(at=phase)
    cast = cast_of(cycle)
    people = (cast.office, cast.editor, cast.reader, cast.auditor, cast.stranger, *cast.assessors)

    for user in people:
        listed = set(Task.objects.for_user(user))
        assert {task for task in cycle.tasks.all() if permissions.is_for(user, task)} == listed


def test_the_one_who_can_act_is_told_so_and_the_other_may_wait():
    cycle = a_cycle(at="erstkontakt")
    cast = cast_of(cycle)
    tasks, run = list(cycle.tasks.all()), cycle.open_run

    own, other = (turn(user, cycle, tasks, run) for user in (cast.office, cast.editor))

    assert (own.is_yours, own.who) == (True, "Jetzt am Zug: Sie")
    assert (other.is_yours, other.who) == (False, "Jetzt am Zug: Geschäftsstelle")
    assert own.act == other.act == tasks[0].text


def test_when_all_is_done_it_is_the_turn_of_whoever_leaves_the_phase():
    cycle = a_cycle(at="erstkontakt")

    now = turn(cast_of(cycle).office, cycle, [], cycle.open_run)

    assert now.is_yours
    assert now.link == cycle.open_run.get_absolute_url()
    assert now.act == "Alles ist erfüllt. „Erstkontakt“ kann abgeschlossen werden."


def test_an_ended_cycle_is_nobodys_turn():
    cycle = a_cycle()

    assert turn(cast_of(cycle).office, cycle, [], None) is None


def test_the_task_of_an_award_names_the_one_who_can():
    cycle = a_cycle(at="zertifizierung")
    cast = cast_of(cycle)
    tasks = list(cycle.tasks.all())

    seen = {
        role: turn(getattr(cast, role), cycle, tasks, cycle.open_run).who
        for role in ("office", "director", "editor")
    }

    assert seen == {
        "office": "Jetzt am Zug: Geschäftsführung",
        "director": "Jetzt am Zug: Sie",
        "editor": "Jetzt am Zug: Geschäftsführung",
    }
    for role in seen:
        user = getattr(cast, role)
        may = not awards.can_award(user, cycle).reasons
        assert may == all(permissions.is_for(user, task) for task in tasks) == (role == "director")


def test_what_is_anothers_turn_is_a_sentence_that_says_who_and_since_when():
    cycle = a_cycle(at="erstkontakt")
    cast, run = cast_of(cycle), cycle.open_run
    (task,) = cycle.tasks.all()

    own, other = (
        overview.line(task, clock.today(), user, run) for user in (cast.office, cast.editor)
    )

    assert (own.link, own.who, own.since) == (task.link, "Sie", "")
    assert (other.link, other.who) == ("", "Geschäftsstelle")
    assert other.since == notation.day(run.began_on)


def test_the_reasons_of_a_button_lead_only_those_whose_turn_it_is():
    cycle = a_cycle(at="begutachtung")
    cast = cast_of(cycle)
    closed = gates.closed_gates(cycle)

    for user in (cast.office, cast.editor, *cast.assessors):
        shown = permissions.with_own_links(user, cycle, closed)
        own = {task.text for task in cycle.tasks.all() if permissions.is_for(user, task)}
        assert {reason.text for reason in shown.reasons if reason.link} <= own


def test_no_link_leads_to_the_page_on_which_it_stands():
    request = RequestFactory().get("/durchlaeufe/1/ziele/")
    links = ("/durchlaeufe/1/ziele/#feld", "/durchlaeufe/1/", "")

    found = [leads_elsewhere(RequestContext(request), link) for link in links]

    assert found == [False, True, False]


def test_the_task_of_the_award_leads_to_the_page_that_issues_it():
    cycle = a_cycle(at="zertifizierung")

    links = {task.link for task in cycle.tasks.all()}

    assert reverse("certificates:zertifikat_issue", args=[cycle.pk]) in links
