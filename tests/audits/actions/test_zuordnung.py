"""What goals and measures are tied to, and when that may change."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction

from auditportal import clock
from auditportal.models import Role
from auditportal.verdict import NotYet
from audits.actions import goal as goals
from audits.actions import zuordnung as zuordnungen
from audits.models import AuditCycle, Zuordnung
from audits.papers import freezing
from handlungsfelder.actions import referenz as referenzen
from handlungsfelder.models import Referenz
from handlungsfelder.references import read_all
from tests.audits.settled import assert_settled
from tests.factories.audits import a_cycle, a_goal, a_measure, cast_of, member_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def cycle():
    cycle = a_cycle("zielvereinbarungsworkshop")
    for frame in read_all():
        referenzen.load(rahmen=frame, by=member_of(cycle.owner, Role.DIRECTOR))
    return cycle


@pytest.fixture
def cast(cycle):
    return cast_of(cycle)


@pytest.fixture
def measure(cycle):
    return a_measure(a_goal(cycle))


def named(*names):
    return [one for one in Referenz.objects.select_related("rahmen") if one.name in names]


def tied(thing):
    ties = thing.zuordnungen.select_related("referenz__rahmen")
    return sorted(tie.referenz.name for tie in ties)


def test_a_measure_and_its_goal_have_ties_of_their_own(measure, cast):
    zuordnungen.assign(row=measure, referenzen=named("LAG/3.1", "SDG/11"), by=cast.editor)
    zuordnungen.assign(row=measure.goal, referenzen=named("LAG/3"), by=cast.auditor)

    assert tied(measure) == ["LAG/3.1", "SDG/11"]
    assert tied(measure.goal) == ["LAG/3"]
    assert_settled(after="audits.actions.zuordnung.assign")


def test_what_is_said_later_takes_the_place_of_what_was_said(measure, cast):
    zuordnungen.assign(row=measure, referenzen=named("LAG/3", "SDG/11"), by=cast.editor)
    kept = measure.zuordnungen.get(referenz__rahmen__code="SDG").pk

    zuordnungen.assign(row=measure, referenzen=named("SDG/11", "SDG/4"), by=cast.editor)

    assert tied(measure) == ["SDG/11", "SDG/4"]
    assert measure.zuordnungen.filter(pk=kept).exists()


def test_no_tie_at_all_is_an_answer_too(measure, cast):
    zuordnungen.assign(row=measure, referenzen=[], by=cast.editor)

    measure.refresh_from_db()
    assert measure.is_assigned
    assert tied(measure) == []


def test_ties_are_no_part_of_what_is_frozen(measure, cycle, cast):
    before = freezing.agreement(cycle)

    zuordnungen.assign(row=measure, referenzen=named("SDG/11"), by=cast.editor)

    assert freezing.agreement(cycle) == before


def test_it_stands_in_the_history(measure, cycle, cast):
    zuordnungen.assign(row=measure, referenzen=named("SDG/11"), by=cast.editor)

    assert cycle.events.filter(kind="assigned", text=f"Bezüge gesetzt: {measure}").count() == 1


@pytest.mark.parametrize("role", ["reader", "stranger"])
def test_whoever_may_not_write_goals_sets_no_ties(role, measure, cast):
    with pytest.raises(PermissionDenied):
        zuordnungen.assign(row=measure, referenzen=named("SDG/11"), by=getattr(cast, role))
    assert tied(measure) == []


def test_ties_may_change_while_the_goals_are_frozen():
    cycle = a_cycle("begutachtung")
    measure, cast = cycle.measures.first(), cast_of(cycle)

    zuordnungen.assign(row=measure, referenzen=[], by=cast.editor)

    assert not goals.can_add_goal(cast.editor, measure.cycle)
    assert_settled(after="audits.actions.zuordnung.assign")


def test_ties_stay_as_they_were_when_the_cycle_ended(measure, cycle, cast):
    AuditCycle.objects.filter(pk=cycle.pk).update(ended_on=clock.today(), outcome="completed")

    with pytest.raises(NotYet, match="beendet"):
        zuordnungen.assign(row=measure, referenzen=named("SDG/11"), by=cast.editor)
    assert tied(measure) == []


def test_ties_go_with_their_goal(measure, cast):
    zuordnungen.assign(row=measure, referenzen=named("SDG/11"), by=cast.editor)
    zuordnungen.assign(row=measure.goal, referenzen=named("LAG/3"), by=cast.editor)

    goals.remove_goal(goal=measure.goal, by=cast.editor)

    assert not Zuordnung.objects.exists()


def test_a_tie_belongs_to_one_thing(measure):
    (sdg,) = named("SDG/11")

    for about in ({}, {"goal": measure.goal, "measure": measure}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Zuordnung.objects.create(cycle=measure.cycle, referenz=sdg, **about)


def test_a_tie_lies_in_the_cycle_of_its_measure(measure):
    (sdg,) = named("SDG/11")
    other = a_cycle("zielvereinbarungsworkshop")

    def misplace():
        Zuordnung.objects.create(cycle=other, measure=measure, referenz=sdg)
        connection.check_constraints()

    with pytest.raises(IntegrityError), transaction.atomic():
        misplace()
