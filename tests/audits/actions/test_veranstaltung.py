import datetime as dt
from dataclasses import replace

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction

from auditportal import clock
from auditportal.documents import examine
from auditportal.verdict import NotYet, Overtaken
from audits.actions import cycle as cycles
from audits.actions import veranstaltung as events
from audits.actions.veranstaltung import Plan
from audits.models import CycleDocument, Teilnahme, Veranstaltung
from tests.audits.uploads import a_pdf
from tests.factories.audits import a_cycle, cast_of

pytestmark = pytest.mark.django_db
PLAN = Plan("Strategieworkshop", dt.date(2026, 5, 4), "Rathaus", dt.time(9), dt.time(12))


@pytest.fixture
def cycle():
    return a_cycle("strategieworkshop")


@pytest.fixture
def cast(cycle):
    return cast_of(cycle)


@pytest.fixture
def event(cycle, cast):
    return events.plan(cycle=cycle, code="strategieworkshop", plan=PLAN, by=cast.auditor)


def hold(event, by, minutes="Es war gut.", on=None, **more):
    return events.hold(event=event, held_on=on or clock.today(), minutes=minutes, by=by, **more)


def texts(cycle):
    return list(cycle.events.values_list("text", flat=True))


def test_plan_says_in_the_history_when_and_where(cycle, event):
    assert (event.sequence, event.held_on) == (0, None)
    assert texts(cycle)[0] == "Geplant: Strategieworkshop am 04.05.2026, Rathaus."
    assert cycle.tasks.get().text == (
        "Noch nicht durchgeführt und protokolliert: Strategieworkshop."
    )


@pytest.mark.parametrize("role", ["reader", "stranger"])
def test_planning_is_for_those_who_work_inside(cycle, cast, role):
    with pytest.raises(PermissionDenied, match="Hier handelt"):
        events.plan(cycle=cycle, code="", plan=PLAN, by=getattr(cast, role))


def test_the_same_is_planned_once_and_at_another_time_again(cycle, cast, event):
    with pytest.raises(NotYet, match="Schon geplant"):
        events.plan(cycle=cycle, code=event.code, plan=PLAN, by=cast.editor)

    later = replace(PLAN, starts_at=dt.time(14), ends_at=None)
    events.plan(cycle=cycle, code=event.code, plan=later, by=cast.editor)

    assert cycle.veranstaltungen.count() == 2


def test_what_a_phase_asks_for_is_planned_early_but_not_late():
    cycle = a_cycle("beteiligungskonzept")
    editor = cast_of(cycle).editor

    events.plan(cycle=cycle, code="beteiligung", plan=PLAN, by=editor)

    with pytest.raises(NotYet, match="abgeschlossen"):
        events.plan(cycle=cycle, code="strategieworkshop", plan=PLAN, by=editor)


def test_planning_ends_with_the_cycle(cycle, cast, event):
    cycles.stop(cycle=cycle, reason="Abgesagt", by=cast.office)

    for act in (
        lambda: events.plan(cycle=cycle, code="", plan=PLAN, by=cast.editor),
        lambda: events.change(event=event, plan=PLAN, by=cast.editor),
        lambda: events.invite(event=event, name="Gast", by=cast.editor),
        lambda: hold(event, cast.editor),
    ):
        with pytest.raises(NotYet, match="beendet"):
            act()


def test_change_counts_and_refuses_to_write_over_what_was_not_read(cycle, cast, event):
    moved = replace(PLAN, place="Bürgerhaus")

    changed = events.change(event=event, plan=moved, version=1, by=cast.editor)

    assert (changed.place, changed.sequence) == ("Bürgerhaus", 1)
    assert texts(cycle)[0] == "Geändert: Strategieworkshop am 04.05.2026, Bürgerhaus."
    with pytest.raises(Overtaken) as overtaken:
        events.change(event=event, plan=PLAN, version=1, by=cast.auditor)
    assert overtaken.value.theirs.place == "Bürgerhaus"
    assert events.change(event=event, plan=PLAN, by=cast.auditor).sequence == 2


