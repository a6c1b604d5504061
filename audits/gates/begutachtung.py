from django.urls import reverse

from auditportal.verdict import WHEN, Reason, Verdict, unless
from audits.gates import level as levels
from audits.gates import way
from audits.models import PASSED, AuditCycle, Begutachtung, Berufung, Judgement, PhaseRun, Votum
from handlungsfelder.models import Gate, GateKind, Party, Right


def newest(cycle_id: int) -> Begutachtung | None:
    """The one that is judged now; earlier ones are signed off or were sent back."""
    return Begutachtung.objects.filter(cycle=cycle_id).order_by("pk").last()


def sealed_in(run: PhaseRun) -> Begutachtung | None:
    return Begutachtung.objects.filter(run=run).first()


def is_due(cycle: AuditCycle, latest: Begutachtung) -> bool:
    """Whether another dossier is to be submitted: after a Nachbesserung, or in a later phase."""
    if way.asks_now(cycle, GateKind.SUBMISSION):
        return latest.run_id != cycle.open_run.pk
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
    begutachtung = newest(run.cycle_id)
    signed = set(
        Votum.objects.filter(begutachtung=begutachtung, signed_at__isnull=False).values_list(
            "author_id", flat=True
        )
    )
    assessors = Berufung.objects.active().assessors().filter(cycle=run.cycle_id)
    verdict = Verdict()
    for berufung in assessors.select_related("user"):
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
    begutachtung = newest(run.cycle_id)
    passed = begutachtung is not None and begutachtung.judgement in PASSED
    link = reverse("audits:begutachtung_detail", args=[begutachtung.pk]) if begutachtung else ""
    return unless(passed, WHEN, "Die Begutachtung ist nicht freigegeben.", link=link)


def is_not_signed(paper: Votum | Begutachtung | None) -> Verdict:
    unsigned = paper is None or not paper.is_signed
    return unless(unsigned, WHEN, f"Bereits gezeichnet: {paper}.")


def can_be_signed(votum: Votum) -> Verdict:
    """A whole Votum has a judgement (and a level), a summary, a word on every Handlungsfeld."""
    said = set(votum.statements.exclude(text="").values_list("handlungsfeld", flat=True))
    fields = [feld for feld in votum.cycle.felder if feld.pk not in said]
    verdict = (
        unless(bool(votum.judgement), WHEN, "Ihr Votum nennt noch kein Ergebnis.")
        & levels.is_named(votum)
        & unless(bool(votum.summary), WHEN, "Die Zusammenfassung fehlt.")
    )
    for feld in fields:
        verdict &= unless(False, WHEN, f"Die Stellungnahme fehlt: {feld}.", subject=feld.name)
    return verdict


def only_the_sign_off_is_left(begutachtung: Begutachtung) -> Verdict:
    """Asked of the stored tasks: a Begutachtung is signed off where the phase asks for it, when
    nothing else is left to do, and never without a Votum."""
    tasks = list(begutachtung.cycle.tasks.select_related("gate"))
    rest = tuple(
        Reason(WHEN, task.text, subject=task.subject, link=task.link)
        for task in tasks
        if task.gate.kind != GateKind.SIGN_OFF
    )
    vota = [one for one in begutachtung.cycle.vota.all() if one.begutachtung_id == begutachtung.pk]
    return (
        unless(
            any(task.gate.kind == GateKind.SIGN_OFF for task in tasks),
            WHEN,
            f"In der jetzigen Phase nicht vorgesehen: {GateKind.SIGN_OFF.label}.",
        )
        & Verdict(rest)
        & unless(
            any(one.is_signed for one in vota), WHEN, "Es liegt noch kein gezeichnetes Votum vor."
        )
    )
