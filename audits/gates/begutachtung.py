from collections.abc import Iterable

from django.urls import reverse

from auditportal.verdict import WHEN, Verdict, because, unless
from audits.gates import level as levels
from audits.gates import way
from audits.models import (
    FROM_THE_BEST,
    PASSED,
    AuditCycle,
    Begutachtung,
    Judgement,
    PhaseRun,
    Votum,
)
from handlungsfelder.models import Gate, GateKind, Party, Right


def sealed_in(run: PhaseRun) -> Begutachtung | None:
    return Begutachtung.objects.in_run(run).in_force().first()


def is_due(cycle: AuditCycle, latest: Begutachtung) -> bool:
    """Whether another dossier is to be submitted: after a Nachbesserung, or in a later phase."""
    if way.asks_now(cycle, GateKind.SUBMISSION):
        return not cycle.open_run.covers(latest.run_id)
    return latest.judgement == Judgement.REWORK


def is_submitted(run: PhaseRun, gate: Gate) -> Verdict:
    return unless(
        sealed_in(run) is not None,
        WHEN,
        "Die Unterlagen sind noch nicht eingereicht.",
        link=reverse("audits:submission_check", args=[run.cycle_id]),
    )


def vota_are_signed(run: PhaseRun, gate: Gate) -> Verdict:
    """Every assessor has signed a Votum on this round; without assessors there is none."""
    begutachtung = run.cycle.begutachtungen.newest()
    signed = set(begutachtung.vota.signed().author_ids()) if begutachtung else set()
    verdict = Verdict()
    for berufung in run.cycle.berufungen.active().assessors().with_people():
        verdict &= unless(
            berufung.user_id in signed,
            WHEN,
            "Ein Votum ist noch nicht gezeichnet.",
            subject=berufung.user.name,
            link=reverse("audits:votum_write", args=[begutachtung.pk]) if begutachtung else "",
            party=Party.ASSESSOR,
            right=Right.REVIEW,
            assignee=berufung.user_id,
            waits_for="" if berufung.declared_at else "Zuerst fehlt die Erklärung.",
        )
    return verdict & unless(
        bool(signed) or bool(verdict.reasons),
        WHEN,
        "Es liegt noch kein Votum vor.",
        waits_for="Zuerst wird die Begutachtung besetzt.",
    )


def is_signed_off(run: PhaseRun, gate: Gate) -> Verdict:
    begutachtung = run.cycle.begutachtungen.newest()
    passed = begutachtung is not None and begutachtung.judgement in PASSED
    link = reverse("audits:begutachtung_detail", args=[begutachtung.pk]) if begutachtung else ""
    return unless(passed, WHEN, "Die Begutachtung ist nicht freigegeben.", link=link)


def is_in_force(begutachtung: Begutachtung) -> Verdict:
    """A submission that was taken back is judged no more."""
    return unless(
        not hasattr(begutachtung, "berichtigung"),
        WHEN,
        "Diese Einreichung wurde zurückgenommen.",
    )


def is_not_signed(paper: Votum | Begutachtung | None) -> Verdict:
    unsigned = paper is None or not paper.is_signed
    return unless(unsigned, WHEN, f"Bereits gezeichnet: {paper}.")


def can_be_signed(votum: Votum) -> Verdict:
    """A whole Votum has a judgement (and a level), a summary, a word on every Handlungsfeld."""
    written = set(votum.statements.written().feld_ids())
    missing = [feld for feld in votum.cycle.felder if feld.pk not in written]
    verdict = (
        unless(bool(votum.judgement), WHEN, "Ihr Votum nennt noch kein Ergebnis.")
        & levels.is_named(votum)
        & unless(bool(votum.summary), WHEN, "Die Zusammenfassung fehlt.")
    )
    for feld in missing:
        verdict &= because(WHEN, f"Die Stellungnahme fehlt: {feld}.", subject=feld.name)
    return verdict


def only_the_sign_off_is_left(begutachtung: Begutachtung) -> Verdict:
    """Asked of the stored tasks: a Begutachtung is signed off where the phase asks for it, when
    nothing else is left to do, and never without a Votum."""
    tasks = list(begutachtung.cycle.tasks.with_kind())
    rest = tuple(task.reason for task in tasks if task.kind != GateKind.SIGN_OFF)
    return (
        unless(
            any(task.kind == GateKind.SIGN_OFF for task in tasks),
            WHEN,
            f"In der jetzigen Phase nicht vorgesehen: {GateKind.SIGN_OFF.act}.",
        )
        & Verdict(rest)
        & unless(
            any(votum.is_signed for votum in begutachtung.vota_of_cycle),
            WHEN,
            "Es liegt noch kein gezeichnetes Votum vor.",
        )
    )


def worst_of(vota: Iterable[Votum]) -> str:
    """What the signed Vota say without anybody weighing them."""
    said = [votum.judgement for votum in vota if votum.is_signed]
    return max(said, key=FROM_THE_BEST.index, default="")


def is_better(begutachtung: Begutachtung, judgement: str, level: str = "") -> bool:
    """Whether a result is better than the worst Votum: then it takes a reason and two persons."""
    vota = list(begutachtung.vota.all())
    worst = worst_of(vota)
    if not worst:
        return False
    above = levels.is_above(begutachtung.cycle.version, vota, level)
    return above or FROM_THE_BEST.index(judgement) < FROM_THE_BEST.index(worst)


def is_proposed(begutachtung: Begutachtung, judgement: str, level: str) -> Verdict:
    """Where two have to say so, one has proposed exactly this."""
    proposed = (begutachtung.proposed_judgement, begutachtung.proposed_level)
    return unless(
        begutachtung.is_proposed and proposed == (judgement, level),
        WHEN,
        "Das Ergebnis ist besser als ein Votum: Eine Person schlägt es mit Begründung vor, eine "
        "zweite gibt es frei.",
    )