def test_invite_finds_the_login_by_its_address_whatever_its_case(cast, event):
    known = events.invite(
        event=event, name="Mitglied", email=cast.reader.email.upper(), by=cast.editor
    )
    guest = events.invite(event=event, name="Gast", organisation="Verein", by=cast.editor)

    assert (known.user, guest.user) == (cast.reader, None)
    for person in ({"name": "X", "email": cast.reader.email}, {"name": "GAST"}):
        with pytest.raises(NotYet, match="steht schon auf der Liste"):
            events.invite(event=event, by=cast.editor, **person)


def test_uninvite_takes_off_until_it_was_held(cycle, cast, event):
    gone, stays = (
        events.invite(event=event, name=name, by=cast.editor) for name in ("Geht", "Bleibt")
    )

    events.uninvite(event=event, teilnahme=gone, by=cast.editor)
    hold(event, cast.auditor)

    assert list(event.teilnahmen.all()) == [stays]
    assert "Von der Liste genommen: Strategieworkshop am 04.05.2026." in texts(cycle)
    with pytest.raises(NotYet, match="schon stattgefunden"):
        events.uninvite(event=event, teilnahme=stays, by=cast.editor)


def test_hold_opens_the_gate_with_a_text_or_a_file(cycle, cast, event):
    came = events.invite(event=event, name="Kam", by=cast.editor)
    events.invite(event=event, name="Fehlte", by=cast.editor)

    held = hold(event, cast.auditor, "", upload=examine(a_pdf()), present=[came.pk])

    assert held.minutes_document.code
    assert sorted(event.teilnahmen.values_list("name", "was_there")) == [
        ("Fehlte", False),
        ("Kam", True),
    ]
    assert not cycle.tasks.exists()
    assert texts(cycle)[0].startswith("Durchgeführt und protokolliert: Strategieworkshop")


def test_hold_leaves_open_who_was_there_when_nobody_says(cast, event):
    events.invite(event=event, name="Gast", by=cast.editor)

    hold(event, cast.auditor)

    assert event.teilnahmen.get().was_there is None


def test_hold_refuses_a_day_to_come_no_protokoll_and_a_second_time(cast, event):
    with pytest.raises(NotYet, match="in der Zukunft"):
        hold(event, cast.auditor, on=clock.today() + dt.timedelta(days=1))
    with pytest.raises(NotYet, match="Das Protokoll fehlt"):
        hold(event, cast.auditor, "")
    hold(event, cast.auditor)
    for act in (
        lambda: hold(event, cast.auditor),
        lambda: events.change(event=event, plan=PLAN, by=cast.auditor),
    ):
        with pytest.raises(NotYet, match="schon stattgefunden"):
            act()


def test_a_refused_protokoll_keeps_no_file(cycle, cast, event):
    with pytest.raises(NotYet):
        hold(
            event,
            cast.auditor,
            on=clock.today() + dt.timedelta(days=1),
            upload=examine(a_pdf()),
        )

    assert not CycleDocument.objects.exists()


def test_who_is_added_afterwards_was_there(cast, event):
    hold(event, cast.auditor)

    assert events.invite(event=event, name="Spät", by=cast.editor).was_there is True


def test_a_long_title_does_not_burst_the_title_of_its_protokoll(cycle, cast):
    plan = replace(PLAN, title="W" * 200)
    event = events.plan(cycle=cycle, code="", plan=plan, by=cast.auditor)

    held = hold(event, cast.auditor, "", upload=examine(a_pdf()))

    assert len(held.minutes_document.title) <= 200


def test_the_database_itself_keeps_times_protokoll_and_cycle_in_order(cycle, cast, event):
    rows = Veranstaltung.objects.filter(pk=event.pk)

    for wrong in (
        {"starts_at": dt.time(12), "ends_at": dt.time(9)},
        {"starts_at": None, "ends_at": dt.time(9)},
        {"held_on": clock.today(), "minutes": "", "minutes_document": None},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**wrong)


def test_somebody_on_the_list_of_one_cycle_is_never_in_another(cycle, cast, event):
    other = a_cycle("strategieworkshop")
    with connection.cursor() as cursor:
        cursor.execute("set constraints all immediate")

    with pytest.raises(IntegrityError), transaction.atomic():
        Teilnahme.objects.create(cycle=other, veranstaltung=event, name="Gast")
