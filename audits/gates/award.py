import datetime as dt

from django.urls import reverse

from auditportal import clock, notation
from auditportal.verdict import WHEN, About, Verdict, unless
from audits.gates import level as levels
from audits.models import PASSED, AuditCycle, Award, Begutachtung, PhaseRun
from handlungsfelder.models import Gate, GateKind, Party, Right, Word

AHEAD = 12  # months; a later beginning is a slip of the pen


def is_there(run: PhaseRun, gate: Gate) -> Verdict:
    awarded = Award.objects.in_run(run).exists()
    word = run.cycle.words[Word.CERTIFICATE]
    page = reverse("certificates:zertifikat_issue", args=[run.cycle_id])
    signs = About(party=Party.TRAEGER, right=Right.SIGN, link=page)
    return unless(awarded, WHEN, f"Noch nicht verliehen: {word}.", **signs)


def is_not_there(cycle: AuditCycle) -> Verdict:
    """Once for each run that asks for it; where a way asks twice, the later one replaces."""
    run = cycle.open_run
    asks = run and any(
        gate.phase_id == run.phase_id for gate in cycle.version.gates(GateKind.AWARD)
    )
    awarded = (cycle.awards.in_run(run) if asks else cycle.awards.all()).newest()
    return unless(awarded is None, WHEN, f"Bereits verliehen: {awarded}.")


def earned_by(cycle: AuditCycle) -> Begutachtung | None:
    """The judgement on which it rests, if its version asks for one at all."""
    return cycle.begutachtungen.newest()


def is_earned(cycle: AuditCycle) -> Verdict:
    """What the judgement says, also where nobody signs it off: then each signed Votum."""
    judged = earned_by(cycle)
    if judged is None:
        return Verdict()
    vota = [] if judged.is_signed else list(judged.vota.signed())
    found = [judged.judgement] if judged.is_signed else [votum.judgement for votum in vota]
    return unless(
        all(one in PASSED for one in found),
        WHEN,
        "Die Begutachtung ist nicht positiv ausgegangen.",
        link=judged.get_absolute_url(),
    )


def begins_well(cycle: AuditCycle, valid_from: dt.date) -> Verdict:
    """Not before it was earned, and not in another decade."""
    earned = earned_by(cycle)
    signed_on = clock.day_of(earned.signed_at) if earned and earned.signed_at else cycle.began_on
    latest = clock.months_after(clock.today(), AHEAD)
    return unless(
        valid_from >= signed_on,
        WHEN,
        f"Die Gültigkeit beginnt frühestens am Tag der Freigabe ({notation.day(signed_on)}).",
    ) & unless(
        valid_from <= latest, WHEN, f"Die Gültigkeit beginnt spätestens am {notation.day(latest)}."
    )


def level_of(cycle: AuditCycle) -> str:
    """The code of the level that the judgement named; "" where the version knows none."""
    earned = earned_by(cycle)
    return earned.level if earned else ""


def title_of(cycle: AuditCycle) -> str:
    """What the Urkunde says: the level's title if there are levels, with the name filled in."""
    title = levels.title(cycle.version, level_of(cycle)) or cycle.version.certificate_title
    return title.replace("{name}", cycle.title)
