"""Submission seals the dossier; Vota are signed by their authors; somebody else signs it off."""

from decimal import Decimal

from django.urls import reverse

from auditportal import clock
from auditportal.action import happened
from auditportal.actions.versioned import overwrite
from auditportal.models import User
from auditportal.verdict import WHEN, Verdict, unless
from audits import gates, permissions
from audits.actions import action
from audits.actions import berufung as berufungen
from audits.actions import cycle as cycles
from audits.actions.fassung import keep
from audits.gates import begutachtung as judging
from audits.gates import level as levels
from audits.gates.beschluss import latest_agreement
from audits.models import (
    PASSED,
    WINDOW,
    AuditCycle,
    Begutachtung,
    CycleEventKind,
    FassungKind,
    Judgement,
    Statement,
    Votum,
)
from audits.papers import freezing
from audits.papers.dossier import DossierDraft
from handlungsfelder.models import GateKind, Party, Right

PROPOSED = [
    "proposed_judgement",
    "proposed_level",
    "proposed_reason",
    "proposed_at",
    "proposed_by",
]


def can_submit(user: User, cycle: AuditCycle) -> Verdict:
    run, closed = cycle.open_run, gates.closed_gates(cycle, GateKind.SUBMISSION)
    return (
        permissions.may_act_any(user, cycle, (Party.MAIN, Right.CHANGE), (Party.MAIN, Right.SIGN))
        & gates.is_demanded(cycle, GateKind.SUBMISSION)
        & permissions.with_own_links(user, cycle, closed)
        & unless(
            run is None or judging.sealed_in(run) is None,
            WHEN,
            "Die Unterlagen sind bereits eingereicht.",
        )
    )


def draft(cycle: AuditCycle) -> DossierDraft | None:
    """The dossier as it stands; None as long as no agreement is frozen."""
    agreement = latest_agreement(cycle)
    if agreement is None:
        return None
    people = _people(cycle)
    functions = [(key, function) for key, (_, function) in people.items()]
    content = freezing.dossier(cycle, agreement, functions)
    names = {key: name for key, (name, _) in people.items()}
    return DossierDraft(content, *freezing.canonical(content), names, agreement)


@action(CycleEventKind.SUBMITTED, settles_first=True)
def submit(*, cycle: AuditCycle, by: User, sha256: str = "") -> Begutachtung:
    """Seal everything that an assessor will see; nothing of it changes any more.

    `sha256` is what the submitter has checked: if it has become another, it is checked again.
    """
    sealed = draft(cycle)
    assert sealed is not None  # a phase with a submission comes after the agreement
    unless(
        sha256 in ("", sealed.sha256),
        WHEN,
        "Die Unterlagen haben sich geändert, seit Sie sie geprüft haben.",
        link=reverse("audits:submission_check", args=[cycle.pk]),
    ).require()
    dossier = keep(cycle, FassungKind.DOSSIER, sealed.text, sealed.sha256, by, sealed.names)
    begutachtung = cycle.begutachtungen.create(
        run=cycle.open_run,
        round=cycle.begutachtungen.in_force().count() + 1,
        entry_number=cycle.begutachtungen.filter(run=cycle.open_run).count() + 1,
        dossier=dossier,
        submitted_at=clock.now(),
        submitted_by=by,
    )
    berufungen.renew(cycle)
    happened("Unterlagen zur Begutachtung eingereicht.")
    return begutachtung


def _people(cycle: AuditCycle) -> dict[str, tuple[str, str]]:
    """Who accompanied, by their random keys."""
    return {
        str(row.user.key): (row.user.name, str(row.function))
        for row in cycle.berufungen.auditors().with_people()
    }


def can_save_votum(user: User, begutachtung: Begutachtung) -> Verdict:
    own = next((one for one in begutachtung.vota.all() if one.author_id == user.pk), None)
    return (
        permissions.may_judge(user, begutachtung.cycle)
        & gates.is_demanded(begutachtung.cycle, GateKind.VOTA)
        & judging.is_in_force(begutachtung)
        & judging.is_not_signed(begutachtung)
        & judging.is_not_signed(own)
    )


@action(CycleEventKind.VOTUM_SAVED, once=True)
def save_votum(
    *,
    begutachtung: Begutachtung,
    judgement: str,
    summary: str,
    statements: dict[int, str],
    version: int | None,
    by: User,
    level: str = "",
    figure: Decimal | None = None,
) -> Votum:
    """Write one's Votum, or rewrite it until it is signed; `statements` by Handlungsfeld id.

    `level` and its `figure` belong to a good judgement where the version knows levels.
    """
    cycle = begutachtung.cycle
    levels.fits(cycle.version, level, figure).require()
    votum = begutachtung.vota.filter(author=by).first()
    votum = votum or Votum(cycle=cycle, begutachtung=begutachtung, author=by)
    graded = {"level": level if judgement in PASSED else "", "figure": figure}
    overwrite(votum, version=version, by=by, judgement=judgement, summary=summary, **graded)
    _keep_statements(votum, statements)
    happened(f"{by} schreibt am Votum.")
    return votum


