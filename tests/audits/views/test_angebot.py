import pytest
from django.urls import reverse

from auditportal.models import Role
from audits.actions import angebot as angebote
from audits.actions import goal as goals
from audits.models import Angebot, AngebotState
from tests.audits.offering import a_region
from tests.factories.audits import a_cycle, cast_of, member_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def region():
    return a_region()


def roll_up(region):
    return reverse("audits:angebot_list", args=[region.cycle.pk])


def offering(region):
    return reverse("audits:angebot_offer", args=[region.cycle.pk])


def reply(angebot):
    return reverse("audits:angebot_answer", args=[angebot.pk])


INBOX = "/angebote/"


def test_a_goal_is_offered_to_all_that_belong_to_it(client, region):
    client.force_login(region.offerer)
    shown = client.get(offering(region)).text
    assert "Dorf" in shown

    given = {"row": f"ziel-{region.goal.pk}", "everybody": "on"}
    answer = client.post(offering(region), given)

    assert answer.status_code == 302
    assert {one.organisation for one in Angebot.objects.all()} == {region.town, region.village}


def test_a_measure_is_offered_to_the_chosen(client, region):
    client.force_login(region.offerer)
    given = {"row": f"massnahme-{region.measure.pk}", "organisations": [region.village.pk]}

    client.post(offering(region), given)

    angebot = Angebot.objects.get()
    assert (angebot.measure, angebot.organisation) == (region.measure, region.village)


def test_whoever_names_nobody_is_asked_whom(client, region):
    client.force_login(region.offerer)

    answer = client.post(offering(region), {"row": f"ziel-{region.goal.pk}"})

    assert answer.status_code == 422
    assert "Wählen Sie mindestens eine Organisation." in answer.text


def test_the_start_page_points_to_what_waits_for_an_answer(client, region):
    client.force_login(region.village_editor)
    assert "an Ihre Organisation" not in client.get("/").text
    region.offer()
    region.offer(region.measure)

    assert "2 Angebote an Ihre Organisation" in client.get("/").text
    assert region.goal.title in client.get(INBOX).text


def test_a_kommune_adapts_and_the_kreis_reads_its_words(client, region):
    town, _ = region.offer()
    client.force_login(region.town_editor)
    assert region.goal.title in client.get(reply(town)).text

    given = {"state": "adapted", "text": "Ein Büro im <b>Rathaus</b>"}
    answer = client.post(reply(town), given, follow=True)

    assert f"Der Entwurf steht jetzt in: {region.own}." in answer.text
    client.force_login(region.offerer)
    shown = client.get(roll_up(region)).text
    assert "Ein Büro im &lt;b&gt;Rathaus&lt;/b&gt;" in shown
    assert "1 offen · 0 übernommen · 1 angepasst übernommen · 0 abgelehnt" in shown


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"state": "declined"}, "Nennen Sie den Grund."),
        ({"state": "adapted", "text": " "}, "Nennen Sie Ihren Wortlaut"),
        ({"state": "adapted", "text": "x" * 301}, "höchstens 300 Zeichen"),
        ({"state": "open", "text": "Mein Text"}, "Mein Text"),
        ({}, "Ihre Antwort"),
    ],
)
def test_an_answer_that_does_not_fit_is_told_with_everything_kept(client, region, given, sentence):
    town, _ = region.offer()
    client.force_login(region.town_editor)

    answer = client.post(reply(town), given)

    assert answer.status_code == 422
    assert sentence in answer.text
    assert Angebot.objects.get(pk=town.pk).state == AngebotState.OPEN


def test_a_second_answer_is_refused_with_what_was_typed(client, region):
    town, _ = region.offer()
    client.force_login(region.town_editor)
    client.post(reply(town), {"state": "accepted"})

    answer = client.post(reply(town), {"state": "declined", "text": "Doch nicht."})

    assert answer.status_code == 409
    assert "Schon beantwortet: übernommen." in answer.text
    assert "Doch nicht." in answer.text


def test_the_kreis_never_comes_to_the_drafts_of_a_kommune(client, region):
    town, _ = region.offer()
    about = {"handlungsfeld": region.own.felder[0], "title": "Geheimer Plan"}
    goals.add_goal(cycle=region.own, by=region.town_editor, **about)
    angebote.answer(angebot=town, state=AngebotState.ACCEPTED, text="", by=region.town_editor)
    client.force_login(region.offerer)
    names = ("cycle_detail", "goal_list", "agreement_check", "cycle_history")

    answers = [client.get(reverse(f"audits:{name}", args=[region.own.pk])) for name in names]

    assert [answer.status_code for answer in answers] == [404] * 4
    for page in (roll_up(region), offering(region), "/", INBOX):
        assert "Geheimer Plan" not in client.get(page).text


def test_who_sees_what(client, region):
    town, village = region.offer()
    stranger = cast_of(region.own).stranger
    for user, urls in {
        region.town_editor: {reply(town): 200, reply(village): 404, roll_up(region): 404},
        member_of(region.town, Role.READER): {reply(town): 200, offering(region): 404},
        member_of(region.kreis, Role.READER): {roll_up(region): 200, offering(region): 403},
        stranger: {reply(town): 404, roll_up(region): 404, INBOX: 200},
    }.items():
        client.force_login(user)
        assert {url: client.get(url).status_code for url in urls} == urls


def test_a_reader_reads_but_does_not_answer(client, region):
    town, _ = region.offer()
    client.force_login(member_of(region.town, Role.READER))

    assert "Verbindlich antworten" not in client.get(reply(town)).text
    assert client.post(reply(town), {"state": "accepted"}).status_code == 403


def test_an_open_offer_is_withdrawn_by_its_button(client, region):
    town, _ = region.offer()
    url = reverse("audits:angebot_withdraw", args=[town.pk])
    client.force_login(region.town_editor)
    assert client.post(url).status_code == 403
    client.force_login(region.offerer)
    assert client.get(url).status_code == 405

    assert client.post(url).status_code == 302
    assert not Angebot.objects.filter(pk=town.pk).exists()


def test_a_procedure_without_offers_has_no_such_page(client):
    cycle = a_cycle("bestandsaufnahme")
    client.force_login(cast_of(cycle).editor)

    assert client.get(reverse("audits:angebot_list", args=[cycle.pk])).status_code == 404


def test_the_lists_ask_the_same_few_questions(client, region, django_assert_max_num_queries):
    for row in (*region.cycle.goals.all(), *region.cycle.measures.all()):
        region.offer(row)
    client.force_login(region.offerer)
    with django_assert_max_num_queries(14):
        assert "Zurücknehmen" in client.get(roll_up(region)).text
    client.force_login(region.town_editor)
    with django_assert_max_num_queries(12):
        assert client.get(INBOX).text.count("Offen") == 12
