"""The page that ties a goal or a measure to the Referenzrahmen."""

import pytest
from django.urls import reverse

from auditportal import clock
from auditportal.models import Role
from audits.actions import zuordnung as zuordnungen
from audits.models import AuditCycle
from handlungsfelder.actions import referenz as referenzen
from handlungsfelder.models import Referenz
from handlungsfelder.references import read_all
from tests.audits.counting import questions
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
def measure(cycle, cast):
    feld = cycle.version.handlungsfelder.get(code="hf5")
    return a_measure(a_goal(cycle, feld, title="Besser wohnen"), title="Wohnraum für Familien")


def url(measure):
    return reverse("audits:measure_assign", args=[measure.pk])


def one(name):
    return next(one for one in Referenz.objects.select_related("rahmen") if one.name == name)


def ticked(response):
    form = response.context["form"]
    return sorted(form.referenzen[pk].name for field in form.frames for pk in field.value() or ())


def sent(response, *, tick=(), untick=()) -> dict:
    """The page as a browser would send it back, after somebody has changed these boxes."""
    form = response.context["form"]
    on, off = ({str(one(name).pk) for name in names} for names in (tick, untick))
    return {"shown": form["shown"].value()} | {
        field.name: [pk for pk, _ in field.field.choices if pk in on | set(field.value()) - off]
        for field in form.frames
    }


def tied(row) -> list[str]:
    return sorted(tie.referenz.name for tie in row.zuordnungen.all())


def test_what_the_crosswalk_proposes_is_ticked_until_somebody_has_saved(client, measure, cast):
    client.force_login(cast.editor)

    first = client.get(url(measure))
    assert ticked(first) == sorted(measure.goal.handlungsfeld.references)
    assert first.text.count("(Vorschlag)") == len(measure.goal.handlungsfeld.references)

    assert client.post(url(measure), {}).status_code == 302
    later = client.get(url(measure))
    assert ticked(later) == []
    assert later.text.count("(Vorschlag)") == len(measure.goal.handlungsfeld.references)


def test_a_page_from_before_changes_only_what_was_changed_on_it(client, measure, cast):
    zuordnungen.assign(row=measure, referenzen=[one("SDG/4"), one("SDG/11")], by=cast.editor)
    client.force_login(cast.editor)
    old = client.get(url(measure))
    client.post(url(measure), sent(old, tick=["LAG/3"], untick=["SDG/4"]))

    client.post(url(measure), sent(old, tick=["LAG/3.1"], untick=["SDG/11"]))

    assert tied(measure) == ["LAG/3", "LAG/3.1"]


def test_a_page_from_before_brings_back_no_proposal_that_a_colleague_took_out(
    client, measure, cast
):
    client.force_login(cast.editor)
    old = client.get(url(measure))
    proposals = ticked(old)
    client.post(url(measure), sent(old, untick=proposals, tick=["LAG/3"]))

    client.post(url(measure), sent(old, tick=["SDG/4"]))

    assert tied(measure) == ["LAG/3", "SDG/4"]


def test_proposals_that_nobody_unticked_are_saved(client, measure, cast):
    client.force_login(cast.editor)
    page = client.get(url(measure))

    client.post(url(measure), sent(page))

    assert tied(measure) == ticked(page) != []


@pytest.mark.parametrize("note", ["", "unfug", "7", "{}", "[[]]", 20_000 * "["], ids=len)
def test_a_page_that_does_not_say_what_it_showed_saves_what_is_ticked(client, measure, cast, note):
    client.force_login(cast.editor)

    client.post(url(measure), {"LAG": [one("LAG/3").pk], "shown": note})

    assert tied(measure) == ["LAG/3"]


@pytest.mark.parametrize("name", ["goal_assign", "measure_assign"])
def test_boxes_are_saved_and_lead_back_to_the_list(name, client, measure, cast):
    thing = measure if name == "measure_assign" else measure.goal
    client.force_login(cast.editor)
    data = {"LAG": [one("LAG/3.1").pk], "SDG": [one("SDG/11").pk, one("SDG/4").pk]}

    response = client.post(reverse(f"audits:{name}", args=[thing.pk]), data, follow=True)

    assert response.redirect_chain[0][0].startswith(
        reverse("audits:goal_list", args=[measure.cycle_id])
    )
    assert "LAG 3.1, SDG 4, SDG 11" in response.text


