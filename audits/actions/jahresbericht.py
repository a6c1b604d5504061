"""The yearly report: prefilled with last year's, submitted, accepted or given back."""

from auditportal import clock
from auditportal.action import happened
from auditportal.actions.versioned import overwrite
from auditportal.models import User
from auditportal.verdict import WHEN, Verdict, unless
from audits import gates, permissions
from audits.actions import action
from audits.actions.fassung import keep
from audits.facts.fact import Shown
from audits.facts.report_entry import REPORT_ENTRY
from audits.gates import jahresbericht as reporting
from audits.models import (
    CycleEventKind,
    FassungKind,
    Jahresbericht,
    Measure,
    Progress,
    ReportEntry,
    ReportState,
    entries_about,
)
from audits.papers import freezing
from handlungsfelder.models import Party, Right


def previous_entries(report: Jahresbericht) -> dict[int, ReportEntry]:
    """Last year's entries by measure, for comparison and to take over."""
    entries = ReportEntry.objects.filter(
        jahresbericht__cycle=report.cycle_id, jahresbericht__number=report.number - 1
    )
    return {entry.measure_id: entry for entry in entries}


def can_write(user: User, report: Jahresbericht) -> Verdict:
    return permissions.may_act_any(
        user, report.cycle, (Party.MAIN, Right.CHANGE), (Party.PARTNER, Right.CHANGE)
    ) & _is_open(report)


def _is_open(report: Jahresbericht) -> Verdict:
    return (
        gates.is_still_open(report.run) & reporting.is_editable(report) & reporting.is_next(report)
    )


@action(CycleEventKind.ENTRY_SAVED, asks=can_write, once=True)
def save_entry(
    *,
    report: Jahresbericht,
    measure: Measure,
    progress: Progress,
    text: str,
    version: int | None,
    by: User,
    **more: object,
) -> ReportEntry:
    """What happened to one measure, over exactly the version that was read; `more` are facts that
    need no reason."""
    reporting.has_its_reason(progress, text).require()
    entry = entries_about.one(report=report.pk, measure=measure.pk)
    entry = entry or ReportEntry(cycle=report.cycle, jahresbericht=report, measure=measure)
    overwrite(entry, version=version, by=by, progress=progress, text=text, **more)
    happened(f"Bearbeitet: {report}.")
    return entry


@action(CycleEventKind.CARRIED_OVER, asks=can_write)
def carry_over(*, report: Jahresbericht, by: User) -> Jahresbericht:
    """Every measure without an entry keeps last year's state and text ("unverändert")."""
    before, now = previous_entries(report), clock.now()
    missing = list(report.cycle.measures.agreed().silent_in(report))
    unless(bool(missing), WHEN, "Zu jeder Maßnahme gibt es schon einen Eintrag.").require()
    ReportEntry.objects.bulk_create(
        ReportEntry(
            cycle=report.cycle,
            jahresbericht=report,
            measure=measure,
            **_as_before(before.get(measure.pk)),
            version=1,
            saved_at=now,
            saved_by=by,
        )
        for measure in missing
    )
    how = "unverändert übernommen" if before else f"als „{Progress.PLANNED.label}“ eingetragen"
    happened(f"Übrige Maßnahmen {how}: {report}.")
    return report


def _as_before(entry: ReportEntry | None) -> dict:
    if entry is None:
        return {"progress": Progress.PLANNED}
    return {one.name: getattr(entry, one.name) for one in REPORT_ENTRY.columns(Shown.FORM)}


@action(CycleEventKind.SUMMARY_SAVED, asks=can_write, once=True)
def save_summary(
    *, report: Jahresbericht, summary: str, version: int | None, by: User
) -> Jahresbericht:
    overwrite(report, version=version, by=by, summary=summary)
    happened(f"Bearbeitet: {report}.")
    return report


def can_submit(user: User, report: Jahresbericht) -> Verdict:
    """Who contributes writes with; what is handed in is the participants' own."""
    who = permissions.may_act(user, report.cycle, Party.MAIN, Right.CHANGE)
    return who & _is_open(report) & reporting.is_whole(report)


@action(CycleEventKind.REPORT_SUBMITTED)
def submit(*, report: Jahresbericht, by: User) -> Jahresbericht:
    """Freeze the report and hand it to the Träger."""
    content, sha = freezing.canonical(freezing.report(report))
    report.fassung = keep(report.cycle, FassungKind.REPORT, content, sha, by)
    report.state, report.return_reason = ReportState.SUBMITTED, ""
    report.submitted_at, report.submitted_by = clock.now(), by
    report.save()
    happened(f"Eingereicht: {report}.")
    return report


def can_decide(user: User, report: Jahresbericht) -> Verdict:
    return permissions.may_act(
        user, report.cycle, Party.TRAEGER, Right.RUN
    ) & reporting.is_submitted(report)


@action(CycleEventKind.REPORT_ACCEPTED, asks=can_decide)
def accept(*, report: Jahresbericht, by: User) -> Jahresbericht:
    report.state = ReportState.ACCEPTED
    report.decided_at, report.decided_by = clock.now(), by
    report.save()
    happened(f"Angenommen: {report}.")
    return report


@action(CycleEventKind.REPORT_RETURNED, asks=can_decide)
def give_back(*, report: Jahresbericht, reason: str, by: User) -> Jahresbericht:
    """Ask for more; the participants see the reason and submit again."""
    unless(bool(reason.strip()), WHEN, "Nennen Sie den Grund der Rückgabe.").require()
    report.state, report.return_reason = ReportState.RETURNED, reason
    report.decided_at, report.decided_by = clock.now(), by
    report.save()
    happened(f"Rückfrage zu: {report}. {reason}")
    return report
