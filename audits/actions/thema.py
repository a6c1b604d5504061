"""Choosing what a cycle is about: topics and modules, their order, and why just these."""

from auditportal.action import happened
from auditportal.actions.versioned import overwrite
from auditportal.models import User
from auditportal.verdict import Verdict
from audits import permissions
from audits.actions import action
from audits.actions.order import shift
from audits.gates import thema as themen
from audits.gates.fassung import agreement_is_open
from audits.models import AuditCycle, CycleEventKind, CycleFeld
from handlungsfelder.models import Handlungsfeld


def can_choose(user: User, cycle: AuditCycle) -> Verdict:
    """They change as long as the goals do, which stand in them."""
    return permissions.may_contribute(user, cycle) & agreement_is_open(cycle)


@action(CycleEventKind.FELD_CHOSEN)
def choose(
    *, cycle: AuditCycle, feld: Handlungsfeld, by: User, name: str = "", reason: str = ""
) -> CycleFeld:
    """Take one up, in the last place; one of its own gets its name here."""
    (themen.is_open_to_choose(cycle, feld) & themen.is_named(feld, name)).require()
    row = cycle.chosen_felder.create(
        handlungsfeld=feld,
        position=cycle.chosen_felder.count() + 1,
        name=name if feld.is_free else "",
        reason=reason,
    )
    happened(f"Gewählt: {row}.")
    return row


@action(CycleEventKind.FELD_DESCRIBED, asks=can_choose, once=True)
def describe(
    *, row: CycleFeld, name: str, reason: str, by: User, version: int | None = None
) -> CycleFeld:
    """Say why it was chosen, and what one of its own is called."""
    themen.is_named(row.handlungsfeld, name).require()
    name = name if row.handlungsfeld.is_free else ""
    overwrite(row, version=version, by=by, name=name, reason=reason)
    happened(f"Beschrieben: {row}.")
    return row


@action(CycleEventKind.FELD_MOVED, asks=can_choose, once=True)
def move(*, row: CycleFeld, up: bool, by: User) -> CycleFeld:
    """One place up or down; the first comes first in all that follows."""
    shift(row.cycle.chosen_felder.all(), row, up)
    happened("Reihenfolge der gewählten Felder geändert.")
    return row


def can_drop(user: User, row: CycleFeld) -> Verdict:
    return can_choose(user, row.cycle) & themen.has_no_goals(row)


@action(CycleEventKind.FELD_DROPPED)
def drop(*, row: CycleFeld, by: User) -> None:
    """Give one up again, as long as nothing builds on it."""
    row.delete()
    happened(f"Nicht mehr gewählt: {row}.")