def _keep_statements(votum: Votum, statements: dict[int, str]) -> None:
    """All in one statement: a Votum is saved with every pause in typing."""
    felder = [feld for feld in votum.cycle.felder if feld.pk in statements]
    Statement.objects.bulk_create(
        [
            Statement(votum=votum, handlungsfeld=feld, cycle=votum.cycle, text=statements[feld.pk])
            for feld in felder
        ],
        update_conflicts=True,
        unique_fields=["votum", "handlungsfeld"],
        update_fields=["text"],
    )


def can_sign_votum(user: User, votum: Votum) -> Verdict:
    return (
        permissions.may_sign_votum(user, votum)
        & judging.is_in_force(votum.begutachtung)
        & judging.is_not_signed(votum)
        & judging.is_not_signed(votum.begutachtung)
        & judging.can_be_signed(votum)
    )


@action(CycleEventKind.VOTUM_SIGNED)
def sign_votum(*, votum: Votum, by: User) -> Votum:
    votum.signed_at = clock.now()
    votum.save(update_fields=["signed_at"])
    happened(f"{by} hat das Votum gezeichnet.")
    return votum


def can_propose_result(user: User, begutachtung: Begutachtung) -> Verdict:
    """As who signs off: one of them says it first, where two have to."""
    return (
        permissions.may_sign_off(user, begutachtung)
        & judging.is_in_force(begutachtung)
        & judging.is_not_signed(begutachtung)
        & permissions.with_own_links(
            user, begutachtung.cycle, judging.only_the_sign_off_is_left(begutachtung)
        )
    )


@action(CycleEventKind.RESULT_PROPOSED, settles_first=True)
def propose_result(
    *, begutachtung: Begutachtung, judgement: str, reason: str, by: User, level: str = ""
) -> Begutachtung:
    """The first of two: a result that is better than the worst Votum, and why."""
    unless(bool(reason.strip()), WHEN, "Zu diesem Ergebnis gehört eine Begründung.").require()
    begutachtung.proposed_judgement, begutachtung.proposed_reason = judgement, reason
    begutachtung.proposed_level = _level(begutachtung, judgement, level)
    begutachtung.proposed_at, begutachtung.proposed_by = clock.now(), by
    begutachtung.save(update_fields=PROPOSED)
    happened(f"Ergebnis vorgeschlagen: {Judgement(judgement).label}.")
    return begutachtung


def can_sign_off(
    user: User, begutachtung: Begutachtung, judgement: str = "", level: str = ""
) -> Verdict:
    """Where the result is better than the worst Votum, another person has proposed it."""
    verdict = can_propose_result(user, begutachtung)
    if not judgement or not verdict or not _takes_two(begutachtung, judgement, level):
        return verdict
    level = _level(begutachtung, judgement, level)
    return permissions.may_confirm_result(user, begutachtung) & judging.is_proposed(
        begutachtung, judgement, level
    )


def _takes_two(begutachtung: Begutachtung, judgement: str, level: str) -> bool:
    return judging.is_better(begutachtung, judgement, _level(begutachtung, judgement, level))


@action(CycleEventKind.SIGNED_OFF, settles_first=True)
def sign_off(
    *, begutachtung: Begutachtung, judgement: Judgement, reason: str, by: User, level: str = ""
) -> Begutachtung:
    """The second pair of eyes: the result, and with it what happens next.

    Without a `level` it is the one that all Vota stand for.
    """
    cycle = begutachtung.cycle
    if _takes_two(begutachtung, judgement, level):
        reason = reason or begutachtung.proposed_reason
    _is_whole(cycle, judgement, reason).require()
    begutachtung.judgement, begutachtung.reason = judgement, reason
    begutachtung.level = _level(begutachtung, judgement, level)
    begutachtung.signed_at, begutachtung.signed_by = clock.now(), by
    begutachtung.save(update_fields=["judgement", "level", "reason", "signed_at", "signed_by"])
    berufungen.open_window(cycle, WINDOW)
    if judgement == Judgement.REWORK:
        cycles.rework(cycle, by)
    elif judgement == Judgement.NEGATIVE:
        cycles.refuse(cycle, reason, by)
    happened(f"Begutachtung freigegeben: {Judgement(judgement).label}.")
    return begutachtung


def _level(begutachtung: Begutachtung, judgement: str, level: str) -> str:
    """None above what the Vota name, and none at all for what did not pass."""
    version, vota = begutachtung.cycle.version, begutachtung.vota.signed()
    if judgement not in PASSED or not version.levels:
        return ""
    level = level or levels.proposed(version, vota)
    unless(
        level in levels.allowed(version, vota), WHEN, "Diese Stufe nennt keines der Vota."
    ).require()
    return level


def _is_whole(cycle: AuditCycle, judgement: str, reason: str) -> Verdict:
    """Whatever is not simply positive says why; rework goes where the template names a phase."""
    run = cycle.open_run
    return unless(
        judgement == Judgement.POSITIVE or bool(reason),
        WHEN,
        "Zu diesem Ergebnis gehört eine Begründung.",
    ) & unless(
        judgement != Judgement.REWORK or (run is not None and bool(run.phase.rework_to)),
        WHEN,
        "Dieses Verfahren sieht keine Nachbesserung vor.",
    )
