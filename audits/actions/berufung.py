"""Whom the Träger sends into a cycle, and what these people declare before they see more."""

import datetime as dt
from dataclasses import dataclass

from auditportal import clock
from auditportal.action import happened, part
from auditportal.models import Mitgliedschaft, User, sort_key
from auditportal.permissions import grant, revoke
from auditportal.verdict import WHEN, WHO, Verdict, unless
from audits import gates, permissions
from audits.actions import action
from audits.models import (
    AuditCycle,
    Berufung,
    BerufungFunction,
    CycleEventKind,
    binding,
    people_of_partners,
)
from handlungsfelder.models import GateKind, Party, Right

FUNCTION_RIGHTS: dict[str, Right] = {
    BerufungFunction.AUDITOR: Right.ACCOMPANY,
    BerufungFunction.ASSESSOR: Right.REVIEW,
}
WINDOW_IS_OVER = "Die Frist der Einsicht ist abgelaufen."


def can_appoint(user: User, cycle: AuditCycle) -> Verdict:
    who = permissions.may_act(user, cycle, Party.TRAEGER, Right.RUN)
    return who & gates.is_running(cycle)


def can_appoint_as(user: User, cycle: AuditCycle, function: str) -> Verdict:
    """Whether anybody can still be sent in this function; a companion always, while it runs."""
    if function != BerufungFunction.ASSESSOR:
        return can_appoint(user, cycle)
    return can_appoint(user, cycle) & gates.is_ahead(
        cycle, GateKind.APPOINTED, function=str(function)
    )


@action(CycleEventKind.APPOINTED, asks=can_appoint_as)
def appoint(*, cycle: AuditCycle, user: User, function: BerufungFunction, by: User) -> Berufung:
    """Send a person into the cycle in one function; never two, never into one's own cause."""
    is_independent(user, cycle, function).require()
    _is_another(user, function, by).require()
    berufung = Berufung.objects.create(
        cycle=cycle, user=user, function=function, appointed_on=clock.today(), appointed_by=by
    )
    grant(user=user, right=FUNCTION_RIGHTS[function], obj=cycle)
    label = cycle.version.party_label(function)
    happened(f"Berufen als {label}: {user}.")
    return berufung


def _is_another(user: User, function: str, by: User) -> Verdict:
    return unless(
        user != by or function != BerufungFunction.ASSESSOR,
        WHO,
        "Zur Begutachtung beruft sich niemand selbst.",
    )


@dataclass(frozen=True)
class Candidate:
    """Somebody of the pool, as far as a list shows it; who `is_bound` elsewhere judges nothing."""

    pk: int
    name: str
    organisation: str
    is_bound: bool

    def suits(self, function: str) -> Verdict:
        return _is_unbound(self.name, function, self.is_bound)


def candidates(cycle: AuditCycle) -> list[Candidate]:
    """The people of its Träger's partners, by name; each once, and nobody of its own parties."""
    pool = people_of_partners(owner=cycle.owner_id, cycle=cycle.pk)
    people = {row[0]: Candidate(*row) for row in pool}
    return sorted(people.values(), key=lambda one: (sort_key(one.name), one.pk))


def is_independent(user: User, cycle: AuditCycle, function: str) -> Verdict:
    """Nobody judges or accompanies an organisation of one's own; who judges is bound nowhere."""
    open_ones = Mitgliedschaft.objects.open().filter(user=user)
    members = open_ones.filter(organisation__in=cycle.parties.organisations())
    leads = open_ones.signing().filter(organisation=cycle.owner_id)
    judges = function == BerufungFunction.ASSESSOR
    return (
        unless(not members.exists(), WHEN, f"{user} gehört zu einer beteiligten Organisation.")
        & unless(
            not (judges and leads.exists()),
            WHEN,
            f"{user} leitet den Träger und begutachtet deshalb nicht.",
        )
        & _is_unbound(str(user), function, _is_bound(user, cycle) if judges else False)
        & is_free(user, cycle, function)
    )


def _is_bound(user: User, cycle: AuditCycle) -> bool:
    """Apart from what has a sentence of its own."""
    elsewhere = binding(cycle.owner_id).exclude(organisation=cycle.owner_id)
    return (
        elsewhere.exclude(organisation__in=cycle.parties.organisations()).filter(user=user).exists()
    )


def _is_unbound(name: str, function: str, is_bound: bool) -> Verdict:
    """Where else somebody works is nobody's business here."""
    return unless(
        not is_bound or function != BerufungFunction.ASSESSOR,
        WHEN,
        f"{name} kommt für die Begutachtung nicht in Frage.",
    )


