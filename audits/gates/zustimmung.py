from django.urls import reverse

from auditportal.models import Organisation
from auditportal.verdict import WHEN, Verdict, because, unless
from audits.gates.beschluss import latest_agreement
from audits.gates.fassung import has_not_moved
from audits.models import AuditCycle, CycleParty, Fassung, PhaseRun
from handlungsfelder.models import Gate, GateKind, Party, Right


def signing_sides(cycle: AuditCycle) -> list[CycleParty]:
    """Every participating side whose signature counts, in their order."""
    return list(cycle.parties.signing().with_organisations())


def signs(cycle: AuditCycle, organisation: Organisation) -> bool:
    return cycle.parties.signing().of_organisation(organisation).exists()


def is_agreed(run: PhaseRun, gate: Gate) -> Verdict:
    """Every signing side has agreed to exactly the newest frozen version."""
    latest = latest_agreement(run.cycle)
    if latest is None:
        return because(
            WHEN,
            "Es gibt noch keine eingefrorene Fassung, der zugestimmt werden kann.",
            waits_for="Zuerst wird eine Fassung eingefroren.",
        )
    waits_for = "" if has_not_moved(latest) else "Zuerst wird der geänderte Entwurf eingefroren."
    given = set(latest.zustimmungen.organisation_ids())
    verdict = Verdict()
    for side in signing_sides(run.cycle):
        verdict &= unless(
            side.organisation_id in given,
            WHEN,
            f"Die Zustimmung zu {latest} fehlt: {side.organisation}.",
            subject=side.organisation.name,
            link=reverse("audits:zustimmung_detail", args=[latest.pk]),
            party=Party.MAIN,
            right=Right.SIGN,
            organisation=side.organisation_id,
            waits_for=waits_for,
        )
    return verdict


def is_asked(fassung: Fassung) -> bool:
    """Whether the version of its cycle wants the sides to agree at all."""
    return bool(fassung.cycle.version.gates(GateKind.CONSENT))


def is_newest(fassung: Fassung) -> Verdict:
    """Nobody agrees any more to what a newer version has replaced."""
    latest = latest_agreement(fassung.cycle)
    return unless(
        latest == fassung,
        WHEN,
        f"Es gibt eine neuere Fassung: {latest}.",
        link=reverse("audits:zustimmung_detail", args=[latest.pk]) if latest else "",
    )


def is_not_given(fassung: Fassung, organisation: Organisation) -> Verdict:
    return unless(
        not fassung.zustimmungen.by_organisation(organisation).exists(),
        WHEN,
        f"Schon zugestimmt: {organisation}.",
    )
