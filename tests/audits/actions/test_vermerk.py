import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied

from auditportal import clock
from auditportal.verdict import NotYet
from audits.actions import vermerk as vermerke
from audits.models import Vermerk
from handlungsfelder.models import Gate
from tests.factories.audits import a_cycle, cast_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def cycle():
    return a_cycle("erstkontakt")


def note(cycle, by, on=None, gate=None):
    run = cycle.open_run
    gate = gate or run.phase.gates.get()
    return vermerke.note(run=run, gate=gate, on=on or clock.today(), text="Per Post", by=by)


def test_note_opens_the_gate_and_is_remembered_with_its_day(cycle):
    office = cast_of(cycle).office

    note(cycle, office, dt.date(2026, 5, 4))

    assert not cycle.tasks.exists()
    event = cycle.events.first()
    assert event.text == "Vermerkt: Angebot mit Kostenbeitrag versandt am 04.05.2026."
    assert event.by == office


def test_note_is_for_the_side_that_the_gate_names(cycle):
    cast = cast_of(cycle)

    for user in (cast.signatory, cast.auditor, cast.stranger):
        with pytest.raises(PermissionDenied, match="Hier handelt: Geschäftsstelle"):
            note(cycle, user)


def test_note_refuses_a_day_that_is_still_to_come(cycle):
    with pytest.raises(NotYet, match="in der Zukunft"):
        note(cycle, cast_of(cycle).office, clock.today() + dt.timedelta(days=1))

    assert not Vermerk.objects.exists()


def test_note_is_written_once_for_each_gate(cycle):
    office = cast_of(cycle).office
    note(cycle, office)

    with pytest.raises(NotYet, match="bereits vermerkt"):
        note(cycle, office)


def test_note_knows_only_gates_that_ask_for_a_vermerk():
    cycle = a_cycle("teilnahmebeschluss")

    with pytest.raises(Gate.DoesNotExist):
        note(cycle, cast_of(cycle).editor)
