import pytest
from django.core.exceptions import PermissionDenied

from auditportal.verdict import NotYet
from audits.actions import goal as goals
from audits.actions import uebernahme as uebernahmen
from audits.models import Mark
from tests.audits.settled import assert_settled
from tests.factories.audits import a_cycle, a_goal, a_measure, a_version, cast_of, the_version

pytestmark = pytest.mark.django_db


@pytest.fixture
def cycle():
    version = a_version(1, owner=the_version().verfahren.owner, code="FGK-BIL")
    return a_cycle(at="bestandsaufnahme", version=version)


@pytest.fixture
def cast(cycle):
    return cast_of(cycle)


@pytest.fixture
def goal(cycle):
    goal = a_goal(cycle)
    for number in range(2):
        a_measure(goal, title=f"Maßnahme {number}")
    return goal


def marks(goal):
    goal.refresh_from_db()
    return goal.mark, list(goal.measures.order_by("pk").values_list("mark", flat=True))


def test_a_goal_that_ends_takes_its_measures_out_with_it(goal, cast):
    uebernahmen.weigh(row=goal, mark=Mark.BALANCED, by=cast.editor)

    assert marks(goal) == ("balanced", ["balanced", "balanced"])
    assert_settled(after="weigh")


def test_a_goal_that_goes_on_leaves_its_measures_to_be_weighed(goal, cast):
    uebernahmen.weigh(row=goal, mark=Mark.CONTINUED, by=cast.editor)

    assert marks(goal) == ("continued", ["", ""])


def test_a_measure_that_goes_on_takes_its_goal_along(goal, cast):
    uebernahmen.weigh(row=goal, mark=Mark.BALANCED, by=cast.editor)

    uebernahmen.weigh(row=goal.measures.first(), mark=Mark.CONTINUED, by=cast.editor)

    assert marks(goal) == ("continued", ["continued", "balanced"])


def test_several_are_weighed_at_once_or_none(goal, cast):
    new = goals.add_goal(
        cycle=goal.cycle, handlungsfeld=goal.handlungsfeld, title="Neu", by=cast.editor
    )
    all_of_them = [(goal, Mark.CONTINUED), *((one, Mark.BALANCED) for one in goal.measures.all())]

    with pytest.raises(NotYet, match="„Neu“ ist neu"):
        uebernahmen.balance(
            cycle=goal.cycle, marks=[*all_of_them, (new, Mark.BALANCED)], by=cast.editor
        )
    assert marks(goal) == ("", ["", ""])

    uebernahmen.balance(cycle=goal.cycle, marks=all_of_them, by=cast.editor)
    assert marks(goal) == ("continued", ["balanced", "balanced"])
    assert_settled(after="balance")


def test_what_is_new_is_not_weighed(cycle, cast):
    goal = goals.add_goal(cycle=cycle, handlungsfeld=cycle.felder[0], title="Neu", by=cast.editor)

    assert goal.mark == Mark.NEW
    with pytest.raises(NotYet, match="„Neu“ ist neu: Es gibt nichts zu bilanzieren"):
        uebernahmen.weigh(row=goal, mark=Mark.BALANCED, by=cast.editor)


def test_nothing_is_added_to_a_goal_that_has_ended(goal, cast):
    uebernahmen.weigh(row=goal, mark=Mark.BALANCED, by=cast.editor)
    goal.refresh_from_db()

    with pytest.raises(NotYet, match="ist bilanziert und bleibt, wie es ist"):
        goals.add_measure(goal=goal, title="Noch eine", by=cast.editor)


def test_only_who_works_on_the_goals_weighs_them(goal, cast):
    for user in (cast.reader, cast.stranger, cast.assessors[0]):
        with pytest.raises(PermissionDenied):
            uebernahmen.weigh(row=goal, mark=Mark.CONTINUED, by=user)


def test_what_was_reported_on_stays_as_a_record_when_it_is_taken_out(goal, cast):
    """Only what nobody tells about vanishes."""
    goal.mark, free = Mark.NEW, a_goal(goal.cycle, title="Ohne Folgen")
    goal.save()
    goal.successors.create(
        cycle=goal.cycle,
        handlungsfeld=goal.handlungsfeld,
        position=9,
        title="Folge",
        saved_at=goal.saved_at,
        saved_by=goal.saved_by,
    )

    goals.remove_goal(goal=goal, by=cast.editor)
    goals.remove_goal(goal=free, by=cast.editor)

    assert marks(goal) == ("balanced", ["balanced", "balanced"])
    assert not goal.cycle.goals.filter(pk=free.pk).exists()
