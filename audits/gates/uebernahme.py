"""What a cycle has taken over from an earlier one, until it is decided what becomes of it."""

from collections import Counter

from django.urls import reverse

from auditportal.verdict import WHEN, Verdict, unless
from audits.models import Goal, Mark, Measure, PhaseRun
from handlungsfelder.models import Gate


def is_balanced(run: PhaseRun, gate: Gate) -> Verdict:
    """Every goal and measure that was taken over is bilanziert or fortgeführt."""
    felder = run.cycle.felder
    waiting = Counter(run.cycle.goals.unweighed().feld_ids())
    waiting.update(run.cycle.measures.unweighed().feld_ids())
    link = reverse("audits:bilanz", args=[run.cycle_id])
    verdict = Verdict()
    for feld in felder:
        verdict &= unless(
            not waiting[feld.pk],
            WHEN,
            f"Bilanz ziehen: noch {waiting[feld.pk]} offen in „{feld}“.",
            subject=feld.name,
            link=f"{link}#{feld.code}",
        )
    return verdict


def is_inherited(row: Goal | Measure) -> Verdict:
    return unless(row.mark != Mark.NEW, WHEN, f"„{row}“ ist neu: Es gibt nichts zu bilanzieren.")


def goes_on(goal: Goal) -> Verdict:
    """Nothing is added to what stays as a record only."""
    return unless(
        goal.mark != Mark.BALANCED,
        WHEN,
        f"Das Ziel „{goal}“ ist bilanziert und bleibt, wie es ist.",
    )


def is_on_record(row: Goal | Measure) -> bool:
    """Whether a report or another cycle tells about it: then it cannot simply vanish."""
    if row.origin_id or row.successors.exists():
        return True
    if isinstance(row, Measure):
        return row.report_entries.exists()
    return row.measures.reported().exists()
