import datetime as dt

from auditportal import clock
from auditportal.verdict import WHEN, Verdict, unless
from audits.gates import begutachtung as judging
from audits.models import AuditCycle, Award, Begutachtung, PhaseRun
from handlungsfelder.models import Gate, Word

AHEAD = 12  # months; a later beginning is a slip of the pen


def is_there(run: PhaseRun, gate: Gate) -> Verdict:
    awarded = Award.objects.filter(cycle=run.cycle_id).exists()
    word = run.cycle.words[Word.CERTIFICATE]
    return unless(awarded, WHEN, f"Noch nicht verliehen: {word}.")


def is_not_there(cycle: AuditCycle) -> Verdict:
    awarded = Award.objects.filter(cycle=cycle).first()
    return unless(awarded is None, WHEN, f"Bereits verliehen: {awarded}.")


def earned_by(cycle: AuditCycle) -> Begutachtung | None:
    """The judgement on which it rests: this round's, or the newest there is."""
    run = cycle.open_run
    return (run and judging.of_round(run)) or cycle.begutachtungen.order_by("round").last()


def begins_well(cycle: AuditCycle, valid_from: dt.date) -> Verdict:
    """Not before it was earned, and not in another decade."""
    earned = earned_by(cycle)
    signed_on = clock.day_of(earned.signed_at) if earned and earned.signed_at else dt.date.max
    latest = clock.months_after(clock.today(), AHEAD)
    return unless(
        valid_from >= signed_on,
        WHEN,
        f"Die Gültigkeit beginnt frühestens am Tag der Freigabe ({signed_on:%d.%m.%Y}).",
    ) & unless(
        valid_from <= latest, WHEN, f"Die Gültigkeit beginnt spätestens am {latest:%d.%m.%Y}."
    )
