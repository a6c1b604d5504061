"""Freezing: from now on this is what is decided, judged or certified; and its PDF."""

import hashlib

from auditportal import clock
from auditportal.action import happened, nothing, part, unasked
from auditportal.models import User
from auditportal.outbox import wake
from auditportal.verdict import Verdict
from audits import gates, permissions
from audits.actions import action
from audits.gates import fassung as agreements
from audits.gates.beschluss import latest_agreement
from audits.gates.fassung import Draft
from audits.models import (
    AuditCycle,
    Beschluss,
    CycleEventKind,
    Fassung,
    FassungKind,
    FassungPdf,
    FassungPerson,
    Result,
    Topic,
)
from audits.papers import fassung_pdf
from handlungsfelder.models import GateKind, Word


def can_freeze(user: User, cycle: AuditCycle, draft: Draft | None = None) -> Verdict:
    """Whoever works on the goals may freeze them, once the phase's other gates are open."""
    verdict = (
        permissions.may_carry(user, cycle)
        & agreements.agreement_is_open(cycle)
        & agreements.is_to_be_frozen(cycle)
    )
    if agreements.is_asked_now(cycle):
        closed = gates.closed_gates(cycle, GateKind.FASSUNG, GateKind.CONSENT)
        verdict &= permissions.with_own_links(user, cycle, closed)
    draft = draft or agreements.draft_of(cycle, latest_agreement(cycle))
    return verdict & agreements.is_news(cycle, draft)


@action(CycleEventKind.FROZEN, settles_first=True)
def freeze(*, cycle: AuditCycle, by: User, checked: str | None = None) -> Fassung:
    """Freeze the goals and measures as they are; after "geändert beschlossen" as the new text.

    `checked` is the hash of what the person has looked at: nothing else is frozen.
    """
    draft = agreements.draft_of(cycle, latest_agreement(cycle))
    agreements.is_as_checked(cycle, draft, checked).require()
    fassung = keep(cycle, FassungKind.AGREEMENT, draft.text, draft.sha256, by)
    pending = _pending(cycle)
    if pending is not None and pending.result == Result.AMENDED:
        pending.amended_fassung = fassung
        pending.save(update_fields=["amended_fassung"])
    happened(f"Eingefroren: {cycle.words[Word.AGREEMENT]}, {fassung}.")
    return fassung


def _pending(cycle: AuditCycle) -> Beschluss | None:
    """The newest maßgeblicher Beschluss that did not take the version as it was."""
    latest = (
        cycle.beschluesse.in_force()
        .filter(topic=Topic.AGREEMENT, is_authoritative=True)
        .order_by("session_on", "pk")
        .last()
    )
    if latest is None or latest.result == Result.ADOPTED or latest.confirmed_at:
        return None
    return latest


@part
def keep(
    cycle: AuditCycle,
    kind: FassungKind,
    content: str,
    sha: str,
    by: User,
    people: dict[str, str] | None = None,
) -> Fassung:
    """Store a frozen version with its number and the names that stand beside it."""
    run = cycle.open_run
    fassung = Fassung.objects.create(
        cycle=cycle,
        kind=kind,
        number=cycle.fassungen.filter(kind=kind).count() + 1,
        run=run,
        round=run.round if run else 1,
        content=content,
        sha256=sha,
        frozen_at=clock.now(),
        frozen_by=by,
    )
    FassungPerson.objects.bulk_create(
        FassungPerson(fassung=fassung, key=key, name=name) for key, name in (people or {}).items()
    )
    wake("audits.tasks.render_fassungen")
    return fassung


@action(None, asks=unasked, locks=nothing)
def render(*, fassung: Fassung, by: User | None = None) -> FassungPdf | None:
    """Store the PDF of a frozen version, once and for ever; None while another worker is at it.

    The row is locked, not the cycle: people go on working while this takes its seconds.
    """
    rows = Fassung.objects.select_for_update(skip_locked=True, no_key=True, of=("self",))
    row = rows.select_related("cycle").filter(pk=fassung.pk).first()
    if row is None:
        return None
    if row.rendered:
        return row.rendered
    data = fassung_pdf.render(row)
    return FassungPdf.objects.create(
        fassung=row,
        data=data,
        sha256=hashlib.sha256(data).hexdigest(),
        rendered_at=clock.now(),
    )
