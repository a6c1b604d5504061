"""From the application's own role: what was decided about people and awards stays, whoever asks."""

import datetime as dt

import pytest
from django.db import DatabaseError, connection, transaction

from auditportal import clock
from auditportal.models import OrganisationEvent
from audits.actions import award as awards
from audits.models import (
    Award,
    AwardState,
    AwardTurn,
    Begutachtung,
    Berufung,
    CycleEvent,
    Judgement,
    Votum,
)
from tests.audits.judging import signed
from tests.factories.audits import a_cycle, a_user, acts, cast_of, turned

pytestmark = pytest.mark.django_db
LONG_AGO = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)


def refused(change, **about) -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        change(**about)
    with connection.cursor() as cursor:
        cursor.execute("select 1")


# --- awards --------------------------------------------------------------------------------------


@pytest.fixture
def awarded():
    return a_cycle(at="umsetzung").awards.get()


@pytest.mark.parametrize(
    "change",
    [
        {"state": "active", "state_on": None, "state_reason": ""},
        {"state_on": dt.date(2020, 1, 1)},
        {"state_reason": "Ein anderer Grund."},
        {"state": "suspended"},
    ],
)
def test_a_withdrawn_award_is_not_set_back(awarded, change):
    turned(awarded, AwardState.WITHDRAWN, "Entzogen.")

    refused(Award.objects.filter(pk=awarded.pk).update, **change)

    assert Award.objects.get().state == AwardState.WITHDRAWN


def test_a_state_without_its_row_is_none(awarded):
    about = {"state": "withdrawn", "state_on": clock.today(), "state_reason": "Ohne Zeile."}

    refused(Award.objects.filter(pk=awarded.pk).update, **about)
    refused(Award.objects.filter(pk=awarded.pk).update, state_on=clock.today())


ORDERS = [
    ([], ["suspended", "withdrawn", "replaced"]),
    (["suspended"], ["active", "withdrawn", "replaced"]),
    (["suspended", "active"], ["suspended", "withdrawn", "replaced"]),
    (["withdrawn"], []),
    (["replaced"], []),
]


@pytest.mark.parametrize(("before", "after"), ORDERS, ids=str)
@pytest.mark.parametrize("state", AwardState)
def test_the_states_of_an_award_follow_each_other_in_this_order(awarded, before, after, state):
    for one in before:
        turned(awarded, one, "" if one == "active" else "Weil es so ist.")

    if state in after:
        turned(awarded, state, "Weil es so ist.")
        assert Award.objects.get().state == state
    else:
        refused(lambda: turned(awarded, state, "Weil es so ist."))


def test_rows_of_states_are_only_added_with_a_person_and_a_reason(awarded):
    turned(awarded, AwardState.SUSPENDED, "Ruht.")
    rows = AwardTurn.objects.filter(award=awarded)
    about = {"cycle": awarded.cycle, "award": awarded, "on": clock.today()}

    refused(rows.delete)
    refused(rows.update, reason="Anders.")
    refused(AwardTurn.objects.create, **about, state="withdrawn", by=a_user())
    refused(AwardTurn.objects.create, **about, state="withdrawn", reason="Ohne Person.")
    one = a_user()
    refused(AwardTurn.objects.create, **about, state="active", by=one, second=one)


def an_award_to_be(**about) -> Award:
    cycle = a_cycle(at="zertifizierung")
    by = cast_of(cycle).director
    facts = awards.prepared(cycle=cycle, number="FGK-1", valid_from=clock.today(), by=by)
    for name, value in about.items():
        setattr(facts, name, value)
    return facts


def test_an_award_begins_as_a_valid_one():
    refused(an_award_to_be(state="withdrawn", state_on=clock.today(), state_reason="x").save)


def test_who_signed_off_does_not_award():
    award = an_award_to_be()
    award.awarded_by = award.begutachtung.signed_by

    refused(award.save)


# --- people --------------------------------------------------------------------------------------


@pytest.fixture
def cycle():
    return a_cycle("begutachtung")


@pytest.fixture
def cast(cycle):
    return cast_of(cycle)


