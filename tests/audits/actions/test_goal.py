import datetime as dt
import threading

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection

from auditportal import clock
from auditportal.verdict import NotYet, Overtaken
from audits.actions import fassung as fassungen
from audits.actions import goal as goals
from audits.gates.beschluss import latest_agreement
from audits.models import Beschluss, CycleEvent, Measure, Result, Topic
from tests.factories.audits import a_cycle, a_goal, a_measure, a_user, a_version, cast_of

pytestmark = pytest.mark.django_db
FIELDS = {"description": "", "responsible": "Amt", "ends_on": dt.date(2030, 1, 1)}
EARLY = [
    "erstkontakt",
    "teilnahmebeschluss",
    "kooperationsvereinbarung",
    "bestandsaufnahme",
    "strategieworkshop",
    "beteiligungskonzept",
    "beteiligungsphase",
    "zielvereinbarungsworkshop",
    "ausarbeitung",
]
LATE = ["beschluss", "einreichung", "begutachtung", "zertifizierung", "umsetzung"]


def texts(cycle):
    return list(
        CycleEvent.objects.filter(cycle=cycle).order_by("pk").values_list("text", flat=True)
    )


# --- when ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("phase", EARLY + LATE)
def test_goals_change_until_the_phase_that_freezes_them_is_left(phase):
    cycle = a_cycle(phase)
    editor = cast_of(cycle).editor

    assert bool(goals.can_add_goal(editor, cycle)) is (phase in EARLY)


@pytest.mark.parametrize("phase", EARLY + LATE)
def test_a_version_is_frozen_only_in_the_phase_that_asks_for_it(phase):
    cycle = a_cycle(phase)
    editor = cast_of(cycle).editor

    assert bool(fassungen.can_freeze(editor, cycle)) is (phase == "ausarbeitung")


@pytest.mark.parametrize("result", Result)
@pytest.mark.parametrize("is_authoritative", [True, False])
@pytest.mark.parametrize("is_confirmed", [True, False])
def test_a_beschluss_that_did_not_take_the_version_as_it_was_opens_the_goals_again(
    result, is_authoritative, is_confirmed
):
    cycle = a_cycle("beschluss")
    editor = cast_of(cycle).editor
    Beschluss.objects.create(
        cycle=cycle,
        run=cycle.open_run,
        topic=Topic.AGREEMENT,
        body="Rat",
        session_on=clock.today(),
        result=result,
        is_authoritative=is_authoritative,
        fassung=latest_agreement(cycle),
        entered_by=editor,
        confirmed_at=clock.now() if is_confirmed else None,
        confirmed_by=editor if is_confirmed else None,
    )

    opened = result != Result.ADOPTED and is_authoritative and not is_confirmed
    assert bool(goals.can_add_goal(editor, cycle)) is opened


def test_nothing_changes_in_a_cycle_that_has_ended():
    cycle = a_cycle("erstkontakt")
    run = cycle.open_run
    run.left_on, run.left_by = clock.today(), a_user()
    run.save()

    verdict = goals.can_add_goal(cast_of(cycle).editor, cycle)

    assert str(verdict) == "Dieser Durchlauf ist beendet."


# --- who ----------------------------------------------------------------------------------------


def test_the_participants_their_companion_and_the_traeger_write():
    cycle = a_cycle("ausarbeitung")
    cast = cast_of(cycle)

    for user in (cast.editor, cast.signatory, cast.auditor, cast.office):
        assert goals.can_add_goal(user, cycle)
    for user in (cast.reader, cast.stranger, cast.assessors[0]):
        assert not goals.can_add_goal(user, cycle).who


@pytest.mark.parametrize("verb", ["change", "remove", "move"])
def test_every_action_asks_again_under_the_lock(verb):
    cycle = a_cycle("ausarbeitung")
    reader = cast_of(cycle).reader
    measure = cycle.measures.first()
    given = {"change": {"version": 1, "title": "Ich", **FIELDS}, "move": {"up": True}}

    with pytest.raises(PermissionDenied):
        getattr(goals, f"{verb}_measure")(measure=measure, by=reader, **given.get(verb, {}))
    with pytest.raises(PermissionDenied):
        goals.add_measure(goal=measure.goal, title="Ich", by=reader)
    assert cycle.measures.count() == 6


