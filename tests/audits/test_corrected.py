"""What holds after something was set right: gates, papers and the way through the phases."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from auditportal import clock
from auditportal.verdict import NotYet
from audits.actions import begutachtung as begutachtungen
from audits.actions import berichtigung as berichtigungen
from audits.actions import beschluss as beschluesse
from audits.actions import bestandsaufnahme as surveys
from audits.actions import cycle as cycles
from audits.actions import jahresbericht as berichte
from audits.actions import vermerk as vermerke
from audits.models import Freigabe, ReportState, Result, Topic, Vermerk
from audits.pages.berichtigung import NOTHING, consequences
from audits.papers import freezing
from tests.audits.correcting import (
    REASON,
    a_beschluss,
    a_decision,
    a_phase,
    a_release,
    a_report,
    a_signature,
    a_submission,
    a_vermerk,
    again,
    placed,
    sealed,
    some_minutes,
)
from tests.audits.settled import assert_settled

pytestmark = pytest.mark.django_db


def test_a_wrong_beschluss_closes_its_gate_and_the_right_one_opens_it():
    case = a_beschluss()
    assert case.cycle.tasks.exists()

    row = case.correct()

    assert not again(case).tasks.exists()
    assert list(case.cycle.beschluesse.in_force()) == [row.new_beschluss]
    assert (row.new_beschluss.yes, row.new_beschluss.run) == (31, case.run)
    assert consequences(row) == [NOTHING]
    assert case.cycle.events.first().text.startswith("Berichtigt: Rat")
    assert REASON in case.cycle.events.first().text


def test_what_is_only_struck_closes_the_gate_again_and_may_be_entered_once_more():
    case = a_vermerk()
    for name in ("on", "text"):
        case.given.pop(name)
    assert not case.cycle.tasks.exists()

    case.correct()

    assert again(case).tasks.exists()
    about = {"run": case.run, "gate": case.entry.gate, "on": clock.today(), "text": "Doch"}
    assert vermerke.note(by=case.cast.office, **about).entry_number == 2
    assert not again(case).tasks.exists()


def test_papers_do_not_know_what_was_set_right():
    signed, held = a_signature(), some_minutes()
    decided = a_beschluss()

    for case in (signed, held, decided):
        case.correct()

    fassung = decided.cycle.fassungen.agreements().get()
    (beschluss,) = freezing.dossier(decided.cycle, fassung, [])["beschluesse"]
    (event,) = freezing.dossier(held.cycle, fassung, [])["events"]
    (document,) = freezing.dossier(signed.cycle, fassung, [])["documents"]
    assert beschluss["result"] == "adopted"
    assert (event["minutes"], event["participants"]) == ("Richtig.", 1)
    assert [one["on"] for one in document["signed"]] == [clock.today().isoformat()]


def test_a_phase_left_by_mistake_goes_on_with_its_round_and_its_old_due_day():
    case = a_phase()
    left = case.entry

    row = case.correct()

    new = again(case).open_run
    assert new == row.new_run
    assert (new.phase, new.round, new.due_on) == (left.phase, left.round, left.due_on)
    assert (new.began_on, new.left_on, new.entry_number) == (left.began_on, None, 2)
    assert list(case.cycle.runs.in_force().filter(phase=left.phase)) == [new]
    assert not case.cycle.tasks.exists()  # its Beschluss was entered in the run before


def test_the_phase_after_it_begins_anew_as_the_same_round_and_keeps_what_was_done_in_it():
    case = a_phase()
    case.correct()

    cycles.advance(run=again(case).open_run, by=case.cast.editor)

    run = again(case).open_run
    assert (run.phase.code, run.round, run.entry_number) == ("einreichung", 1, 2)
    assert run.continues == case.run
    begutachtungen.submit(cycle=again(case), by=case.cast.editor)
    assert not again(case).tasks.exists()
    assert_settled()


def test_going_back_twice_and_further_counts_what_was_done_in_every_run():
    case = a_phase()
    case.correct()
    cycles.advance(run=again(case).open_run, by=case.cast.editor)
    earlier = case.cycle.runs.in_force().get(phase__code="ausarbeitung")

    row = berichtigungen.go_back(run=earlier, reason=REASON, by=case.cast.office)

    assert again(case).open_run.phase.code == "ausarbeitung"
    assert not case.cycle.fassungen.agreements().in_force().filter(run=case.run).exists()
    assert "Mit gestrichen wird der Beschluss" in " ".join(consequences(row))
    assert_settled()


def test_nobody_goes_back_to_where_the_cycle_stands_or_from_its_end():
    case = a_phase()
    with pytest.raises(NotYet, match="In dieser Phase steht der Durchlauf"):
        berichtigungen.go_back(run=again(case).open_run, reason=REASON, by=case.cast.office)

    cycles.stop(cycle=case.cycle, reason="Schluss.", by=case.cast.office)

    with pytest.raises(NotYet, match="beendet"):
        case.correct()


def test_a_gate_that_closes_by_it_opens_its_phase_again_and_that_is_the_traegers():
    cycle, cast, run = placed("teilnahmebeschluss")
    decision = a_decision(session_on=clock.today() - dt.timedelta(days=3))
    about = {"topic": Topic.PARTICIPATION, "by": cast.editor}
    beschluss = beschluesse.enter(cycle=cycle, decision=decision, **about)
    cycles.advance(run=run, by=cast.editor)
    given = {"beschluss": beschluss, "decision": a_decision(Result.REFUSED), "reason": REASON}

    with pytest.raises(PermissionDenied, match="Das berichtigt: Geschäftsstelle"):
        berichtigungen.correct_beschluss(by=cast.editor, **given)
    row = berichtigungen.correct_beschluss(by=cast.office, **given)

    cycle.refresh_from_db()
    assert [one.phase.code for one in cycle.runs.open()] == ["teilnahmebeschluss"]
    assert "Die Phase „Teilnahmebeschluss“ wird wieder geöffnet" in consequences(row)[0]
    assert cycle.tasks.exists()
    assert_settled()


def test_a_better_day_of_the_first_beschluss_moves_the_day_from_which_deadlines_count():
    cycle, cast, _ = placed("teilnahmebeschluss")
    cycle.started_on = None
    cycle.save()
    wrong, right = (clock.today() - dt.timedelta(days=days) for days in (30, 20))
    about = {"topic": Topic.PARTICIPATION, "by": cast.editor}
    beschluss = beschluesse.enter(cycle=cycle, decision=a_decision(session_on=wrong), **about)
    cycles.advance(run=cycle.open_run, by=cast.editor)
    beschluss.cycle.refresh_from_db()
    assert beschluss.cycle.started_on == wrong

    given = {"beschluss": beschluss, "decision": a_decision(session_on=right), "reason": REASON}
    berichtigungen.correct_beschluss(by=cast.editor, **given)

    cycle.refresh_from_db()
    assert cycle.started_on == right


def test_what_was_submitted_wrongly_is_judged_no_more():
    cycle, cast, _ = placed("begutachtung")
    begutachtung = cycle.begutachtungen.get()
    about = {"judgement": "positive", "summary": "", "statements": {}, "version": None}
    begutachtungen.save_votum(begutachtung=begutachtung, by=cast.assessors[0], **about)

    berichtigungen.take_back_submission(begutachtung=begutachtung, reason=REASON, by=cast.office)

    assert cycle.runs.open().get().phase.code == "einreichung"
    with pytest.raises(NotYet, match="zurückgenommen"):
        begutachtungen.save_votum(begutachtung=begutachtung, by=cast.assessors[0], **about)
    cycle.refresh_from_db()
    newer = begutachtungen.submit(cycle=cycle, by=cast.editor)
    assert (newer.round, cycle.begutachtungen.newest()) == (begutachtung.round, newer)


def test_a_submission_in_the_same_phase_follows_the_one_that_was_taken_back():
    case = a_submission()
    case.correct()

    newer = begutachtungen.submit(cycle=again(case), by=case.cast.editor)

    assert (newer.run, newer.entry_number) == (case.run, 2)


def test_a_release_that_was_taken_back_lets_people_write_again():
    case = a_release()
    frage = case.cycle.felder[0].leitfragen.all()[0]
    about = {"leitfrage": frage, "text": "Neu.", "version": 0, "by": case.cast.editor}
    with pytest.raises(NotYet, match="freigegeben"):
        surveys.save_answer(cycle=case.cycle, **about)

    case.correct()

    assert surveys.save_answer(cycle=again(case), **about).text == "Neu."


def test_a_report_that_was_taken_back_is_written_on_and_submitted_anew():
    case = a_report()
    first = case.given["report"].fassung
    case.correct()
    report = case.entry
    assert (report.state, report.is_editable) == (ReportState.OPEN, True)

    again_submitted = berichte.submit(report=report, by=case.cast.editor)

    assert (again_submitted.state, again_submitted.fassung.number) == ("submitted", 2)
    assert first.berichtigung.reason == REASON


def test_a_report_that_was_answered_stays():
    case = a_report()
    berichte.accept(report=case.entry, by=case.cast.office)

    with pytest.raises(NotYet, match="Es liegt nichts zur Prüfung vor"):
        case.correct()


def test_minutes_that_were_never_taken_leave_the_meeting_planned_with_its_people():
    case = some_minutes()
    for name in ("held_on", "minutes"):
        case.given.pop(name)

    planned = case.correct().new_veranstaltung

    assert (planned.held_on, planned.minutes, planned.code) == (None, "", "strategieworkshop")
    assert [one.name for one in planned.teilnahmen.all()] == ["Jugendamt"]
    assert again(case).tasks.exists()


@pytest.mark.parametrize(
    ("make", "change"),
    [
        (a_vermerk, {"text": "Anders"}),
        (a_release, {"subject": "profil"}),
        (some_minutes, {"minutes": "x"}),
    ],
)
def test_the_database_lets_nobody_change_what_binds(make, change):
    entry = make().entry

    with pytest.raises(IntegrityError, match="frozen"), transaction.atomic():
        type(entry).objects.filter(pk=entry.pk).update(**change)


def test_what_falls_is_what_was_frozen_in_the_same_phase_and_what_rests_on_that():
    case = a_vermerk()
    sealed(case.cycle, case.cast, case.run)

    row = case.correct(case.cast.office)

    kinds = sorted(type(one.entry).__name__ for one in row.consequences.all())
    assert kinds == ["Begutachtung", "Fassung"]


def test_a_paper_rests_also_on_what_was_entered_before_its_phase_was_opened_again():
    case = a_vermerk()
    cycles.advance(run=case.run, by=case.cast.office)
    berichtigungen.go_back(run=case.run, reason=REASON, by=case.cast.office)
    sealed(case.cycle, case.cast, again(case).open_run)

    row = case.correct(case.cast.office)

    assert row.consequences.count() == 2


def test_a_release_of_the_same_phase_holds_fast_what_was_entered_before_it():
    """The companion's release waits until all other gates of its phase are open."""
    case = a_release()
    run, gate = case.run, case.run.phase.gates.first()
    about = {"run": run, "gate": gate, "on": clock.today(), "noted_by": case.cast.office}
    noted = Vermerk.objects.create(cycle=case.cycle, **about)
    later = {"released_at": clock.now(), "released_by": case.cast.auditor, "entry_number": 2}
    Freigabe.objects.create(cycle=case.cycle, subject="bestandsaufnahme", **later)

    with pytest.raises(NotYet, match="Nehmen Sie diese zuerst zurück"):
        berichtigungen.correct_vermerk(vermerk=noted, reason=REASON, by=case.cast.office)


def test_an_award_holds_fast_the_beschluss_on_which_it_rests():
    cycle, cast, _ = placed("umsetzung")
    beschluss = cycle.beschluesse.get()

    with pytest.raises(NotYet, match="Darauf beruht schon die Verleihung"):
        berichtigungen.correct_beschluss(beschluss=beschluss, reason=REASON, by=cast.office)
