"""Where nothing is planned yet: in one cycle, and over all cycles of a Träger."""

import pytest
from django.urls import reverse

from auditportal.models import Role
from audits.actions import zuordnung as zuordnungen
from audits.models import AuditCycle, Mark
from audits.pages import white_spots
from handlungsfelder.actions import referenz as referenzen
from handlungsfelder.models import Referenz
from handlungsfelder.references import read_all
from tests.audits.counting import questions
from tests.factories.audits import (
    a_cycle,
    a_goal,
    a_measure,
    a_traeger,
    a_version,
    cast_of,
    member_of,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def cycle():
    cycle = a_cycle("zielvereinbarungsworkshop")
    load(cycle.owner)
    return cycle


@pytest.fixture
def cast(cycle):
    return cast_of(cycle)


def load(owner):
    for frame in read_all():
        referenzen.load(rahmen=frame, by=member_of(owner, Role.DIRECTOR))


def feld(version, code):
    return next(one for one in version.felder if one.code == code)


def tie(thing, by, *names):
    rows = [one for one in Referenz.objects.select_related("rahmen") if one.name in names]
    zuordnungen.assign(row=thing, referenzen=rows, by=by)


def numbers(charts, title):
    """Goals and measures by label, of the chart whose title begins like this."""
    chart = next(one for one in charts if one.title.startswith(title))
    return {spot.label: (spot.goals, spot.measures) for spot in chart.spots}


def url(cycle):
    return reverse("audits:white_spots", args=[cycle.pk])


ALL = "/weisse-flecken/"


# --- one cycle ----------------------------------------------------------------------------------


def test_handlungsfelder_with_nothing_planned_are_named_first(client, cycle, cast):
    first = feld(cycle.version, "hf1")
    a_measure(a_goal(cycle, first))
    client.force_login(cast.reader)

    page = client.get(url(cycle)).text

    assert page.index("Noch leer: 5 von 6") < page.index(f'<th scope="row">{first}')
    chart = white_spots.of_cycle(cycle)[0]
    assert [spot.label for spot in chart.white] == [
        one.name for one in cycle.felder if one.code != "hf1"
    ]


def test_a_thesis_is_served_by_whatever_serves_one_of_its_demands(cycle, cast):
    goal = a_goal(cycle)
    measure = a_measure(goal)
    tie(measure, cast.editor, "LAG/3.1", "LAG/3.2", "SDG/11")
    tie(goal, cast.editor, "LAG/3")

    charts = white_spots.of_cycle(cycle)

    theses = numbers(charts, "Thesenpapier")
    assert theses["3 Vielfältiges Wohnen ermöglichen"] == (1, 1)
    assert theses["3.1 Bezahlbarer Wohnraum und ein gemischtes Mietniveau"] == (0, 1)
    assert theses["4 Soziale und kulturelle Teilhabe und Partizipation fördern"] == (0, 0)
    assert numbers(charts, "Ziele für")["11 Nachhaltige Städte und Gemeinden"] == (0, 1)


def test_what_was_balanced_fills_no_white_spot(cycle, cast):
    goal = a_goal(cycle)
    tie(goal, cast.editor, "SDG/11")
    goal.mark = Mark.BALANCED
    goal.save()

    charts = white_spots.of_cycle(cycle)

    assert numbers(charts, "Handlungsfelder")[str(goal.handlungsfeld)] == (0, 0)
    assert numbers(charts, "Ziele für")["11 Nachhaltige Städte und Gemeinden"] == (0, 0)


def test_only_this_cycle_is_counted(cycle, cast):
    other = a_cycle("zielvereinbarungsworkshop", cycle.version)
    a_measure(a_goal(other))

    charts = white_spots.of_cycle(cycle)

    assert set(numbers(charts, "Handlungsfelder").values()) == {(0, 0)}


def test_a_fuller_cycle_costs_no_more_questions(client, cycle, cast):
    client.force_login(cast.reader)
    client.get(url(cycle))
    before = questions(client, url(cycle))
    for one in cycle.felder:
        for _ in range(3):
            tie(a_measure(a_goal(cycle, one)), cast.editor, "SDG/11", "LAG/3.1", "LAG/1")

    assert questions(client, url(cycle)) == before


@pytest.mark.parametrize("who", ["stranger", "assessor"])
def test_the_inside_of_a_cycle_is_not_for_strangers(who, client, cycle, cast):
    client.force_login(cast.stranger if who == "stranger" else cast.assessors[0])

    assert client.get(url(cycle)).status_code == 404


def test_there_is_nothing_to_post(client, cycle, cast):
    client.force_login(cast.office)

    assert client.post(url(cycle)).status_code == 405
    assert client.post(ALL).status_code == 405


def test_every_part_of_a_cycle_leads_there(client, cycle, cast):
    client.force_login(cast.reader)

    assert f'href="{url(cycle)}"' in client.get(reverse("audits:goal_list", args=[cycle.pk])).text


# --- all cycles ---------------------------------------------------------------------------------


def test_older_catalogues_are_counted_where_the_newest_takes_them_up():
    owner = a_traeger()
    old, new = (a_version(number, owner) for number in (1, 2))
    for version in (old, new):
        a_measure(a_goal(a_cycle("zielvereinbarungsworkshop", version), feld(version, "hf6")))

    charts = white_spots.of_cycles(AuditCycle.objects.filter(owner=owner))

    assert numbers(charts, new.verfahren.name)[feld(new, "hf6").name] == (2, 2)
    assert feld(old, "hf6").name not in numbers(charts, new.verfahren.name)


def test_what_the_newest_catalogue_does_not_take_up_is_not_lost(monkeypatch):
    owner = a_traeger()
    old, new = (a_version(number, owner) for number in (1, 2))
    monkeypatch.setattr(feld(new, "hf6"), "takes", [])
    a_goal(a_cycle("zielvereinbarungsworkshop", old), feld(old, "hf6"))
    a_cycle("zielvereinbarungsworkshop", new)

    charts = white_spots.of_cycles(AuditCycle.objects.filter(owner=owner))

    counted = numbers(charts, new.verfahren.name)
    assert counted[f"{feld(old, 'hf6')} (nur bis Version 1)"] == (1, 0)
    assert counted[feld(new, "hf6").name] == (0, 0)


def test_a_traeger_sees_its_own_cycles_alone(client, cycle):
    a_measure(a_goal(cycle))
    elsewhere = a_cycle("zielvereinbarungsworkshop", a_version(owner=a_traeger()))
    a_goal(elsewhere, title="Anderswo")
    client.force_login(member_of(elsewhere.owner, Role.OFFICE))

    page = client.get(ALL)

    assert page.context["total"] == 1
    goals = [spot.goals for spot in page.context["charts"][0].spots]
    assert sum(goals) == 1
    assert len([one for one in page.context["charts"] if one.code.startswith("verfahren")]) == 1


def test_one_verfahren_can_be_looked_at_alone(client, cycle, cast):
    other = a_version(1, cycle.owner, code="FGK-KR")
    a_cycle("erstkontakt", other)
    client.force_login(cast.office)

    both = client.get(ALL)
    one = client.get(ALL, {"verfahren": other.verfahren_id})

    assert both.context["total"] > one.context["total"] == 1
    assert one.context["charts"][0].title == other.verfahren.name


def test_a_verfahren_of_another_traeger_cannot_be_chosen(client, cycle, cast):
    other = a_version(owner=a_traeger())
    client.force_login(cast.office)

    page = client.get(ALL, {"verfahren": other.verfahren_id})

    assert page.status_code == 200
    assert page.context["filter"].chosen is None


def test_more_cycles_cost_no_more_questions(client, cycle, cast):
    client.force_login(cast.office)
    a_measure(a_goal(cycle))
    client.get(ALL)
    before = questions(client, ALL)
    for _ in range(2):
        a_measure(a_goal(a_cycle("zielvereinbarungsworkshop", cycle.version)))

    assert questions(client, ALL) == before


def test_the_view_over_all_cycles_is_the_traegers(client, cast):
    client.force_login(cast.signatory)

    answer = client.get(ALL)

    assert answer.status_code == 403
    assert "hat der Träger" in answer.text
