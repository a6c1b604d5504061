"""Who may do what to a cycle: the acting party, and the right that a person holds there."""

from collections.abc import Iterable
from dataclasses import replace

from django.urls import reverse

from auditportal import clock, notation
from auditportal.models import User
from auditportal.permissions import holds
from auditportal.verdict import WHO, Reason, Verdict, because, unless
from audits.models import (
    AuditCycle,
    Begutachtung,
    Berufung,
    BerufungFunction,
    Reach,
    Task,
    Votum,
)
from handlungsfelder.models import Party, Right


def rights_on(user: User, cycle: AuditCycle) -> set[tuple[str, str]]:
    """Every (party, right) of this person here."""
    owner = user.rights.by_organisation.get(cycle.owner_id, ())
    reached = Reach.of(user).pairs.get(cycle.pk, ())
    return {*reached, *((Party.TRAEGER.value, right) for right in owner)}


def may_act(user: User, cycle: AuditCycle, party: str, right: str) -> Verdict:
    """Whether this person holds the right with the party whose turn it is."""
    label = cycle.version.party_label(party, right)
    return unless(
        (str(party), str(right)) in rights_on(user, cycle),
        WHO,
        f"Hier handelt: {label} (Recht: {Right(right).label}).",
    )


def may_act_any(user: User, cycle: AuditCycle, *pairs: tuple[str, str]) -> Verdict:
    """Whether one of these pairs of party and right is this person's."""
    held = rights_on(user, cycle)
    labels = " oder ".join(dict.fromkeys(cycle.version.party_label(*pair) for pair in pairs))
    return unless(
        any((str(party), str(right)) in held for party, right in pairs),
        WHO,
        f"Hier handelt: {labels}.",
    )


def is_for(user: User, task: Task) -> bool:
    """As `Task.objects.for_user` says it, of one that is loaded with its cycle."""
    return is_turn_of(user, task.cycle, task.reason)


def is_turn_of(user: User, cycle: AuditCycle, reason: Reason) -> bool:
    """Whether this person can put it right: a link leads nobody else there."""
    held = rights_on(user, cycle)
    if reason.assignee not in (None, user.pk):
        return False
    if reason.organisation is not None and reason.organisation not in user.rights.by_organisation:
        return False
    inside = {party for party, right in held if right in (Right.ACCOMPANY, Right.REVIEW)}
    return (reason.party, reason.right) in held or reason.party in inside


def with_own_links(user: User, cycle: AuditCycle, verdict: Verdict) -> Verdict:
    """What is another's turn stays a sentence."""
    return Verdict(
        tuple(
            one if not one.party or is_turn_of(user, cycle, one) else replace(one, link="")
            for one in verdict.reasons
        )
    )


CARRYING = (
    (Party.MAIN, Right.CHANGE),
    (Party.AUDITOR, Right.ACCOMPANY),
    (Party.TRAEGER, Right.RUN),
)


def may_carry(user: User, cycle: AuditCycle) -> Verdict:
    """For what binds or is kept: the participants, their companion, and the Träger."""
    return may_act_any(user, cycle, *CARRYING)


def may_contribute(user: User, cycle: AuditCycle) -> Verdict:
    """For the daily work on the contents: they, and who was invited to contribute."""
    return may_act_any(user, cycle, *CARRYING, (Party.PARTNER, Right.CHANGE))


def may_read(user: User, cycle: AuditCycle) -> Verdict:
    """Everybody inside but an assessor, whose sight is the sealed dossier, and who was invited to
    contribute."""
    inside = cycle in Reach.of(user).readable
    return unless(inside, WHO, "Sie sehen hier nur die eingereichten Unterlagen.")


def may_share(user: User, cycle: AuditCycle) -> Verdict:
    """The contents, also of who was invited to contribute to them."""
    inside = cycle in Reach.of(user).shared
    return unless(inside, WHO, "Sie sehen hier nur die eingereichten Unterlagen.")


def may_begin(user: User) -> Verdict:
    """Whether this person may begin anything at all, whichever Verfahren it is."""
    return unless(user.rights.is_traeger, WHO, "Einen Durchlauf beginnt die Geschäftsstelle.")


def may_start(user: User, owner_id: int) -> Verdict:
    return unless(
        holds(user, Right.RUN, owner_id), WHO, "Einen Durchlauf beginnt die Geschäftsstelle."
    )


def berufungen_of(user: User, cycle: AuditCycle) -> list[Berufung]:
    """Active or ended; no query where the cycle has prefetched its Berufungen."""
    return [one for one in cycle.berufungen.all() if one.user_id == user.pk]


def berufung_of(user: User, cycle: AuditCycle, function: str) -> Berufung | None:
    """The Berufung that still opens something; one whose window has passed opens nothing."""
    found = [one for one in berufungen_of(user, cycle) if one.function == function]
    return next((one for one in found if one.reads(clock.today())), None)


def may_declare(user: User, berufung: Berufung) -> Verdict:
    return unless(
        berufung.user_id == user.pk and berufung.function == BerufungFunction.ASSESSOR,
        WHO,
        "Das erklärt jede berufene Person selbst.",
    ) & _window_is_open(berufung)


def _window_is_open(berufung: Berufung) -> Verdict:
    until = berufung.reads_until
    return unless(
        until is None or until >= clock.today(),
        WHO,
        f"Ihre Einsicht endete am {notation.day(until)}." if until else "",
    )


