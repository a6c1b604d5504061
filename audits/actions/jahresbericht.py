"""The yearly report: prefilled with last year's, submitted, accepted or given back."""

from auditportal import clock
from auditportal.models import User
from auditportal.question import question
from auditportal.transaction import action
from auditportal.verdict import WHEN, Overtaken, Verdict, unless
from audits import gates, permissions
from audits.actions.fassung import keep
from audits.actions.text import overwrite
from audits.gates import jahresbericht as reporting
from audits.history import record, record_once
from audits.models import (
    AuditCycle,
    FassungKind,
    Jahresbericht,
    Measure,
    Progress,
    ReportEntry,
    ReportState,
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
    return (
        permissions.may_act_any(
            user, report.cycle, (Party.MAIN, Right.CHANGE), (Party.PARTNER, Right.CHANGE)
        )
        & gates.is_still_open(report.run)
        & reporting.is_editable(report)
        & reporting.is_next(report)
    )


def can_save_entry(user: User, report: Jahresbericht) -> Verdict:
    return can_write(user, report)


@action
def save_entry(
    *,
    report: Jahresbericht,
    measure: Measure,
    progress: Progress,
    text: str,
    version: int | None,
    by: User,
) -> ReportEntry:
    """What happened to one measure, over exactly the version that was read."""
    cycle = AuditCycle.objects.locked(report)
    report = cycle.fresh(report, "run")
    can_save_entry(by, report).require()
    reporting.has_its_reason(progress, text).require()
    entry = stored_entry.one(report=report.pk, measure=measure.pk)
    entry = entry or ReportEntry(cycle=cycle, jahresbericht=report, measure=measure)
    overwrite(entry, version=version, by=by, progress=progress, text=text)
    gates.settle(cycle)
    record_once(cycle=cycle, kind="entry_saved", text=f"Bearbeitet: {report}.", by=by)
    return entry


@question
def stored_entry(report: int, measure: int):
    return ReportEntry.objects.filter(jahresbericht=report, measure=measure)


def can_carry_over(user: User, report: Jahresbericht) -> Verdict:
    return can_write(user, report)


@action
def carry_over(*, report: Jahresbericht, by: User) -> Jahresbericht:
    """Every measure without an entry keeps last year's state and text ("unverändert")."""
    cycle = AuditCycle.objects.locked(report)
    report = cycle.fresh(report, "run")
    can_carry_over(by, report).require()
    before, now = previous_entries(report), clock.now()
    missing = list(cycle.measures.agreed().exclude(pk__in=report.entries.values("measure")))
    unless(bool(missing), WHEN, "Zu jeder Maßnahme gibt es schon einen Eintrag.").require()
    ReportEntry.objects.bulk_create(
        ReportEntry(
            cycle=cycle,
            jahresbericht=report,
            measure=measure,
            progress=before[measure.pk].progress if measure.pk in before else Progress.PLANNED,
            text=before[measure.pk].text if measure.pk in before else "",
            version=1,
            saved_at=now,
            saved_by=by,
        )
        for measure in missing
    )
    gates.settle(cycle)
    text = f"Übrige Maßnahmen unverändert übernommen: {report}."
    record(cycle=cycle, kind="carried_over", text=text, by=by)
    return report


def can_save_summary(user: User, report: Jahresbericht) -> Verdict:
    return can_write(user, report)


@action
def save_summary(
    *, report: Jahresbericht, summary: str, version: int | None, by: User
) -> Jahresbericht:
    cycle = AuditCycle.objects.locked(report)
    report = cycle.fresh(report, "run")
    can_save_summary(by, report).require()
    if version is not None and report.version != version:
        raise Overtaken(report)
    report.summary, report.version = summary, report.version + 1
    report.save(update_fields=["summary", "version"])
    cycle.forget("reports")
    gates.settle(cycle)
    record_once(cycle=cycle, kind="summary_saved", text=f"Bearbeitet: {report}.", by=by)
    return report


def can_submit(user: User, report: Jahresbericht) -> Verdict:
    return can_write(user, report) & reporting.is_whole(report)


@action
def submit(*, report: Jahresbericht, by: User) -> Jahresbericht:
    """Freeze the report and hand it to the Träger."""
    cycle = AuditCycle.objects.locked(report)
    report = cycle.fresh(report, "run")
    can_submit(by, report).require()
    content, sha = freezing.canonical(freezing.report(report))
    report.fassung = keep(cycle, FassungKind.REPORT, content, sha, by)
    report.state, report.return_reason = ReportState.SUBMITTED, ""
    report.submitted_at, report.submitted_by = clock.now(), by
    report.save()
    cycle.forget("reports")
    gates.settle(cycle)
    record(cycle=cycle, kind="report_submitted", text=f"Eingereicht: {report}.", by=by)
    return report


def can_decide(user: User, report: Jahresbericht) -> Verdict:
    return permissions.may_act(
        user, report.cycle, Party.TRAEGER, Right.RUN
    ) & reporting.is_submitted(report)


def can_accept(user: User, report: Jahresbericht) -> Verdict:
    return can_decide(user, report)


@action
def accept(*, report: Jahresbericht, by: User) -> Jahresbericht:
    cycle = AuditCycle.objects.locked(report)
    report = cycle.fresh(report, "run")
    can_accept(by, report).require()
    report.state = ReportState.ACCEPTED
    report.decided_at, report.decided_by = clock.now(), by
    report.save()
    cycle.forget("reports")
    gates.settle(cycle)
    record(cycle=cycle, kind="report_accepted", text=f"Angenommen: {report}.", by=by)
    return report


def can_give_back(user: User, report: Jahresbericht) -> Verdict:
    return can_decide(user, report)


@action
def give_back(*, report: Jahresbericht, reason: str, by: User) -> Jahresbericht:
    """Ask for more; the participants see the reason and submit again."""
    cycle = AuditCycle.objects.locked(report)
    report = cycle.fresh(report, "run")
    can_give_back(by, report).require()
    unless(bool(reason.strip()), WHEN, "Nennen Sie den Grund der Rückgabe.").require()
    report.state, report.return_reason = ReportState.RETURNED, reason
    report.decided_at, report.decided_by = clock.now(), by
    report.save()
    cycle.forget("reports")
    gates.settle(cycle)
    record(cycle=cycle, kind="report_returned", text=f"Rückfrage zu: {report}. {reason}", by=by)
    return report
