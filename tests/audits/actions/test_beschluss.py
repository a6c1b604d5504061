import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction

from auditportal import clock
from auditportal.documents import examine
from auditportal.verdict import NotYet
from audits.actions import beschluss as beschluesse
from audits.actions import fassung as fassungen
from audits.actions.beschluss import Decision, Stop
from audits.models import Beschluss, Competence, CycleDocument, Goal, Result, Topic
from tests.audits.uploads import a_pdf
from tests.factories.audits import a_cycle, a_fassung, cast_of

pytestmark = pytest.mark.django_db
TOMORROW = dt.timedelta(days=1)


@pytest.fixture
def cycle():
    return a_cycle("teilnahmebeschluss")


@pytest.fixture
def deciding():
    """A cycle whose frozen goals and measures wait for their Beschluss."""
    return a_cycle("beschluss")


def a_decision(result=Result.ADOPTED, **more):
    given = {"body": "Rat", "session_on": clock.today(), "is_authoritative": True} | more
    return Decision(result=result, **given)


def enter(cycle, by, decision=None, topic=Topic.PARTICIPATION, **more):
    decision = decision or a_decision()
    return beschluesse.enter(cycle=cycle, topic=topic, decision=decision, by=by, **more)


def agree(cycle, by, result=Result.ADOPTED, fassung=None, **more):
    fassung = fassung or cycle.fassungen.order_by("number").last()
    return enter(cycle, by, a_decision(result, **more), Topic.AGREEMENT, fassung=fassung)


def amend(cycle, by):
    Goal.objects.filter(cycle=cycle).update(title="Wie beschlossen")
    return fassungen.freeze(cycle=cycle, by=by)


def test_enter_keeps_all_of_the_minutes_or_nothing(cycle):
    editor = cast_of(cycle).editor
    way = [Stop("Ausschuss", clock.today(), Competence.RECOMMENDATION)]
    decision = a_decision(paper_number="1/26", votes=(30, 5, 2), note="Einmütig", way=way)

    beschluss = enter(cycle, editor, decision, upload=examine(a_pdf()))

    assert (beschluss.yes, beschluss.no, beschluss.abstained) == (30, 5, 2)
    assert (beschluss.paper_number, beschluss.note) == ("1/26", "Einmütig")
    assert (beschluss.run, beschluss.entered_by) == (cycle.open_run, editor)
    assert [one.body for one in beschluss.beratungen.all()] == ["Ausschuss"]
    assert beschluss.excerpt.filename == "Auszug.pdf"
    assert cycle.events.first().text == f"Beschluss: {beschluss}."
    assert not cycle.tasks.exists()


def test_enter_is_for_the_participants_and_the_geschaeftsstelle(cycle):
    cast = cast_of(cycle)

    for user in (cast.reader, cast.auditor, cast.assessors[0], cast.stranger):
        with pytest.raises(PermissionDenied, match="Hier handelt: Kommune oder Geschäftsstelle"):
            enter(cycle, user)
    assert enter(cycle, cast.office).pk


@pytest.mark.parametrize(
    ("result", "authoritative", "opens"),
    [
        (Result.ADOPTED, True, True),
        (Result.ADOPTED, False, False),
        (Result.AMENDED, True, False),
        (Result.REFUSED, True, False),
        (Result.POSTPONED, True, False),
        (Result.WITHDRAWN, True, False),
        (Result.NOTED, True, False),
    ],
)
def test_only_a_massgeblicher_beschluss_that_says_yes_opens_the_gate(
    cycle, result, authoritative, opens
):
    enter(cycle, cast_of(cycle).editor, a_decision(result, is_authoritative=authoritative))

    assert cycle.tasks.exists() is not opens


def test_enter_refuses_what_cannot_have_been(cycle):
    editor, today = cast_of(cycle).editor, clock.today()
    late = [Stop("Ausschuss", today + TOMORROW, Competence.NOTICE)]

    with pytest.raises(NotYet, match="Die Sitzung liegt in der Zukunft"):
        enter(cycle, editor, a_decision(session_on=today + TOMORROW), upload=examine(a_pdf()))
    with pytest.raises(NotYet, match="Die Beratungsfolge endet nicht nach der Sitzung"):
        enter(cycle, editor, a_decision(way=late), upload=examine(a_pdf()))
    assert not Beschluss.objects.exists()
    assert not CycleDocument.objects.exists()


def test_enter_refuses_what_the_phase_does_not_ask_for(cycle, deciding):
    with pytest.raises(NotYet, match="In der jetzigen Phase nicht vorgesehen"):
        enter(cycle, cast_of(cycle).editor, topic=Topic.AGREEMENT)
    with pytest.raises(NotYet, match="In der jetzigen Phase nicht vorgesehen"):
        enter(deciding, cast_of(deciding).editor)


def test_enter_writes_the_same_once_and_a_correction_beside_it(cycle):
    editor, decision = cast_of(cycle).editor, a_decision(votes=(30, 5, 2))
    enter(cycle, editor, decision)

    with pytest.raises(NotYet, match="Genau dieser Beschluss ist schon eingetragen"):
        enter(cycle, editor, decision)
    enter(cycle, editor, replace(decision, votes=(31, 5, 2)))

    assert cycle.beschluesse.count() == 2


