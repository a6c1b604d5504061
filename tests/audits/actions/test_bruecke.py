"""The bridge: what one cycle has frozen becomes goals and measures of another."""

import datetime as dt

import pytest

from auditportal.models import Role
from auditportal.verdict import NotYet
from audits.actions import bruecke as bridges
from audits.actions import fassung as fassungen
from audits.actions import zuordnung as zuordnungen
from audits.models import CycleEvent, Goal, Measure
from audits.papers import copying
from handlungsfelder.models import Party, Referenz, Referenzrahmen
from tests.audits.settled import assert_settled
from tests.factories.audits import a_cycle, a_goal, a_measure, a_version, member_of

pytestmark = pytest.mark.django_db


def main_of(cycle):
    return cycle.parties.get(function=Party.MAIN).organisation


def choose(cycle, *codes):
    for position, code in enumerate(codes, start=1):
        feld = cycle.version.handlungsfelder.get(code=code)
        name = "Dorfladen" if feld.is_free else ""
        cycle.chosen_felder.create(handlungsfeld=feld, position=position, name=name)
    return [cycle.version.handlungsfelder.get(code=code) for code in codes]


@pytest.fixture
def source():
    """A plan in three topics: one with a place in the other catalogue, one without, one free."""
    cycle = a_cycle("werkstattplan", version=a_version(1, code="DAKS"))
    wohnen, digital, own = choose(cycle, "wohnen", "digitalisierung", "eigenes-1")
    measure = {"responsible": "Bauamt", "begins_on": dt.date(2018, 1, 1), "budget": "2500.50"}
    groups = ["seniors", "women"]
    goal = a_goal(cycle, wohnen, title="Mehr Wohnraum")
    a_measure(goal, title="Wohnungen umbauen", target_groups=groups, **measure)
    for feld, title in ((digital, "Netz für alle"), (own, "Der Laden bleibt")):
        a_measure(a_goal(cycle, feld, title=title))
    fassungen.freeze(cycle=cycle, by=member_of(cycle.owner, Role.OFFICE))
    return cycle


@pytest.fixture
def target(source):
    """A cycle by another catalogue, of the same organisation."""
    cycle = a_cycle("ausarbeitung")
    cycle.parties.update(organisation=main_of(source))
    Goal.objects.filter(cycle=cycle).delete()
    return cycle


@pytest.fixture
def editor(source):
    return member_of(main_of(source), Role.EDITOR)


def test_a_frozen_plan_becomes_goals_and_measures_that_know_their_origin(source, target, editor):
    goals, _ = bridges.bridge(source=source, target=target, by=editor)

    assert [(str(one), str(one.handlungsfeld)) for one in goals] == [
        ("Mehr Wohnraum", "Wohnumfeld und Lebensqualität")
    ]
    measure = Measure.objects.get(cycle=target)
    assert (measure.title, measure.responsible) == ("Wohnungen umbauen", "Bauamt")
    assert (str(measure.budget), measure.begins_on) == ("2500.50", dt.date(2018, 1, 1))
    assert (measure.origin.cycle, goals[0].origin.cycle) == (source, source)
    assert (measure.mark, goals[0].mark) == ("", "")
    assert_settled()


def test_what_a_measure_serves_its_copy_serves_as_well(source, target, editor):
    frame = Referenzrahmen.objects.create(code="PAPIER", name="Papier", source="Beispiel")
    thesis = Referenz.objects.create(rahmen=frame, position=1, code="1", title="Wohnen")
    original = Measure.objects.get(cycle=source, title="Wohnungen umbauen")
    zuordnungen.assign(row=original, referenzen=[thesis], by=editor)

    (goal,), _ = bridges.bridge(source=source, target=target, by=editor)

    measure = Measure.objects.get(cycle=target)
    assert [tie.referenz for tie in measure.zuordnungen.all()] == [thesis]
    assert (measure.is_assigned, goal.is_assigned) == (True, False)


def test_what_finds_no_place_is_named_with_the_reason(source, target, editor):
    _, left_out = bridges.bridge(source=source, target=target, by=editor)

    told = {(one.what, one.reason) for one in left_out}
    assert told == {
        ("Ziel „Netz für alle“", "Dieses Handlungsfeld hat hier keine Entsprechung."),
        ("Ziel „Der Laden bleibt“", "Ein frei gewähltes Thema hat hier keine Entsprechung."),
        (
            "Zielgruppe „Frauen“ der Maßnahme „Wohnungen umbauen“",
            "Diese Zielgruppe gibt es hier nicht.",
        ),
    }
    assert Measure.objects.get(cycle=target).target_groups == ["seniors"]


def test_taken_over_is_what_was_frozen_not_the_draft(source, target, editor):
    Measure.objects.filter(cycle=source, title="Wohnungen umbauen").update(title="Anders")

    bridges.bridge(source=source, target=target, by=editor)

    assert Measure.objects.get(cycle=target).title == "Wohnungen umbauen"


def test_a_second_time_there_is_nothing_left(source, target, editor):
    bridges.bridge(source=source, target=target, by=editor)

    with pytest.raises(NotYet, match="nichts mehr"):
        bridges.bridge(source=source, target=target, by=editor)
    assert Goal.objects.filter(cycle=target).count() == 1
    assert CycleEvent.objects.filter(cycle=target, kind="bridged").count() == 1


def test_what_is_there_already_stays_before_it(source, target, editor):
    feld = target.version.handlungsfelder.get(code="hf5")
    a_goal(target, feld, title="Schon da")

    goals, _ = bridges.bridge(source=source, target=target, by=editor)

    assert goals[0].position == 2


def test_a_module_that_is_not_chosen_takes_nothing(source, target, editor):
    integration = source.version.handlungsfelder.get(code="integration")
    source.chosen_felder.create(handlungsfeld=integration, position=4)
    a_measure(a_goal(source, integration, title="Sprachkurse"))
    fassungen.freeze(cycle=source, by=member_of(source.owner, Role.OFFICE))

    reasons = {one.what: one.reason for one in copying.plan(source, target).left_out}

    assert reasons["Ziel „Sprachkurse“"] == "„Akzeptanz und Integration“ ist hier nicht gewählt."


def test_frozen_goals_take_nothing_up(source, editor):
    late = a_cycle("beschluss")
    late.parties.update(organisation=main_of(source))

    with pytest.raises(NotYet, match="eingefroren"):
        bridges.bridge(source=source, target=late, by=editor)


def test_only_the_organisations_own_cycles_are_bridged(source, editor):
    foreign = a_cycle("ausarbeitung")
    office = member_of(foreign.owner, Role.OFFICE)

    assert not bridges.can_bridge(editor, source, foreign).who
    assert not bridges.can_bridge(office, source, foreign).who