@pytest.mark.parametrize("name", ["goal", "measure"])
def test_one_row_alone_says_its_ties_as_the_list_does(name, client, measure, cast):
    thing = measure if name == "measure" else measure.goal
    chosen = [one("LAG/3.1"), one("SDG/4"), one("SDG/11")]
    zuordnungen.assign(row=thing, referenzen=chosen, by=cast.editor)
    client.force_login(cast.editor)

    row = reverse(f"audits:{name}_detail", args=[thing.pk])

    assert "LAG 3.1, SDG 4, SDG 11" in client.get(row, headers={"HX-Request": "true"}).text


def test_the_list_links_to_the_ties_of_every_row(client, measure, cast):
    client.force_login(cast.editor)

    page = client.get(reverse("audits:goal_list", args=[measure.cycle_id])).text

    assert f'href="{url(measure)}"' in page
    assert f'href="{reverse("audits:goal_assign", args=[measure.goal_id])}"' in page


def test_the_list_asks_for_all_ties_at_once(client, measure, cast):
    client.force_login(cast.editor)
    address = reverse("audits:goal_list", args=[measure.cycle_id])
    client.get(address)
    before = questions(client, address)
    everything = list(Referenz.objects.all())
    zuordnungen.assign(row=measure, referenzen=everything, by=cast.editor)
    zuordnungen.assign(row=measure.goal, referenzen=everything, by=cast.editor)

    assert questions(client, address) == before


def test_something_that_is_no_reference_is_refused_with_what_was_ticked(client, measure, cast):
    client.force_login(cast.editor)
    kept = one("LAG/3").pk

    response = client.post(url(measure), {"LAG": [kept], "SDG": ["99999999"]})

    assert response.status_code == 422
    assert str(kept) in response.context["form"]["LAG"].value()
    assert not measure.zuordnungen.exists()


def test_at_the_wrong_time_the_page_says_why_and_keeps_what_was_ticked(client, measure, cast):
    ended = {"ended_on": clock.today(), "outcome": "completed"}
    AuditCycle.objects.filter(pk=measure.cycle_id).update(**ended)
    client.force_login(cast.editor)
    kept = one("LAG/3").pk

    response = client.post(url(measure), {"LAG": [kept]})

    assert response.status_code == 409
    assert "Dieser Durchlauf ist beendet." in response.text
    assert response.context["form"]["LAG"].value() == [str(kept)]
    assert "Bezüge speichern" not in client.get(url(measure)).text


def test_readers_see_ties_and_change_none(client, measure, cast):
    zuordnungen.assign(row=measure, referenzen=[one("SDG/11")], by=cast.editor)
    client.force_login(cast.reader)

    page = client.get(url(measure))

    assert "11 Nachhaltige Städte und Gemeinden" in page.text
    assert "Bezüge speichern" not in page.text
    assert client.post(url(measure), {}).status_code == 403
    assert measure.zuordnungen.count() == 1


@pytest.mark.parametrize("who", ["stranger", "assessor"])
def test_strangers_and_assessors_find_nothing(who, client, measure, cast):
    client.force_login(cast.stranger if who == "stranger" else cast.assessors[0])

    assert client.get(url(measure)).status_code == 404
    assert client.post(url(measure), {}).status_code == 404


def test_other_methods_are_refused(client, measure, cast):
    client.force_login(cast.editor)

    assert client.delete(url(measure)).status_code == 405


def test_without_any_frame_the_page_says_so(client):
    measure = a_measure(a_goal(a_cycle("zielvereinbarungsworkshop")))
    client.force_login(cast_of(measure.cycle).editor)

    assert "Noch ist kein Referenzrahmen geladen." in client.get(url(measure)).text
