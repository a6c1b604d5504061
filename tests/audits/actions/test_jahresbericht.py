import datetime as dt
import hashlib
import json

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from auditportal import clock
from auditportal.verdict import NotYet, Overtaken
from audits import gates
from audits.actions import cycle as cycles
from audits.actions import jahresbericht as berichte
from audits.models import NEEDS_REASON, FassungKind, Progress, ReportEntry, ReportState
from tests.audits.reporting import accepted, enter, fill, measures_of, report_of
from tests.factories.audits import a_cycle, cast_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def cycle():
    return a_cycle(at="umsetzung")


@pytest.fixture
def cast(cycle):
    return cast_of(cycle)


# --- entries -------------------------------------------------------------------------------------


def test_save_entry_notes_who_wrote_what_and_when(cycle, cast):
    report, measure = report_of(cycle), measures_of(cycle)[0]

    entry = enter(report, measure, cast.editor, text="Der erste Spielplatz ist gebaut.")

    entry.refresh_from_db()
    assert (entry.progress, entry.text) == ("running", "Der erste Spielplatz ist gebaut.")
    assert (entry.version, entry.saved_by, entry.cycle) == (1, cast.editor, cycle)


@pytest.mark.parametrize("role", ["office", "director", "reader", "auditor", "stranger"])
def test_save_entry_is_for_the_participants(cycle, cast, role):
    with pytest.raises(PermissionDenied, match="Hier handelt: Kommune"):
        enter(report_of(cycle), measures_of(cycle)[0], getattr(cast, role))

    assert not ReportEntry.objects.exists()


def test_save_entry_over_another_version_is_refused_and_shows_what_stands_there(cycle, cast):
    report, measure = report_of(cycle), measures_of(cycle)[0]
    enter(report, measure, cast.signatory, text="Zuerst.")

    with pytest.raises(Overtaken) as refused:
        enter(report, measure, cast.editor, text="Gleichzeitig.")

    assert refused.value.theirs.text == "Zuerst."
    assert ReportEntry.objects.get().text == "Zuerst."


def test_save_entry_over_the_version_that_was_read_counts_on(cycle, cast):
    report, measure = report_of(cycle), measures_of(cycle)[0]
    first = enter(report, measure, cast.editor)

    second = enter(report, measure, cast.editor, version=first.version, text="Fertig.")

    assert (second.pk, second.version, second.text) == (first.pk, 2, "Fertig.")


@pytest.mark.parametrize("progress", NEEDS_REASON)
def test_what_does_not_simply_go_on_needs_a_reason(cycle, cast, progress):
    report, measure = report_of(cycle), measures_of(cycle)[0]

    with pytest.raises(NotYet, match=f"Nennen Sie den Grund für „{progress.label}“"):
        enter(report, measure, cast.editor, progress=progress, text=" ")
    entry = enter(report, measure, cast.editor, progress=progress, text="Darum.")
    with pytest.raises(IntegrityError, match="report_entry_has_its_reason"), transaction.atomic():
        ReportEntry.objects.filter(pk=entry.pk).update(text="")


def test_savings_of_one_sitting_are_one_line_of_the_history(cycle, cast):
    fill(report_of(cycle), cast.editor)

    texts = list(cycle.events.filter(kind="entry_saved").values_list("text", flat=True))
    assert texts == ["Bearbeitet: Jahresbericht 1."]


def test_the_second_report_waits_for_the_first(cycle, cast):
    with pytest.raises(NotYet, match="Zuerst ist an der Reihe: Jahresbericht 1"):
        enter(report_of(cycle, 2), measures_of(cycle)[0], cast.editor)


def test_nothing_is_written_after_the_phase(cycle, cast):
    cycles.stop(cycle=cycle, reason="Ausstieg.", by=cast.office)

    with pytest.raises(NotYet, match="bereits abgeschlossen"):
        enter(report_of(cycle), measures_of(cycle)[0], cast.editor)


# --- carry over ----------------------------------------------------------------------------------


def test_carry_over_begins_with_planned_in_the_first_year(cycle, cast):
    report, measures = report_of(cycle), measures_of(cycle)
    enter(report, measures[0], cast.editor)

    berichte.carry_over(report=report, by=cast.editor)

    states = list(report.entries.order_by("measure").values_list("progress", "text"))
    assert states == [("running", "Läuft."), *[("planned", "")] * (len(measures) - 1)]


