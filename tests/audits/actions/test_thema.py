"""Topics and modules of a cycle: chosen, ordered, named, given up."""

import pytest

from auditportal.models import Role
from auditportal.verdict import NotYet
from audits.actions import thema as themen
from audits.models import CycleEvent
from handlungsfelder.models import Party
from tests.audits.settled import assert_settled
from tests.factories.audits import a_cycle, a_goal, a_version, member_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def cycle():
    return a_cycle("zukunftswerkstatt", version=a_version(1, code="DAKS"))


@pytest.fixture
def editor(cycle):
    return member_of(cycle.parties.get(function=Party.MAIN).organisation, Role.EDITOR)


def feld(cycle, code: str):
    return cycle.version.handlungsfelder.get(code=code)


def names(cycle) -> list[str]:
    return [one.name for one in cycle.felder]


def test_a_chosen_topic_stands_last_and_opens_the_gate(cycle, editor):
    assert cycle.tasks.filter(text="Wählen Sie noch ein Thema.").exists()

    themen.choose(cycle=cycle, feld=feld(cycle, "wohnen"), by=editor)
    themen.choose(cycle=cycle, feld=feld(cycle, "arbeit"), by=editor)

    assert names(cycle) == ["Wohnen", "Arbeit und Wirtschaft"]
    assert not cycle.tasks.filter(text__startswith="Wählen Sie").exists()
    assert_settled()


def test_a_topic_is_chosen_once(cycle, editor):
    themen.choose(cycle=cycle, feld=feld(cycle, "wohnen"), by=editor)

    with pytest.raises(NotYet, match="steht hier nicht zur Wahl"):
        themen.choose(cycle=cycle, feld=feld(cycle, "wohnen"), by=editor)


def test_a_topic_of_ones_own_needs_a_name_and_bears_it(cycle, editor):
    own = feld(cycle, "eigenes-1")

    with pytest.raises(NotYet, match="Benennen Sie"):
        themen.choose(cycle=cycle, feld=own, name=" ", by=editor)
    themen.choose(cycle=cycle, feld=own, name="Dorfladen", reason="Er schließt.", by=editor)

    assert names(cycle) == ["Dorfladen"]


def test_a_topic_of_the_list_keeps_its_name(cycle, editor):
    row = themen.choose(cycle=cycle, feld=feld(cycle, "wohnen"), name="Anders", by=editor)

    row = themen.describe(row=row, name="Anders", reason="Es fehlt an Wohnraum.", by=editor)

    assert (str(row), row.reason) == ("Wohnen", "Es fehlt an Wohnraum.")
    assert_settled()


def test_topics_change_places(cycle, editor):
    for code in ("wohnen", "arbeit", "gesundheit"):
        row = themen.choose(cycle=cycle, feld=feld(cycle, code), by=editor)

    themen.move(row=row, up=True, by=editor)

    assert names(cycle) == ["Wohnen", "Gesundheit und Pflege", "Arbeit und Wirtschaft"]
    assert_settled()


def test_a_topic_with_goals_is_not_given_up(cycle, editor):
    row = themen.choose(cycle=cycle, feld=feld(cycle, "wohnen"), by=editor)
    goal = a_goal(cycle, row.handlungsfeld)

    with pytest.raises(NotYet, match="hat schon Ziele"):
        themen.drop(row=row, by=editor)
    goal.delete()
    themen.drop(row=row, by=editor)

    assert names(cycle) == []
    assert CycleEvent.objects.filter(cycle=cycle, kind="feld_dropped").exists()
    assert_settled()


def test_topics_stay_when_the_goals_are_frozen():
    cycle = a_cycle("zwischenbilanz", version=a_version(1, code="DAKS"))
    editor = member_of(cycle.parties.get(function=Party.MAIN).organisation, Role.EDITOR)

    with pytest.raises(NotYet, match="eingefroren"):
        themen.choose(cycle=cycle, feld=feld(cycle, "wohnen"), by=editor)


def test_a_reader_chooses_nothing(cycle):
    reader = member_of(cycle.parties.get(function=Party.MAIN).organisation, Role.READER)

    assert not themen.can_choose(reader, cycle).who