def test_an_agreement_is_decided_in_exactly_its_newest_version(deciding):
    editor = cast_of(deciding).editor
    older = deciding.fassungen.get()
    newer = a_fassung(deciding, editor)
    other = a_cycle("beschluss").fassungen.get()

    for fassung in (older, other):
        with pytest.raises(NotYet, match=f"die neueste Fassung, das ist {newer}"):
            agree(deciding, editor, fassung=fassung)
    with pytest.raises(NotYet, match="die neueste Fassung"):
        enter(deciding, editor, topic=Topic.AGREEMENT)
    assert agree(deciding, editor, fassung=newer).fassung == newer


def test_nobody_decided_on_a_version_before_it_was_frozen(deciding):
    with pytest.raises(NotYet, match="vor dem Tag, an dem die Fassung eingefroren wurde"):
        agree(deciding, cast_of(deciding).editor, session_on=clock.today() - TOMORROW)


def test_an_amended_agreement_opens_when_its_text_is_frozen_and_confirmed(deciding):
    cast = cast_of(deciding)
    beschluss = agree(deciding, cast.editor, Result.AMENDED)
    with pytest.raises(NotYet, match="nichts zu bestätigen"):
        beschluesse.confirm(beschluss=beschluss, by=cast.auditor)

    amended = amend(deciding, cast.editor)
    assert "Bestätigen Sie" in deciding.tasks.get().text
    confirmed = beschluesse.confirm(beschluss=beschluss, by=cast.auditor)

    assert (confirmed.amended_fassung, confirmed.confirmed_by) == (amended, cast.auditor)
    assert deciding.events.first().text == f"Bestätigt: {beschluss}."
    assert not deciding.tasks.exists()


def test_confirm_is_the_companions_and_once(cycle):
    cast = cast_of(cycle)
    beschluss = enter(cycle, cast.editor, a_decision(Result.AMENDED))

    for user in (cast.office, cast.director, cast.signatory):
        with pytest.raises(PermissionDenied, match="Hier handelt: Auditorin oder Auditor"):
            beschluesse.confirm(beschluss=beschluss, by=user)
    beschluesse.confirm(beschluss=beschluss, by=cast.auditor)
    with pytest.raises(NotYet, match="nichts zu bestätigen"):
        beschluesse.confirm(beschluss=beschluss, by=cast.auditor)


@pytest.mark.parametrize(
    ("result", "authoritative"),
    [(result, True) for result in Result if result != Result.AMENDED] + [(Result.AMENDED, False)],
)
def test_nothing_else_is_to_be_confirmed(cycle, result, authoritative):
    cast = cast_of(cycle)
    beschluss = enter(cycle, cast.editor, a_decision(result, is_authoritative=authoritative))

    with pytest.raises(NotYet, match="nichts zu bestätigen"):
        beschluesse.confirm(beschluss=beschluss, by=cast.auditor)


def test_attach_brings_the_excerpt_that_comes_later_and_no_second(cycle):
    cast = cast_of(cycle)
    beschluss = enter(cycle, cast.editor)

    with pytest.raises(PermissionDenied):
        beschluesse.attach(beschluss=beschluss, upload=examine(a_pdf()), by=cast.reader)
    attached = beschluesse.attach(beschluss=beschluss, upload=examine(a_pdf()), by=cast.office)

    assert attached.excerpt == CycleDocument.objects.get()
    assert cycle.events.first().text == f"Auszug zu: {beschluss}."
    with pytest.raises(NotYet, match="liegt schon vor"):
        beschluesse.attach(beschluss=beschluss, upload=examine(a_pdf(text="2")), by=cast.office)


def test_what_was_decided_cannot_be_changed_or_taken_away(cycle):
    beschluss = enter(cycle, cast_of(cycle).editor)
    rows = Beschluss.objects.filter(pk=beschluss.pk)

    for change in (
        lambda: rows.update(result=Result.REFUSED),
        lambda: rows.update(session_on=dt.date(2020, 1, 1)),
        lambda: rows.update(is_authoritative=False),
        lambda: rows.delete(),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()


@pytest.mark.parametrize(
    "wrong",
    [
        {"yes": 3},
        {"yes": 3, "no": 3, "abstained": 0},
        {"topic": Topic.AGREEMENT},
        {"confirmed_at": clock.now()},
    ],
)
def test_the_database_itself_refuses_what_cannot_be(cycle, wrong):
    facts = {
        "cycle": cycle,
        "run": cycle.open_run,
        "topic": Topic.PARTICIPATION,
        "body": "Rat",
        "session_on": clock.today(),
        "result": Result.ADOPTED,
        "is_authoritative": True,
        "entered_by": cast_of(cycle).editor,
    }

    with pytest.raises(IntegrityError), transaction.atomic():
        Beschluss.objects.create(**facts | wrong)


def test_two_who_enter_the_same_at_once_write_one_beschluss(fresh_database):
    cycle = a_cycle("teilnahmebeschluss")
    editor, both = cast_of(cycle).editor, Barrier(2)

    def try_it(_):
        both.wait(10)
        try:
            return str(enter(cycle, editor).body)
        except NotYet as refused:
            return str(refused)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as threads:
        answers = sorted(threads.map(try_it, range(2)))

    assert answers == ["Genau dieser Beschluss ist schon eingetragen.", "Rat"]
    assert cycle.beschluesse.count() == 1
