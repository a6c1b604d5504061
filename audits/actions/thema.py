"""Choosing what a cycle is about: topics and modules, their order, and why just these."""

from auditportal.models import User
from auditportal.transaction import action
from auditportal.verdict import Verdict
from audits import gates, permissions
from audits.actions.order import shift
from audits.gates import thema as themen
from audits.gates.fassung import agreement_is_open
from audits.history import record, record_once
from audits.models import AuditCycle, CycleFeld
from handlungsfelder.models import Handlungsfeld


def can_choose(user: User, cycle: AuditCycle) -> Verdict:
    """They change as long as the goals do, which stand in them."""
    return permissions.may_contribute(user, cycle) & agreement_is_open(cycle)


@action
def choose(
    *, cycle: AuditCycle, feld: Handlungsfeld, by: User, name: str = "", reason: str = ""
) -> CycleFeld:
    """Take one up, in the last place; one of its own gets its name here."""
    cycle = AuditCycle.objects.locked(cycle)
    can_choose(by, cycle).require()
    (themen.is_open_to_choose(cycle, feld) & themen.is_named(feld, name)).require()
    row = cycle.chosen_felder.create(
        handlungsfeld=feld,
        position=cycle.chosen_felder.count() + 1,
        name=name if feld.is_free else "",
        reason=reason,
    )
    cycle.forget("choice")
    gates.settle(cycle)
    record(cycle=cycle, kind="feld_chosen", text=f"Gewählt: {row}.", by=by)
    return row


def can_describe(user: User, row: CycleFeld) -> Verdict:
    return can_choose(user, row.cycle)


@action
def describe(*, row: CycleFeld, name: str, reason: str, by: User) -> CycleFeld:
    """Say why it was chosen, and what one of its own is called."""
    cycle = AuditCycle.objects.locked(row)
    row = cycle.fresh(row)
    can_describe(by, row).require()
    themen.is_named(row.handlungsfeld, name).require()
    row.name, row.reason = name if row.handlungsfeld.is_free else "", reason
    row.save(update_fields=["name", "reason"])
    cycle.forget("choice")
    gates.settle(cycle)
    record_once(cycle=cycle, kind="feld_described", text=f"Beschrieben: {row}.", by=by)
    return row


def can_move(user: User, row: CycleFeld) -> Verdict:
    return can_choose(user, row.cycle)


@action
def move(*, row: CycleFeld, up: bool, by: User) -> CycleFeld:
    """One place up or down; the first comes first in all that follows."""
    cycle = AuditCycle.objects.locked(row)
    row = cycle.fresh(row)
    can_move(by, row).require()
    shift(cycle.chosen_felder.all(), row, up)
    cycle.forget("choice")
    gates.settle(cycle)
    text = "Reihenfolge der gewählten Felder geändert."
    record_once(cycle=cycle, kind="feld_moved", text=text, by=by)
    return row


def can_drop(user: User, row: CycleFeld) -> Verdict:
    return can_choose(user, row.cycle) & themen.has_no_goals(row)


@action
def drop(*, row: CycleFeld, by: User) -> None:
    """Give one up again, as long as nothing builds on it."""
    cycle = AuditCycle.objects.locked(row)
    row = cycle.fresh(row)
    can_drop(by, row).require()
    row.delete()
    cycle.forget("choice")
    gates.settle(cycle)
    record(cycle=cycle, kind="feld_dropped", text=f"Nicht mehr gewählt: {row}.", by=by)
