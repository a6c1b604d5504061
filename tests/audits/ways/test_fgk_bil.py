"""The second rung: from the first award over the Bilanz to the next award."""

import pytest

from audits.actions import cycle as cycles
from audits.actions import goal as goals
from audits.actions import uebernahme as uebernahmen
from audits.gates.beschluss import latest_agreement
from audits.models import AwardState, Mark, Outcome, ReportEntry
from tests.audits.settled import assert_settled
from tests.audits.ways.walking import Way
from tests.factories.audits import a_cycle, a_fassung, a_goal, a_measure, a_user, a_version

pytestmark = pytest.mark.django_db


@pytest.fixture
def first():
    """In its years of reports: the award still holds."""
    return a_cycle(at="umsetzung")


@pytest.fixture
def way(first):
    version = a_version(1, owner=first.owner, code="FGK-BIL")
    return Way(version, first.parties.get().organisation, before=first)


def test_it_begins_with_what_was_agreed_while_the_first_award_still_holds(first, way):
    goal, measure = way.cycle.goals.first(), way.cycle.measures.first()

    assert first.ended_on is None
    assert first.awards.get().state == AwardState.ACTIVE
    assert way.cycle.goals.count() == first.goals.count() == 6
    assert goal.origin.cycle == first
    assert goal.handlungsfeld.code == goal.origin.handlungsfeld.code
    assert measure.origin.goal == measure.goal.origin
    assert {row.mark for row in (*way.cycle.goals.all(), *way.cycle.measures.all())} == {""}
    assert way.cycle.events.filter(kind="taken_over").count() == 1


def test_from_the_first_beschluss_to_the_end_of_its_three_years(first, way):
    way.to("umsetzung")
    second = way.cycle.awards.get()

    assert second.title == "Familiengerechte Kommune: Aufbau-Zertifikat"
    assert second.state == AwardState.ACTIVE
    assert first.awards.get().state == AwardState.REPLACED
    assert first.awards.get().state_on == second.valid_from

    way.to_the_end()

    assert way.cycle.outcome == Outcome.COMPLETED
    assert way.cycle.jahresberichte.count() == 3
    assert not way.cycle.tasks.exists()
    told = ReportEntry.objects.filter(cycle=way.cycle).values_list("measure__mark", flat=True)
    assert set(told) == {Mark.CONTINUED, Mark.NEW}


def test_what_was_balanced_stays_as_a_record_beside_the_new_agreement(way):
    way.to("beschluss")

    balanced = way.cycle.goals.filter(mark=Mark.BALANCED)
    frozen = latest_agreement(way.cycle).content
    assert balanced.count() == 3
    assert way.cycle.goals.filter(mark=Mark.CONTINUED).count() == 3
    assert way.cycle.goals.filter(mark=Mark.NEW).count() == 3
    assert all(f'"{goal.title}"' not in frozen for goal in balanced)


def test_a_module_of_the_first_cycle_is_taken_over_with_its_goals(first):
    module = next(feld for feld in first.version.felder if feld.is_module)
    first.chosen_felder.create(handlungsfeld=module, position=1)
    a_measure(a_goal(first, module))
    a_fassung(first, a_user())
    later = a_version(1, owner=first.owner, code="FGK-BIL")

    cycle = Way(later, first.parties.get().organisation, before=first).cycle

    assert cycle.chosen_felder.get().handlungsfeld.code == module.code
    assert cycle.goals.count() == 7


def test_the_gate_names_each_handlungsfeld_until_everything_is_weighed(way):
    way.to("bestandsaufnahme")
    waiting = way.cycle.tasks.filter(gate__kind="balance")

    assert waiting.count() == 6
    assert waiting.first().text.startswith("Bilanz ziehen: noch 2 offen in „Steuerung")

    goal = way.cycle.goals.first()
    way.do(uebernahmen.weigh, way.editor, row=goal, mark=Mark.BALANCED)

    assert waiting.count() == 5


def test_an_inherited_goal_that_is_taken_out_stays_as_a_record(way):
    way.to("zielvereinbarung")
    goal = way.cycle.goals.filter(mark=Mark.CONTINUED).first()

    way.do(goals.remove_goal, way.editor, goal=goal)

    goal.refresh_from_db()
    assert goal.mark == Mark.BALANCED
    assert set(goal.measures.values_list("mark", flat=True)) == {Mark.BALANCED}


def test_nothing_can_follow_on_a_cycle_without_an_award(first):
    bare = a_cycle(at="begutachtung", version=first.version)
    version = a_version(1, owner=first.owner, code="FGK-BIL")
    beginning = cycles.Beginning(bare.parties.get().organisation, version, predecessor=bare)
    office = Way(first.version).office

    verdict = cycles.can_start(office, beginning)

    assert str(verdict) == "Dieses Verfahren setzt eine Verleihung voraus (FGK-K, FGK-KR)."
    assert_settled(after="nothing")
