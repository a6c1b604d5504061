"""The page of topics: chosen by a button, ordered, named, given up."""

import pytest
from django.urls import reverse

from auditportal.models import Role
from audits.actions import thema as themen
from handlungsfelder.models import Party
from tests.audits.counting import questions
from tests.factories.audits import a_cycle, a_goal, a_version, cast_of, member_of, the_version

pytestmark = pytest.mark.django_db


@pytest.fixture
def cycle():
    return a_cycle("zukunftswerkstatt", version=a_version(1, code="DAKS"))


@pytest.fixture
def cast(cycle):
    return cast_of(cycle)


def page(cycle, name="thema_list", *code) -> str:
    return reverse(f"audits:{name}", args=[cycle.pk, *code])


def names(cycle) -> list[str]:
    return [feld.name for feld in cycle.felder]


def chosen(cycle, cast, *codes):
    felder = {feld.code: feld for feld in cycle.version.felder}
    return [themen.choose(cycle=cycle, feld=felder[code], by=cast.editor) for code in codes]


def test_a_button_chooses_and_the_others_stay_to_be_chosen(client, cycle, cast):
    client.force_login(cast.editor)

    response = client.post(page(cycle, "thema_choose", "wohnen"), follow=True)

    text = response.text
    assert names(cycle) == ["Wohnen"]
    assert "1. Wohnen" in text
    assert page(cycle, "thema_choose", "wohnen") not in text
    assert page(cycle, "thema_choose", "arbeit") in text


def test_a_topic_of_ones_own_is_named_and_told_why(client, cycle, cast):
    client.force_login(cast.editor)
    url = page(cycle, "thema_choose", "eigenes-1")

    empty = client.post(url, {"name": "", "reason": "Darum."})
    client.post(url, {"name": "Dorfladen", "reason": "Er schließt."})

    assert (empty.status_code, "Darum." in empty.text) == (422, True)
    assert names(cycle) == ["Dorfladen"]
    assert "Er schließt." in client.get(page(cycle)).text


def test_the_reason_is_written_later(client, cycle, cast):
    (row,) = chosen(cycle, cast, "wohnen")
    client.force_login(cast.editor)
    url = page(cycle, "thema_describe", "wohnen")

    assert client.get(url).status_code == 200
    client.post(url, {"reason": "Es fehlt an Wohnraum."})

    row.refresh_from_db()
    assert row.reason == "Es fehlt an Wohnraum."


def test_topics_go_up_and_down(client, cycle, cast):
    chosen(cycle, cast, "wohnen", "arbeit")
    client.force_login(cast.editor)

    client.post(page(cycle, "thema_up", "arbeit"))
    up = names(cycle)
    client.post(page(cycle, "thema_down", "arbeit"))

    assert up == ["Arbeit und Wirtschaft", "Wohnen"]
    assert names(cycle) == ["Wohnen", "Arbeit und Wirtschaft"]


def test_one_without_goals_is_given_up_one_with_goals_is_not(client, cycle, cast):
    wohnen, _ = chosen(cycle, cast, "wohnen", "arbeit")
    a_goal(cycle, wohnen.handlungsfeld)
    client.force_login(cast.editor)

    refused = client.post(page(cycle, "thema_drop", "wohnen"))
    client.post(page(cycle, "thema_drop", "arbeit"))

    assert refused.status_code == 409
    assert "„Wohnen“ hat schon Ziele." in refused.text
    assert names(cycle) == ["Wohnen"]


def test_modules_of_another_version_are_chosen_on_the_same_page(client):
    cycle = a_cycle("bestandsaufnahme", version=the_version())
    client.force_login(cast_of(cycle).editor)

    client.post(page(cycle, "thema_choose", "inklusion"))
    text = client.get(page(cycle)).text

    assert names(cycle)[-1] == "Inklusion"
    assert "<h1>Module</h1>" in text
    assert "Eigenes Thema ergänzen" not in text


def test_what_everybody_has_is_not_to_be_chosen(client):
    cycle = a_cycle("bestandsaufnahme", version=the_version())
    client.force_login(cast_of(cycle).editor)

    assert client.post(page(cycle, "thema_choose", "hf1")).status_code == 404


def test_strangers_and_readers(client, cycle, cast):
    chosen(cycle, cast, "wohnen")
    client.force_login(cast.stranger)
    assert client.get(page(cycle)).status_code == 404
    client.force_login(cast.reader)
    assert client.get(page(cycle)).status_code == 200
    assert "Abwählen" not in client.get(page(cycle)).text
    assert client.post(page(cycle, "thema_drop", "wohnen")).status_code == 403
    assert client.get(page(cycle, "thema_drop", "wohnen")).status_code == 405


def test_the_page_asks_as_much_for_one_as_for_many(client, cycle, cast):
    chosen(cycle, cast, "wohnen")
    client.force_login(cast.editor)

    one = questions(client, page(cycle))
    chosen(cycle, cast, "arbeit", "gesundheit", "integration", "engagement")

    assert questions(client, page(cycle)) == one <= 12


def test_when_the_goals_are_frozen_the_page_says_so(client):
    cycle = a_cycle("zwischenbilanz", version=a_version(1, code="DAKS"))
    main = cycle.parties.get(function=Party.MAIN).organisation
    client.force_login(member_of(main, Role.EDITOR))

    text = client.get(page(cycle)).text

    assert "Die Ziele und Maßnahmen sind eingefroren." in text
    assert "Zur Wahl" not in text