def test_carry_over_takes_state_and_text_of_the_year_before_where_nothing_is_written(cycle, cast):
    first, measures = report_of(cycle), measures_of(cycle)
    enter(first, measures[0], cast.editor, progress=Progress.LATE, text="Die Firma fehlt.")
    accepted(first, cast.editor, cast.office)
    second = report_of(cycle, 2)
    enter(second, measures[1], cast.editor, progress=Progress.DONE, text="Fertig.")

    berichte.carry_over(report=second, by=cast.editor)

    entries = {entry.measure_id: entry for entry in second.entries.all()}
    assert len(entries) == len(measures)
    kept = entries[measures[0].pk]
    assert (kept.progress, kept.text, kept.version) == ("late", "Die Firma fehlt.", 1)
    assert entries[measures[1].pk].progress == "done"


def test_carry_over_a_second_time_changes_nothing(cycle, cast):
    report = report_of(cycle)
    berichte.carry_over(report=report, by=cast.editor)

    with pytest.raises(NotYet, match="gibt es schon einen Eintrag"):
        berichte.carry_over(report=report, by=cast.editor)

    assert cycle.events.filter(kind="carried_over").count() == 1


# --- summary -------------------------------------------------------------------------------------


def test_save_summary_keeps_what_somebody_else_saved(cycle, cast):
    report = report_of(cycle)
    saved = berichte.save_summary(report=report, summary="Zuerst.", version=0, by=cast.signatory)

    with pytest.raises(Overtaken) as refused:
        berichte.save_summary(report=report, summary="Gleichzeitig.", version=0, by=cast.editor)

    assert saved.version == 1
    assert refused.value.theirs.summary == "Zuerst."
    with pytest.raises(PermissionDenied):
        berichte.save_summary(report=report, summary="Fremd.", version=1, by=cast.reader)


# --- submit --------------------------------------------------------------------------------------


def test_submit_freezes_every_measure_with_its_state_and_text(cycle, cast):
    report = fill(report_of(cycle), cast.editor)

    submitted = berichte.submit(report=report, by=cast.editor)

    content = json.loads(submitted.fassung.content)
    assert submitted.state == ReportState.SUBMITTED
    assert submitted.fassung.kind == FassungKind.REPORT
    assert (
        submitted.fassung.sha256 == hashlib.sha256(submitted.fassung.content.encode()).hexdigest()
    )
    assert (content["number"], len(content["entries"])) == (1, len(measures_of(cycle)))
    assert content["entries"][0]["text"] == "Läuft."
    assert cycle.events.filter(text="Eingereicht: Jahresbericht 1.").count() == 1


def test_submit_refuses_a_report_with_gaps_and_says_how_many(cycle, cast):
    report = report_of(cycle)
    enter(report, measures_of(cycle)[0], cast.editor)

    with pytest.raises(NotYet, match="Noch ohne Eintrag: 5 Maßnahmen"):
        berichte.submit(report=report, by=cast.editor)


def test_what_was_submitted_is_not_written_on_and_not_submitted_again(cycle, cast):
    report = fill(report_of(cycle), cast.editor)
    berichte.submit(report=report, by=cast.editor)

    with pytest.raises(NotYet, match="Bereits eingereicht: Jahresbericht 1"):
        enter(report, measures_of(cycle)[0], cast.editor, version=1)
    with pytest.raises(NotYet, match="Bereits eingereicht"):
        berichte.submit(report=report, by=cast.editor)

    assert cycle.fassungen.filter(kind=FassungKind.REPORT).count() == 1


def test_submitting_hands_the_task_to_the_geschaeftsstelle(cycle, cast):
    report = fill(report_of(cycle), cast.editor)
    assert not cycle.tasks.filter(party="traeger").exists()

    berichte.submit(report=report, by=cast.editor)

    task = cycle.tasks.get(party="traeger")
    assert (task.text, task.right) == ("Prüfen: Jahresbericht 1.", "run")
    assert task.due_on == report.due_on


# --- the answer ----------------------------------------------------------------------------------


