import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from auditportal.models import Role
from auditportal.verdict import NotYet
from audits.actions import angebot as angebote
from audits.actions import goal as goals
from audits.models import Angebot, AngebotState, AuditCycle, Goal, Measure
from handlungsfelder.models import GateKind
from tests.audits.offering import a_region
from tests.audits.settled import assert_settled
from tests.factories.audits import a_cycle, an_organisation, member_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def region():
    return a_region()


def missing(region):
    return [task.text for task in region.cycle.tasks.filter(gate__kind=GateKind.OFFERS)]


def answer(angebot, by, state=AngebotState.ACCEPTED, text=""):
    return angebote.answer(angebot=angebot, state=state, text=text, by=by)


def test_the_gate_counts_what_is_open_until_all_have_answered(region):
    assert missing(region) == ["Es ist noch kein Ziel und keine Maßnahme angeboten."]

    town, village = region.offer()
    assert missing(region) == ["Angebote ohne Antwort: 2."]
    answer(town, region.town_editor)
    assert missing(region) == ["Angebote ohne Antwort: 1."]
    answer(village, region.village_editor, AngebotState.DECLINED, "Kein Geld.")

    assert missing(region) == []
    assert_settled()
    assert region.cycle.events.first().text == f"Dorf: abgelehnt – {region.goal}."


def test_what_is_accepted_becomes_a_draft_in_the_own_cycle(region):
    (angebot,) = region.offer(region.goal, region.town)

    _, own = answer(angebot, region.town_editor)

    assert own == region.own
    assert region.own.goals.get(title=region.goal.title).handlungsfeld.code == "hf1"
    assert_settled()


def test_what_is_adapted_stands_there_in_its_own_words(region):
    (angebot,) = region.offer(region.goal, region.town)

    given, _ = answer(angebot, region.town_editor, AngebotState.ADAPTED, "Ein Büro im Rathaus")

    assert region.own.goals.filter(title="Ein Büro im Rathaus").count() == 1
    assert (given.title, given.answer) == (region.goal.title, "Ein Büro im Rathaus")


def test_a_measure_comes_with_its_goal(region):
    (angebot,) = region.offer(region.measure, region.town)

    answer(angebot, region.town_editor)

    goal = region.own.goals.get(title=region.goal.title)
    assert goal.measures.get().title == region.measure.title


def test_without_a_cycle_of_its_own_only_the_answer_is_kept(region):
    (angebot,) = region.offer(region.goal, region.village)
    before = Goal.objects.count()

    given, own = answer(angebot, region.village_editor)

    assert own is None
    assert given.state == AngebotState.ACCEPTED
    assert Goal.objects.count() == before


def test_nothing_is_put_where_the_goals_are_frozen_already(region):
    frozen = a_cycle("einreichung", region.own.version)
    place = frozen.parties.get().organisation
    place.parent = region.kreis
    place.save()
    (angebot,) = region.offer(region.goal, place)

    _, own = answer(angebot, member_of(place, Role.EDITOR))

    assert own is None


def test_declining_leaves_no_draft_and_needs_its_reason(region):
    (angebot,) = region.offer(region.goal, region.town)

    with pytest.raises(NotYet, match="oder den Grund"):
        answer(angebot, region.town_editor, AngebotState.DECLINED, " ")
    answer(angebot, region.town_editor, AngebotState.DECLINED, "Gibt es schon.")

    assert not region.own.goals.exists()


def test_answer_is_for_the_people_of_whoever_is_asked(region):
    (angebot,) = region.offer(region.goal, region.town)
    reader = member_of(region.town, Role.READER)

    for by in (region.offerer, region.village_editor, reader):
        with pytest.raises(PermissionDenied, match=f"Hier antwortet: {region.town}"):
            answer(angebot, by)


def test_answer_is_given_once_and_the_database_keeps_it(region):
    (angebot,) = region.offer(region.goal, region.town)
    answer(angebot, region.town_editor)

    with pytest.raises(NotYet, match="Schon beantwortet"):
        answer(angebot, region.town_editor)
    for write in (Angebot.objects.all().delete, lambda: Angebot.objects.update(answer="Nein")):
        with pytest.raises(IntegrityError, match="frozen"), transaction.atomic():
            write()


def test_the_answer_stays_when_the_goal_is_taken_out_of_the_draft(region):
    (angebot,) = region.offer(region.goal, region.town)
    answer(angebot, region.town_editor)

    goals.remove_goal(goal=region.goal, by=region.offerer)

    angebot.refresh_from_db()
    assert (angebot.goal, angebot.state) == (None, AngebotState.ACCEPTED)


def test_offer_goes_to_those_within_the_area_and_once(region):
    with pytest.raises(NotYet, match="gehört nicht zum Gebiet"):
        region.offer(region.goal, an_organisation(name="Fern"))
    region.offer(region.goal, region.town)
    with pytest.raises(NotYet, match="schon angeboten"):
        region.offer(region.goal, region.town)

    assert [one.organisation for one in region.offer()] == [region.village]


def test_offer_is_for_who_takes_part_and_where_the_way_asks_for_it(region):
    office = member_of(region.cycle.owner, Role.OFFICE)
    for by in (office, region.town_editor, member_of(region.kreis, Role.READER)):
        with pytest.raises(PermissionDenied):
            angebote.offer(row=region.goal, organisations=[region.town], by=by)
    thing = goals.add_goal(
        cycle=region.own,
        handlungsfeld=region.own.felder[0],
        title="Eigenes",
        by=region.town_editor,
    )

    with pytest.raises(NotYet):
        angebote.offer(row=thing, organisations=[region.village], by=region.town_editor)


def test_an_offer_that_nobody_answers_is_withdrawn(region):
    town, village = region.offer()
    answer(town, region.town_editor)

    angebote.withdraw(angebot=village, by=region.offerer)

    assert missing(region) == []
    assert_settled()
    with pytest.raises(NotYet, match="Schon beantwortet"):
        angebote.withdraw(angebot=town, by=region.offerer)


def test_what_was_offered_says_what_it_said_then(region):
    (angebot,) = region.offer(region.goal, region.town)
    goal, was = region.goal, region.goal.title
    changed = {"title": "Anders", "description": "", "version": None}
    goals.change_goal(goal=goal, by=region.offerer, **changed)

    answer(angebot, region.town_editor)

    assert region.own.goals.get().title == was


def test_neither_side_sees_the_others_drafts(region):
    region.offer()

    def seen(user):
        rows = (AuditCycle, Goal, Measure)
        return [set(model.objects.visible_to(user).values_list("pk", flat=True)) for model in rows]

    assert not seen(region.offerer)[0] & {region.own.pk}
    assert not seen(region.offerer)[1] & set(region.own.goals.values_list("pk", flat=True))
    assert not seen(region.town_editor)[0] & {region.cycle.pk}
    assert not seen(region.town_editor)[1] & set(region.cycle.goals.values_list("pk", flat=True))
