from django.urls import reverse

from auditportal.verdict import WHEN, Verdict, because, unless
from audits.models import AuditCycle, Beschluss, Fassung, PhaseRun, Result, Topic
from handlungsfelder.models import Gate, Party, Right, Word


def latest_agreement(cycle: AuditCycle) -> Fassung | None:
    return cycle.fassungen.agreements().in_force().newest()


def decisive(cycle: AuditCycle, topic: str) -> list[Beschluss]:
    """The maßgebliche Beschlüsse that said yes, the newest last; others open nothing."""
    said_yes = cycle.beschluesse.about(topic).in_force().authoritative().carried()
    return list(said_yes.with_fassungen())


def decided_sha(beschluss: Beschluss) -> str | None:
    """The hash of exactly what was decided: the paper's version, or the one with the changes."""
    if beschluss.result == Result.ADOPTED:
        return beschluss.fassung.sha256 if beschluss.fassung else None
    amended = beschluss.amended_fassung if beschluss.confirmed_at is not None else None
    return amended.sha256 if amended else None


def is_decided(run: PhaseRun, gate: Gate) -> Verdict:
    """Parameter `topic`; an agreement needs a Beschluss on exactly its newest version."""
    topic = gate.parameters["topic"]
    found = decisive(run.cycle, topic)
    if topic == Topic.AGREEMENT:
        return _names_the_version(run, found)
    missing = f"Der maßgebliche Beschluss fehlt ({run.cycle.words[Word.COUNCIL]})."
    adopted = any(one.result == Result.ADOPTED or one.confirmed_at for one in found)
    if found and not adopted:
        return _unconfirmed(run, found[-1])
    return unless(adopted, WHEN, missing, link=_entry(run, topic))


def _names_the_version(run: PhaseRun, found: list[Beschluss]) -> Verdict:
    latest = latest_agreement(run.cycle)
    sha = latest.sha256 if latest else None
    if sha and any(decided_sha(one) == sha for one in found):
        return Verdict()
    pending = [one for one in found if one.result == Result.AMENDED and not one.confirmed_at]
    if pending:
        return _amended(run, pending[-1])
    return because(
        WHEN,
        f"Der maßgebliche Beschluss über genau {latest or 'eine eingefrorene Fassung'} fehlt "
        f"({run.cycle.words[Word.COUNCIL]}).",
        link=_entry(run, Topic.AGREEMENT),
    )


def _amended(run: PhaseRun, beschluss: Beschluss) -> Verdict:
    if beschluss.amended_fassung_id is None:
        return because(
            WHEN,
            "Geändert beschlossen: Arbeiten Sie die Änderungen ein und frieren Sie diese Fassung "
            "ein.",
            link=reverse("audits:agreement_check", args=[run.cycle_id]),
        )
    return _unconfirmed(run, beschluss)


def _unconfirmed(run: PhaseRun, beschluss: Beschluss) -> Verdict:
    return because(
        WHEN,
        "Geändert beschlossen: Bestätigen Sie, dass diese Fassung gemeint ist.",
        link=reverse("audits:beschluss_detail", args=[beschluss.pk]),
        party=Party.AUDITOR,
        right=Right.ACCOMPANY,
    )


def _entry(run: PhaseRun, topic: str) -> str:
    return reverse("audits:beschluss_enter", args=[run.pk, topic])
