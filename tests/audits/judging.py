"""A Begutachtung on its way: submitted, written, signed, by the actions."""

from audits.actions import begutachtung as begutachtungen
from audits.actions import cycle as cycles
from audits.models import AuditCycle, Begutachtung, Judgement, Votum
from tests.factories.audits import Cast


def fresh(cycle: AuditCycle) -> AuditCycle:
    return AuditCycle.objects.select_related("version__verfahren").get(pk=cycle.pk)


def submitted(cycle: AuditCycle, cast: Cast) -> Begutachtung:
    """Sealed by the participants, and on to the phase in which it is judged."""
    begutachtung = begutachtungen.submit(cycle=cycle, by=cast.editor)
    cycles.advance(run=cycle.open_run, by=cast.editor)
    return begutachtung


def written(begutachtung: Begutachtung, by, judgement=Judgement.POSITIVE, version=None) -> Votum:
    felder = begutachtung.cycle.felder
    return begutachtungen.save_votum(
        begutachtung=begutachtung,
        judgement=judgement,
        summary="Eine runde Sache.",
        statements={feld.pk: f"Zu {feld}: gut." for feld in felder},
        version=version,
        by=by,
    )


def signed(begutachtung: Begutachtung, by, judgement=Judgement.POSITIVE) -> Votum:
    votum = written(begutachtung, by, judgement)
    return begutachtungen.sign_votum(votum=votum, by=by)


def judged(begutachtung: Begutachtung, cast: Cast) -> Begutachtung:
    """Both Vota are signed; only the sign-off is missing."""
    for assessor in cast.assessors:
        signed(begutachtung, assessor)
    return begutachtung


def signed_off(begutachtung: Begutachtung, judgement: Judgement, by) -> Begutachtung:
    return begutachtungen.sign_off(
        begutachtung=begutachtung, judgement=judgement, reason="Weil es so ist.", by=by
    )
