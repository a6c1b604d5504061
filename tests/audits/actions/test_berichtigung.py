"""Setting right what binds: each kind of entry in each of the three cases, and what holds then."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction

from auditportal.verdict import NotYet
from audits.models import Berichtigung, PhaseRun
from tests.audits.correcting import (
    KINDS,
    REASON,
    a_beschluss,
    a_report,
    judged,
    nothing,
    submitted,
)
from tests.audits.settled import assert_settled

pytestmark = pytest.mark.django_db
BY_NAME = {"ids": lambda make: make.__name__}


@pytest.mark.parametrize("make", [*KINDS, a_report], **BY_NAME)
def test_at_once_while_nothing_frozen_rests_on_it(make):
    case = make()
    before = {name: value for name, value in vars(case.entry).items() if name != "_state"}

    row = case.correct()

    assert (row.reason, row.corrected_by) == (REASON, getattr(case.cast, case.by))
    assert_settled()
    if make is not a_report:
        assert not type(case.entry).objects.in_force().filter(pk=case.entry.pk).exists()
        after = {name: value for name, value in vars(case.entry).items() if name != "_state"}
        assert after == before
    assert [
        one.entry for one in row.consequences.all() if not isinstance(one.entry, PhaseRun)
    ] == []


@pytest.mark.parametrize("make", KINDS, **BY_NAME)
def test_what_rests_on_it_falls_with_it_and_that_is_the_traegers(make):
    case = make()
    submitted(case)

    if case.by != "office":
        with pytest.raises(PermissionDenied, match="Das berichtigt: Geschäftsstelle"):
            case.correct()
    case.given.pop("signed_on", None)  # each side signs for itself: a day is only struck for it
    row = case.correct(case.cast.office)

    sealed = case.cycle.begutachtungen.get()
    assert sealed.berichtigung in (row, *row.consequences.all())
    assert not case.cycle.begutachtungen.in_force().exists()
    assert_settled()


@pytest.mark.parametrize("make", KINDS, **BY_NAME)
def test_what_was_judged_holds_it_fast_and_says_which_way_is_open(make):
    case = make()
    judged(case)

    case.given.pop("signed_on", None)
    with pytest.raises(NotYet, match="Der Weg dafür ist eine Nachbesserung"):
        case.correct(case.cast.office)

    assert not Berichtigung.objects.exists()


@pytest.mark.parametrize("build", [nothing, submitted, judged], ids=lambda one: one.__name__)
@pytest.mark.parametrize("make", [*KINDS, a_report], **BY_NAME)
def test_strangers_and_readers_set_nothing_right(make, build):
    case = make()
    if make is not a_report:
        build(case)

    for person in (case.cast.reader, case.cast.stranger, case.cast.assessors[0]):
        with pytest.raises(PermissionDenied):
            case.correct(person)


@pytest.mark.parametrize("make", [*KINDS, a_report], **BY_NAME)
def test_a_reason_is_always_given(make):
    case = make()

    with pytest.raises(NotYet, match="Nennen Sie den Grund"):
        case.act(by=getattr(case.cast, case.by), reason=" ", **case.given)


@pytest.mark.parametrize("make", KINDS, **BY_NAME)
def test_nothing_is_set_right_twice(make):
    case = make()
    case.given.pop("signed_on", None)
    case.correct(case.cast.office)

    with pytest.raises(NotYet, match="schon berichtigt"):
        case.correct(case.cast.office)


@pytest.mark.parametrize("make", KINDS, **BY_NAME)
def test_the_database_keeps_what_was_set_right(make):
    make().correct()

    for change in ("delete from", "update"):
        how = " set reason = 'Anders'" if change == "update" else ""
        refused = pytest.raises(IntegrityError, match="frozen")
        with refused, transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"{change} audits_berichtigung{how}")


def test_a_berichtigung_is_about_exactly_one_entry():
    case = a_beschluss()
    about = {"cycle": case.cycle, "reason": REASON, "corrected_by": case.cast.office}

    with pytest.raises(IntegrityError, match="about_one_entry"), transaction.atomic():
        Berichtigung.objects.create(corrected_at=case.entry.recorded_at, **about)