def may_read_dossier(user: User, begutachtung: Begutachtung) -> Verdict:
    """The insiders always; an assessor only after declaring to be unbiased."""
    if may_read(user, begutachtung.cycle):
        return Verdict()
    return may_judge(user, begutachtung.cycle)


def may_judge(user: User, cycle: AuditCycle) -> Verdict:
    """Appointed, within the window, and declared to be unbiased."""
    active = [one for one in berufungen_of(user, cycle) if one.is_active]
    berufung = next((one for one in active if one.function == BerufungFunction.ASSESSOR), None)
    if berufung is None:
        return because(WHO, "Dafür müssen Sie zur Begutachtung berufen sein.")
    return _window_is_open(berufung) & unless(
        berufung.declared_at is not None,
        WHO,
        "Erklären Sie zuerst, dass Sie nicht befangen sind.",
        link=reverse("audits:berufung_declare", args=[berufung.pk]),
    )


def may_sign_votum(user: User, votum: Votum) -> Verdict:
    return unless(
        votum.author_id == user.pk, WHO, "Ein Votum zeichnet, wer es geschrieben hat."
    ) & may_judge(user, votum.cycle)


def may_read_votum(user: User, votum: Votum) -> Verdict:
    return readable_vota(user, votum.begutachtung, [votum])[votum.pk]


def readable_vota(
    user: User, begutachtung: Begutachtung, vota: Iterable[Votum]
) -> dict[int, Verdict]:
    """Which of these Vota this person reads, by id; the same few queries however many there are.

    Vota are independent: nobody but its author reads a draft, and who judges reads another's only
    after signing the own.
    """
    judges = berufung_of(user, begutachtung.cycle, BerufungFunction.ASSESSOR) is not None
    others = _has_signed(user, begutachtung) if judges else _is_of_the_traeger(user, begutachtung)
    return {
        votum.pk: Verdict()
        if judges and votum.author_id == user.pk
        else others & unless(votum.is_signed, WHO, "Dieses Votum ist noch nicht gezeichnet.")
        for votum in vota
    }


def _is_of_the_traeger(user: User, begutachtung: Begutachtung) -> Verdict:
    held = rights_on(user, begutachtung.cycle)
    return unless(
        bool({(Party.TRAEGER, Right.RUN), (Party.TRAEGER, Right.SIGN)} & held),
        WHO,
        "Die Vota lesen nur die Begutachtenden und die Geschäftsstelle.",
    )


def _has_signed(user: User, begutachtung: Begutachtung) -> Verdict:
    own = [one for one in vota_of(user, begutachtung.cycle) if one.is_signed]
    return unless(
        any(one.begutachtung_id == begutachtung.pk for one in own),
        WHO,
        "Sie lesen andere Vota, sobald Sie Ihr eigenes gezeichnet haben.",
    )


def vota_of(user: User, cycle: AuditCycle) -> list[Votum]:
    """Of every round; no query where the cycle has prefetched its Vota."""
    return [one for one in cycle.vota.all() if one.author_id == user.pk]


def may_sign_off(user: User, begutachtung: Begutachtung) -> Verdict:
    """Four eyes: no author of a Votum in any round, nobody who ever accompanied this cycle, and
    nobody who chose those who judge."""
    cycle = begutachtung.cycle
    accompanied = [
        one for one in berufungen_of(user, cycle) if one.function == BerufungFunction.AUDITOR
    ]
    chosen = [
        one
        for one in cycle.berufungen.all()
        if one.appointed_by_id == user.pk and one.function == BerufungFunction.ASSESSOR
    ]
    return (
        may_act(user, cycle, Party.TRAEGER, Right.RUN)
        & unless(
            not vota_of(user, cycle),
            WHO,
            "Vier-Augen-Prinzip: Wer ein Votum geschrieben hat, gibt die Begutachtung nicht frei.",
        )
        & unless(
            not accompanied,
            WHO,
            "Vier-Augen-Prinzip: Wer begleitet hat, gibt die Begutachtung nicht frei.",
        )
        & unless(
            not chosen,
            WHO,
            "Drei Hände: Wer die Begutachtenden berufen hat, gibt die Begutachtung nicht frei.",
        )
    )


def may_confirm_result(user: User, begutachtung: Begutachtung) -> Verdict:
    """The second of two persons is another than the first."""
    return unless(
        begutachtung.proposed_by_id != user.pk,
        WHO,
        "Vier-Augen-Prinzip: Ihren Vorschlag gibt eine zweite Person frei.",
    )


def may_award(user: User, cycle: AuditCycle) -> Verdict:
    """Who signs for the Träger, and did not find good what is awarded."""
    judged = cycle.begutachtungen.newest()
    return may_act(user, cycle, Party.TRAEGER, Right.SIGN) & unless(
        judged is None or judged.signed_by_id != user.pk,
        WHO,
        "Drei Hände: Wer die Begutachtung freigegeben hat, verleiht nicht.",
    )


def may_compare(user: User) -> Verdict:
    """What is seen across cycles is the Träger's, of its own cycles alone."""
    return unless(
        bool(user.rights.traeger), WHO, "Den Überblick über alle Durchläufe hat der Träger."
    )
