from collections.abc import Iterable

from auditportal.notation import counted
from auditportal.verdict import WHEN, Verdict, because, unless
from audits.models import (
    NEEDS_REASON,
    Jahresbericht,
    Measure,
    PhaseRun,
    Progress,
    ReportState,
    reports_of,
    unaccepted_reports,
)
from handlungsfelder.models import Gate, Party, Right, Word


def are_accepted(run: PhaseRun, gate: Gate) -> Verdict:
    """Each report of the run: the participants write it, the Träger accepts it."""
    verdict = Verdict()
    before = ""
    for report in _unaccepted(run):
        name = f"{run.cycle.words[Word.REPORT]} {report.number}"
        verdict &= _what_is_missing(report, name, f"Zuerst: {before}." if before else "")
        before = before or name
    return verdict


def _unaccepted(run: PhaseRun) -> Iterable[Jahresbericht]:
    """Also those of a run that this one continues."""
    if run.continues_id:
        return Jahresbericht.objects.in_run(run).unaccepted().in_order()
    return unaccepted_reports(run=run.pk)


def _what_is_missing(report: Jahresbericht, name: str, waits_for: str) -> Verdict:
    about = {
        "subject": name,
        "link": report.get_absolute_url(),
        "due_on": report.due_on,
        "waits_for": waits_for,
    }
    if report.state == ReportState.SUBMITTED:
        return because(WHEN, f"Prüfen: {name}.", party=Party.TRAEGER, right=Right.RUN, **about)
    if report.state == ReportState.RETURNED:
        return because(WHEN, f"Überarbeiten: {name}.", **about)
    return because(WHEN, f"Schreiben und einreichen: {name}.", **about)


def is_editable(report: Jahresbericht) -> Verdict:
    return unless(
        report.is_editable, WHEN, f"Bereits {report.get_state_display().lower()}: {report}."
    )


def is_next(report: Jahresbericht) -> Verdict:
    """Reports come in their order: each is compared with the one before."""
    waiting = next(
        (
            other
            for other in reports_of(report.cycle)
            if other.number < report.number and other.state != ReportState.ACCEPTED
        ),
        None,
    )
    return unless(waiting is None, WHEN, f"Zuerst ist an der Reihe: {waiting}.")


def has_its_reason(progress: str, text: str) -> Verdict:
    """Whatever does not simply go on needs one."""
    label = Progress(progress).label
    return unless(
        progress not in NEEDS_REASON or bool(text.strip()),
        WHEN,
        f"Nennen Sie den Grund für „{label}“.",
    )


def is_whole(report: Jahresbericht) -> Verdict:
    """Every measure has its entry."""
    count = Measure.objects.of(report.cycle_id).agreed().silent_in(report).count()
    return unless(
        count == 0, WHEN, f"Noch ohne Eintrag: {counted(count, 'Maßnahme', 'Maßnahmen')}."
    )


def is_submitted(report: Jahresbericht) -> Verdict:
    return unless(report.state == ReportState.SUBMITTED, WHEN, "Es liegt nichts zur Prüfung vor.")
