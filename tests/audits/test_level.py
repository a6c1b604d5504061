"""Levels that a Votum names: as data, in the form, and in what is signed off."""

from decimal import Decimal

import pytest
from django.urls import reverse

from auditportal.verdict import NotYet
from audits.actions import begutachtung as begutachtungen
from audits.models import Judgement
from handlungsfelder.template import FOLDER, parse
from handlungsfelder.toml_file import load
from tests.factories.audits import a_cycle, cast_of, published

pytestmark = pytest.mark.django_db

LEVELS = [
    {"code": "bronze", "title": "Bronze"},
    {"code": "silber", "title": "Silber", "least": 60},
    {"code": "gold", "title": "Gold", "least": 80},
]


@pytest.fixture
def begutachtung():
    data = load((FOLDER / "fgk-k-2.toml").read_text())
    graded = data | {"stufen": LEVELS, "kennzahl": {"label": "Punkte"}}
    return a_cycle(at="begutachtung", version=published(parse(graded))).begutachtungen.get()


@pytest.fixture
def cast(begutachtung):
    return cast_of(begutachtung.cycle)


def written(begutachtung, by, level="", figure=None, judgement=Judgement.POSITIVE):
    return begutachtungen.save_votum(
        begutachtung=begutachtung,
        judgement=judgement,
        summary="Gut.",
        statements={feld.pk: "Gut." for feld in begutachtung.cycle.felder},
        version=None,
        level=level,
        figure=figure,
        by=by,
    )


def voted(begutachtung, cast, *said):
    """Each assessor signs a Votum with this level and figure."""
    for by, (level, figure) in zip(cast.assessors, said, strict=True):
        begutachtungen.sign_votum(votum=written(begutachtung, by, level, figure), by=by)


def typed(begutachtung, **said):
    texts = {f"feld-{feld.pk}": "Gut." for feld in begutachtung.cycle.felder}
    return {"version": 0, "judgement": "positive", "summary": "Gut."} | texts | said


def test_a_figure_below_the_level_is_answered_422_with_the_sentence(client, begutachtung, cast):
    client.force_login(cast.assessors[0])
    url = reverse("audits:votum_write", args=[begutachtung.pk])

    response = client.post(url, typed(begutachtung, level="gold", figure="79,5"))

    assert response.status_code == 422
    assert "Für „Gold“ braucht es mindestens 80 (Punkte)." in response.text
    assert 'value="79,5"' in response.text
    assert not begutachtung.vota.exists()


def test_a_level_with_its_figure_is_kept_and_shown(client, begutachtung, cast):
    client.force_login(cast.assessors[0])
    url = reverse("audits:votum_write", args=[begutachtung.pk])

    client.post(url, typed(begutachtung, level="gold", figure="82,5"))

    votum = begutachtung.vota.get()
    assert (votum.level, votum.figure) == ("gold", Decimal("82.5"))
    check = client.get(reverse("audits:votum_sign", args=[votum.pk])).text
    assert "<dt>Stufe</dt><dd>Gold</dd><dt>Punkte</dt><dd>82,50</dd>" in check


def test_a_good_votum_is_not_signed_without_level_and_figure(begutachtung, cast):
    by = cast.assessors[0]
    votum = written(begutachtung, by)

    with pytest.raises(NotYet, match=r"nennt noch keine Stufe.*fehlt: Punkte"):
        begutachtungen.sign_votum(votum=votum, by=by)


def test_a_bad_votum_needs_no_level_and_keeps_none(begutachtung, cast):
    by = cast.assessors[0]
    votum = written(begutachtung, by, "gold", Decimal(90), Judgement.NEGATIVE)

    assert begutachtungen.sign_votum(votum=votum, by=by).level == ""


def test_the_action_refuses_a_level_that_does_not_fit(begutachtung, cast):
    for level, figure, sentence in (
        ("platin", None, "Diese Stufe gibt es hier nicht"),
        ("silber", Decimal(59), "mindestens 60"),
    ):
        with pytest.raises(NotYet, match=sentence):
            written(begutachtung, cast.assessors[0], level, figure)


def test_the_sign_off_takes_what_all_vota_stand_for_unless_another_is_chosen(begutachtung, cast):
    voted(begutachtung, cast, ("gold", Decimal(85)), ("silber", Decimal(70)))

    about = {"begutachtung": begutachtung, "judgement": Judgement.POSITIVE, "reason": ""}
    signed = begutachtungen.sign_off(**about, by=cast.office)

    assert signed.level == "silber"


def test_no_level_above_what_the_vota_name_is_signed_off(client, begutachtung, cast):
    voted(begutachtung, cast, ("silber", Decimal(70)), ("bronze", Decimal(10)))
    client.force_login(cast.office)
    page = client.get(begutachtung.get_absolute_url()).text
    url = reverse("audits:begutachtung_sign_off", args=[begutachtung.pk])

    too_high = client.post(url, {"judgement": "positive", "level": "gold", "checked": "1"})
    above_the_worst = client.post(url, {"judgement": "positive", "level": "silber", "checked": "1"})
    chosen = client.post(url, {"judgement": "positive", "level": "bronze", "checked": "1"})

    assert '<option value="bronze" selected>Bronze</option>' in page
    assert 'value="gold"' not in page
    answers = [one.status_code for one in (too_high, above_the_worst, chosen)]
    assert answers == [422, 422, 302]
    begutachtung.refresh_from_db()
    assert begutachtung.level == "bronze"
    assert "Stufe: Bronze" in client.get(begutachtung.get_absolute_url()).text


def test_where_a_version_knows_no_levels_nobody_is_asked_for_one(client):
    plain = a_cycle(at="begutachtung").begutachtungen.get()
    client.force_login(cast_of(plain.cycle).assessors[0])

    page = client.get(reverse("audits:votum_write", args=[plain.pk])).text

    assert 'name="level"' not in page
    assert 'name="figure"' not in page