# --- what ---------------------------------------------------------------------------------------


def test_a_goal_needs_a_handlungsfeld_of_its_own_version():
    cycle = a_cycle("ausarbeitung")
    foreign = a_version(1).handlungsfelder.first()

    with pytest.raises(NotYet, match="gehört nicht zu diesem Durchlauf"):
        goals.add_goal(cycle=cycle, handlungsfeld=foreign, title="Fremd", by=cast_of(cycle).editor)


def test_what_happens_to_goals_and_measures_stands_in_the_history():
    cycle = a_cycle("beteiligungsphase")
    by = cast_of(cycle).editor
    feld = cycle.version.handlungsfelder.first()
    before = len(texts(cycle))

    goal = goals.add_goal(cycle=cycle, handlungsfeld=feld, title="Ein Ziel", by=by)
    measure = goals.add_measure(goal=goal, title="Lotsen", by=by, **FIELDS)
    for version in (1, 2):
        goals.change_measure(measure=measure, version=version, title="Lotsen", by=by, **FIELDS)
    goals.move_measure(measure=measure, up=True, by=by)
    goals.remove_measure(measure=measure, by=by)
    goals.remove_goal(goal=goal, by=by)

    assert texts(cycle)[before:] == [
        "Ziel ergänzt: Ein Ziel",
        "Maßnahme ergänzt: Lotsen",
        "Maßnahme geändert: Lotsen",
        "Reihenfolge der Maßnahmen geändert.",
        "Maßnahme gestrichen: Lotsen",
        "Ziel gestrichen: Ein Ziel",
    ]


def test_the_last_goal_of_a_handlungsfeld_makes_its_task_go_and_come():
    cycle = a_cycle("zielvereinbarungsworkshop")
    by = cast_of(cycle).editor
    feld = cycle.version.handlungsfelder.first()
    missing = f"Kein Ziel im Handlungsfeld „{feld}“."

    goal = goals.add_goal(cycle=cycle, handlungsfeld=feld, title="Ein Ziel", by=by)
    assert not cycle.tasks.filter(text=missing).exists()
    goals.remove_goal(goal=goal, by=by)
    assert cycle.tasks.filter(text=missing).exists()


def test_a_frozen_draft_that_moves_on_has_to_be_frozen_again():
    cycle = a_cycle("ausarbeitung")
    by = cast_of(cycle).editor
    fassungen.freeze(cycle=cycle, by=by)
    assert not cycle.tasks.exists()

    goals.move_goal(goal=a_second_goal(cycle, by), up=True, by=by)

    assert "Der Entwurf weicht von Fassung 1" in " ".join(task.text for task in cycle.tasks.all())


def a_second_goal(cycle, by):
    goal = a_goal(cycle, title="Zweites", by=by)
    a_measure(goal, by)
    return goal


def test_of_two_at_the_same_moment_one_saves_and_the_other_is_told(fresh_database):
    cycle = a_cycle("ausarbeitung")
    cast = cast_of(cycle)
    measure = cycle.measures.first()
    barrier, told = threading.Barrier(2), []

    def change(by, title):
        barrier.wait()
        try:
            goals.change_measure(measure=measure, version=1, title=title, by=by, **FIELDS)
        except Overtaken as overtaken:
            told.append((title, overtaken.theirs.title))
        finally:
            connection.close()

    people = ((cast.editor, "Erste Worte"), (cast.office, "Andere Worte"))
    workers = [threading.Thread(target=change, args=pair) for pair in people]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    stored = Measure.objects.get(pk=measure.pk)
    assert stored.version == 2
    (slower,) = {"Erste Worte", "Andere Worte"} - {stored.title}
    assert told == [(slower, stored.title)]