def is_free(user: User, cycle: AuditCycle, function: str) -> Verdict:
    """Not here already, and never first companion, then judge; no query if the cycle has
    prefetched its Berufungen."""
    past = [one for one in cycle.berufungen.all() if one.user_id == user.pk]
    accompanied = function == BerufungFunction.ASSESSOR and any(
        one.function == BerufungFunction.AUDITOR for one in past
    )
    return unless(
        not any(one.is_active for one in past), WHEN, f"{user} ist hier schon berufen."
    ) & unless(not accompanied, WHEN, f"{user} hat begleitet und begutachtet deshalb nicht.")


def can_declare(user: User, berufung: Berufung) -> Verdict:
    return permissions.may_declare(user, berufung) & unless(
        berufung.is_active and berufung.declared_at is None,
        WHEN,
        "Diese Erklärung liegt schon vor.",
    )


@action(CycleEventKind.DECLARED)
def declare(*, berufung: Berufung, by: User) -> Berufung:
    """An assessor declares to have no conflict of interest; only then the dossier opens."""
    berufung.declared_at = clock.now()
    berufung.save(update_fields=["declared_at"])
    happened(f"{by} hat erklärt, nicht befangen zu sein.")
    return berufung


def can_step_back(user: User, berufung: Berufung) -> Verdict:
    """Before the declaration and after it, until the own Votum is signed."""
    signed = berufung.cycle.vota.signed().filter(author=user)
    now = signed.filter(begutachtung__signed_at__isnull=True)
    return (
        permissions.may_declare(user, berufung)
        & unless(berufung.is_active, WHEN, "Diese Berufung ist schon beendet.")
        & unless(
            not now.exists(),
            WHEN,
            "Ihr Votum ist gezeichnet. Sagen Sie der Geschäftsstelle, was dagegen spricht.",
        )
    )


@action(CycleEventKind.STEPPED_BACK)
def step_back(*, berufung: Berufung, reason: str, by: User) -> Berufung:
    """An assessor leaves; the Träger, who alone reads why, appoints another."""
    unless(bool(reason.strip()), WHEN, "Nennen Sie kurz den Grund.").require()
    _end(berufung, reason)
    happened(f"{by} tritt von der Begutachtung zurück.")
    return berufung


def can_dismiss(user: User, berufung: Berufung) -> Verdict:
    return permissions.may_act(user, berufung.cycle, Party.TRAEGER, Right.RUN) & unless(
        berufung.is_active, WHEN, "Diese Berufung ist schon beendet."
    )


@action(CycleEventKind.DISMISSED)
def dismiss(*, berufung: Berufung, reason: str, by: User) -> Berufung:
    """The Träger ends an appointment; why is read by its own people alone."""
    _end(berufung, reason)
    happened(f"Berufung beendet: {berufung.user}.")
    return berufung


def can_close(user: User | None, berufung: Berufung) -> Verdict:
    passed = berufung.reads_until is not None and berufung.reads_until < clock.today()
    return unless(user is None, WHO, "Das schließt das Portal selbst.") & unless(
        berufung.is_active and passed, WHEN, "Die Einsicht ist noch offen."
    )


@action(CycleEventKind.CLOSED)
def close(*, berufung: Berufung, by: User | None) -> Berufung:
    """After the window the sight of an assessor ends by itself."""
    _end(berufung, WINDOW_IS_OVER)
    happened(f"Einsicht beendet: {berufung.user}.")
    return berufung


def _end(berufung: Berufung, reason: str) -> None:
    berufung.ended_on, berufung.end_reason = clock.today(), reason
    berufung.save(update_fields=["ended_on", "end_reason"])
    revoke(user=berufung.user, right=FUNCTION_RIGHTS[berufung.function], obj=berufung.cycle)


@part
def open_window(cycle: AuditCycle, days: dt.timedelta) -> None:
    """From the sign-off on assessors read for so long and no longer."""
    cycle.berufungen.active().assessors().update(reads_until=clock.today() + days)


@part
def renew(cycle: AuditCycle) -> None:
    """A new dossier for those who still read: they judge it too.

    Whoever's window has passed is closed at once, so that no gate waits for them.
    """
    today = clock.today()
    for berufung in cycle.berufungen.expired(today).assessors().select_related("user"):
        _end(berufung, WINDOW_IS_OVER)
    cycle.berufungen.reading(today).assessors().update(reads_until=None)