def test_a_berufung_and_its_declaration_stay(cycle, cast):
    rows = Berufung.objects.filter(user=cast.assessors[0])

    refused(rows.delete)
    for change in (
        {"declared_at": None},
        {"declared_at": LONG_AGO},
        {"user": a_user()},
        {"function": "auditor"},
        {"appointed_by": a_user()},
        {"appointed_on": dt.date(2020, 1, 1)},
        {"cycle": a_cycle()},
    ):
        refused(rows.update, **change)
    rows.update(ended_on=clock.today(), end_reason="Verhindert.")
    for change in ({"ended_on": None}, {"end_reason": "Anders."}):
        refused(rows.update, **change)


def a_votum(cycle, author, **about):
    facts = {"judgement": Judgement.POSITIVE, "saved_at": clock.now(), "signed_at": clock.now()}
    return Votum.objects.create(
        cycle=cycle, begutachtung=cycle.begutachtungen.get(), author=author, **facts | about
    )


def test_a_votum_is_signed_by_its_author_alone(cycle, cast):
    one, other = cast.assessors
    acts(one)

    refused(a_votum, cycle=cycle, author=other)
    draft = a_votum(cycle, other, signed_at=None)
    refused(Votum.objects.filter(pk=draft.pk).update, signed_at=clock.now())
    refused(Votum.objects.filter(pk=draft.pk).update, author=one)
    assert a_votum(cycle, one).is_signed


def test_a_votum_is_signed_by_nobody_who_was_not_appointed_or_has_not_declared(cycle, cast):
    for user in (cast.office, cast.auditor, cast.stranger):
        acts(user)
        refused(a_votum, cycle=cycle, author=user)
    with connection.cursor() as cursor:
        cursor.execute("select set_config('auditportal.actor', '', true)")
    refused(a_votum, cycle=cycle, author=cast.assessors[0])


def sign_off(begutachtung, by, **about):
    facts = {"judgement": "positive", "reason": "", "signed_at": clock.now(), "signed_by": by}
    Begutachtung.objects.filter(pk=begutachtung.pk).update(**facts | about)


def test_the_sign_off_has_its_own_hand(cycle, cast):
    begutachtung = cycle.begutachtungen.get()
    signed(begutachtung, cast.assessors[0])
    chooser = cycle.berufungen.assessors().first().appointed_by

    for by in (cast.assessors[0], cast.auditor, chooser):
        refused(sign_off, begutachtung=begutachtung, by=by)
    sign_off(begutachtung, cast.office)
    refused(sign_off, begutachtung=begutachtung, by=cast.director)


def test_better_than_the_worst_votum_is_what_two_say(cycle, cast):
    begutachtung = cycle.begutachtungen.get()
    signed(begutachtung, cast.assessors[0], Judgement.NEGATIVE)
    proposal = {
        "proposed_judgement": "positive",
        "proposed_reason": "Darum.",
        "proposed_at": clock.now(),
    }
    about = {"begutachtung": begutachtung, "by": cast.office}

    refused(sign_off, **about, reason="Darum.")
    refused(sign_off, **about, reason="Darum.", **proposal, proposed_by=cast.office)
    refused(sign_off, **about, reason="", **proposal, proposed_by=cast.director)
    sign_off(**about, reason="Darum.", **proposal, proposed_by=cast.director)


def test_what_was_submitted_is_not_exchanged(cycle):
    rows = Begutachtung.objects.filter(cycle=cycle)

    refused(rows.update, submitted_at=LONG_AGO)
    refused(rows.update, submitted_by=a_user())


# --- history -------------------------------------------------------------------------------------


def test_history_is_written_as_it_happens(cycle):
    now = {"happened_at": clock.now()}
    about = {"kind": "noted", "text": "Es war anders.", "by": a_user()}
    place = cycle.parties.get().organisation
    acts(a_user())

    for kind, owner in (
        (CycleEvent, {"cycle": cycle}),
        (OrganisationEvent, {"organisation": place}),
    ):
        for when in (LONG_AGO, clock.now() - dt.timedelta(days=1), clock.now() + dt.timedelta(2)):
            refused(kind.objects.create, **about, **owner, happened_at=when)
        refused(kind.objects.create, **about, **owner, **now, recorded_at=LONG_AGO)
        assert kind.objects.create(**about, **owner, **now)