def submitted(cycle, cast):
    return berichte.submit(report=fill(report_of(cycle), cast.editor), by=cast.editor)


def test_accept_ends_the_year_and_lets_the_next_begin(cycle, cast):
    report = berichte.accept(report=submitted(cycle, cast), by=cast.office)

    assert (report.state, report.decided_by) == (ReportState.ACCEPTED, cast.office)
    assert enter(report_of(cycle, 2), measures_of(cycle)[0], cast.editor).version == 1
    assert not cycle.tasks.filter(subject="Jahresbericht 1").exists()


def test_give_back_needs_a_reason_and_opens_the_report_again(cycle, cast):
    report = submitted(cycle, cast)

    with pytest.raises(NotYet, match="Nennen Sie den Grund"):
        berichte.give_back(report=report, reason="  ", by=cast.office)
    report = berichte.give_back(report=report, reason="Bitte Zahlen nennen.", by=cast.office)

    assert (report.state, report.return_reason) == (ReportState.RETURNED, "Bitte Zahlen nennen.")
    assert cycle.tasks.filter(text="Überarbeiten: Jahresbericht 1.", party="main").exists()
    enter(report, measures_of(cycle)[0], cast.editor, version=1, text="12 Plätze.")


def test_a_report_that_came_back_is_submitted_as_a_new_version(cycle, cast):
    report = submitted(cycle, cast)
    first = report.fassung
    berichte.give_back(report=report, reason="Bitte Zahlen nennen.", by=cast.office)
    enter(report, measures_of(cycle)[0], cast.editor, version=1, text="12 Plätze.")

    again = berichte.submit(report=report, by=cast.editor)

    assert (again.fassung.number, again.return_reason) == (first.number + 1, "")
    assert again.fassung.sha256 != first.sha256


@pytest.mark.parametrize("role", ["editor", "signatory", "reader", "auditor", "stranger"])
def test_the_answer_is_for_the_geschaeftsstelle(cycle, cast, role):
    report, somebody = submitted(cycle, cast), getattr(cast, role)

    with pytest.raises(PermissionDenied):
        berichte.accept(report=report, by=somebody)
    with pytest.raises(PermissionDenied):
        berichte.give_back(report=report, reason="Nein.", by=somebody)


def test_only_what_was_submitted_is_answered_and_only_once(cycle, cast):
    with pytest.raises(NotYet, match="liegt nichts zur Prüfung vor"):
        berichte.accept(report=report_of(cycle), by=cast.office)
    report = berichte.accept(report=submitted(cycle, cast), by=cast.office)
    with pytest.raises(NotYet, match="liegt nichts zur Prüfung vor"):
        berichte.give_back(report=report, reason="Zu spät.", by=cast.office)


def test_after_three_accepted_reports_the_phase_can_be_left(cycle, cast):
    for number in (1, 2, 3):
        accepted(report_of(cycle, number), cast.editor, cast.office)

    assert not cycle.tasks.exists()
    cycles.advance(run=cycle.open_run, by=cast.office)
    cycle.refresh_from_db()
    assert cycle.outcome == "completed"


def test_what_is_stored_as_tasks_is_what_the_gates_say_after_every_step(cycle, cast):
    def is_settled():
        stored = sorted((task.text, task.due_on) for task in cycle.tasks.all())
        return stored == sorted((task.text, task.due_on) for task in gates.fresh_tasks(cycle))

    report = fill(report_of(cycle), cast.editor)
    assert is_settled()
    berichte.submit(report=report, by=cast.editor)
    assert is_settled()
    berichte.give_back(report=report, reason="Bitte mehr.", by=cast.office)
    assert is_settled()
    berichte.submit(report=report, by=cast.editor)
    berichte.accept(report=report, by=cast.office)
    assert is_settled()


def test_reports_are_due_a_year_apart_from_the_first_day_of_validity(cycle):
    due = list(cycle.jahresberichte.values_list("due_on", flat=True))

    assert due == [
        clock.months_after(cycle.awards.get().valid_from, months) for months in (12, 24, 36)
    ]
    assert cycle.open_run.due_on == due[-1]
    assert due[0] - cycle.awards.get().valid_from >= dt.timedelta(days=365)
