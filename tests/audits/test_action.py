"""Inside a cycle: one lock and one settling, however many actions are in one another."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from auditportal.action import happened, unasked
from audits.actions import action
from audits.actions import goal as goals
from audits.models import CycleEventKind
from tests.audits.settled import assert_settled
from tests.factories.audits import a_cycle, a_goal, cast_of

pytestmark = pytest.mark.django_db


@action(CycleEventKind.BRIDGED, asks=unasked)
def add_two(*, cycle, by):
    feld = cycle.version.felder[0]
    first = goals.add_goal(cycle=cycle, handlungsfeld=feld, title="Eins", by=by)
    happened("Zwei Ziele.")
    goals.add_measure(goal=first, title="Dazu", by=by)
    assert first.cycle is cycle
    return first


def test_actions_inside_another_join_it():
    cycle = a_cycle("zielvereinbarungsworkshop")
    by = cast_of(cycle).editor

    with CaptureQueriesContext(connection) as captured:
        add_two(cycle=cycle, by=by)

    texts = list(cycle.events.order_by("pk").values_list("kind", "text"))
    assert texts == [
        ("goal_added", "Ziel ergänzt: Eins"),
        ("bridged", "Zwei Ziele."),
        ("measure_added", "Maßnahme ergänzt: Dazu"),
    ]
    asked = [one["sql"].partition(" ")[0] for one in captured if '"audits_task"' in one["sql"]]
    assert asked.count("SELECT") == 1
    assert_settled()


def test_a_row_is_read_again_with_what_it_was_loaded_with(django_assert_num_queries):
    cycle = a_cycle("zielvereinbarungsworkshop")
    by = cast_of(cycle).editor
    goal = a_goal(cycle, cycle.version.felder[0], by)
    stale = type(goal).objects.select_related("saved_by").get(pk=goal.pk)
    type(goal).objects.filter(pk=goal.pk).update(description="Inzwischen")

    moved = goals.move_goal(goal=stale, up=True, by=by)

    assert moved.description == "Inzwischen"
    with django_assert_num_queries(0):
        assert moved.saved_by == by
