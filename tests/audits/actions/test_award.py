import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError

from auditportal import clock
from auditportal.verdict import NotYet
from audits.actions import award as awards
from audits.actions import cycle as cycles
from audits.models import Award, Judgement
from handlungsfelder.template import FOLDER, load, parse
from tests.audits.judging import signed
from tests.audits.settled import assert_settled
from tests.factories.audits import a_cycle, cast_of, published

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("first", "last"),
    [
        (dt.date(2010, 7, 1), dt.date(2013, 6, 30)),
        (dt.date(2024, 2, 29), dt.date(2027, 2, 28)),
        (dt.date(2026, 1, 1), dt.date(2028, 12, 31)),
    ],
)
def test_it_holds_for_36_months_less_a_day(first, last):
    assert awards.last_day(a_cycle(), first) == last


def test_award_rests_on_the_judgement_and_on_the_newest_frozen_version():
    cycle = a_cycle(at="zertifizierung")

    awarded = awards.award(
        cycle=cycle, number="FGK-1", valid_from=clock.today(), by=cast_of(cycle).director
    )

    assert awarded.begutachtung == cycle.begutachtungen.get()
    assert awarded.fassung == cycle.fassungen.get(kind="agreement")
    assert not cycle.tasks.filter(gate__kind="award").exists()


def test_award_is_refused_to_the_wrong_side_and_a_second_time():
    cycle = a_cycle(at="zertifizierung")
    cast = cast_of(cycle)
    facts = {"cycle": cycle, "number": "FGK-1", "valid_from": clock.today()}

    with pytest.raises(PermissionDenied):
        awards.award(by=cast.signatory, **facts)
    awards.award(by=cast.director, **facts)
    with pytest.raises(NotYet, match="Bereits verliehen: FGK-1"):
        awards.award(by=cast.director, **facts)

    assert Award.objects.count() == 1


# --- ruhend, entzogen, ersetzt -------------------------------------------------------------------


@pytest.fixture
def awarded():
    return a_cycle(at="umsetzung").awards.get()


@pytest.fixture
def director(awarded):
    return cast_of(awarded.cycle).director


def test_an_award_rests_with_day_and_reason_and_holds_again(awarded, director):
    resting = awards.suspend(awarded=awarded, reason="Kein Bericht.", by=director)
    assert (resting.state, resting.state_on) == ("suspended", clock.today())
    assert resting.state_reason == "Kein Bericht."
    assert_settled(after="suspend")

    held = awards.resume(awarded=awarded, by=director)
    assert (held.state, held.state_on, held.state_reason) == ("active", None, "")
    told = awarded.cycle.events.filter(kind__in=["suspended", "resumed"]).order_by("pk")
    assert [event.text.partition(":")[0] for event in told] == ["Ruht", "Gilt wieder"]
    assert_settled(after="resume")


def test_resting_needs_a_reason_and_what_stands_already(awarded, director):
    with pytest.raises(NotYet, match="Nennen Sie den Grund des Ruhens"):
        awards.suspend(awarded=awarded, reason=" ", by=director)
    with pytest.raises(NotYet, match="Bereits gültig"):
        awards.resume(awarded=awarded, by=director)
    awards.withdraw(awarded=awarded, reason="Austritt.", by=director)

    with pytest.raises(NotYet, match="Bereits entzogen"):
        awards.suspend(awarded=awarded, reason="Doch nur ruhend.", by=director)


def test_only_who_signs_for_the_traeger_lets_an_award_rest(awarded):
    cast = cast_of(awarded.cycle)

    for user in (cast.office, cast.signatory, cast.auditor):
        with pytest.raises(PermissionDenied):
            awards.suspend(awarded=awarded, reason="Ruht.", by=user)
        with pytest.raises(PermissionDenied):
            awards.resume(awarded=awarded, by=user)


@pytest.mark.parametrize("column", ["run_id", "level", "valid_to"])
def test_the_database_refuses_other_facts_of_an_award(awarded, column):
    other = {"run_id": awarded.cycle.runs.first().pk, "level": "gold", "valid_to": None}

    with pytest.raises(DatabaseError, match="frozen"):
        Award.objects.filter(pk=awarded.pk).update(**{column: other[column]})


# --- earned --------------------------------------------------------------------------------------


def unsigned_version():
    """A version in which the Vota stand for themselves: nobody signs them off."""
    template = load((FOLDER / "fgk-k-2.toml").read_text())
    for phase in template["phasen"]:
        phase["gates"] = [gate for gate in phase.get("gates", ()) if gate["kind"] != "sign_off"]
    return published(parse(template))


@pytest.mark.parametrize(
    ("judgements", "may"),
    [
        ([Judgement.POSITIVE, Judgement.CONDITIONS], True),
        ([Judgement.POSITIVE, Judgement.NEGATIVE], False),
        ([Judgement.REWORK, Judgement.POSITIVE], False),
        ([Judgement.NEGATIVE, Judgement.NEGATIVE], False),
    ],
)
def test_a_negative_votum_earns_nothing_where_nobody_signs_off(judgements, may):
    cycle = a_cycle(at="begutachtung", version=unsigned_version())
    cast = cast_of(cycle)
    for assessor, judgement in zip(cast.assessors, judgements, strict=True):
        signed(cycle.begutachtungen.get(), assessor, judgement)
    cycle = cycles.advance(run=cycle.open_run, by=cast.office)
    about = {"cycle": cycle, "number": "FGK-9", "valid_from": clock.today(), "by": cast.director}

    if may:
        assert awards.award(**about)
        return
    with pytest.raises(NotYet, match="nicht positiv ausgegangen"):
        awards.award(**about)
    with pytest.raises(DatabaseError, match="judged good"):
        awards.prepared(**about).save()


def test_each_state_is_a_row_of_its_own_with_day_reason_and_person(awarded, director):
    awards.suspend(awarded=awarded, reason="Kein Bericht.", by=director)
    awards.resume(awarded=awarded, by=director)
    awards.withdraw(awarded=awarded, reason="Austritt.", by=director)

    turns = [(turn.state, turn.reason, turn.by) for turn in awarded.turns.all()]
    assert turns == [
        ("active", "", awarded.awarded_by),
        ("suspended", "Kein Bericht.", director),
        ("active", "", director),
        ("withdrawn", "Austritt.", director),
    ]
    first = awarded.turns.first()
    assert first.second == awarded.begutachtung.signed_by != first.by
