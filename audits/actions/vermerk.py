import datetime as dt
from decimal import Decimal

from auditportal import clock, notation
from auditportal.action import happened, part
from auditportal.models import User
from auditportal.verdict import WHEN, Verdict, unless
from audits import gates, permissions
from audits.actions import action
from audits.models import CycleEventKind, PhaseRun, Vermerk
from handlungsfelder.models import Gate, GateKind


def can_note(user: User, run: PhaseRun, gate: Gate) -> Verdict:
    return (
        permissions.may_act(user, run.cycle, gate.party, gate.right)
        & gates.is_still_open(run)
        & unless(
            not Vermerk.objects.in_run(run).for_gate(gate).in_force().exists(),
            WHEN,
            "Das ist bereits vermerkt.",
        )
    )


@action(CycleEventKind.NOTED)
def note(
    *,
    run: PhaseRun,
    gate: Gate,
    on: dt.date,
    text: str,
    by: User,
    amount: Decimal | None = None,
) -> Vermerk:
    """Write down on which day something was done that nothing else proves.

    `amount` (Euro) belongs to it where the gate asks for one: a fee, or an instalment of it.
    """
    gate = run.phase.gates.get(pk=gate.pk, kind=GateKind.VERMERK)
    noted = write(run, gate, on, text, amount, by)
    label = gate.parameters["label"]
    happened(f"Vermerkt: {label} am {notation.day(on)}.")
    return noted


@part
def write(
    run: PhaseRun, gate: Gate, on: dt.date, text: str, amount: Decimal | None, by: User
) -> Vermerk:
    """One more, or the one that is right instead of another."""
    unless(on <= clock.today(), WHEN, "Dieser Tag liegt in der Zukunft.").require()
    _has_its_amount(gate, amount).require()
    return Vermerk.objects.create(
        cycle=run.cycle,
        run=run,
        gate=gate,
        entry_number=run.vermerke.for_gate(gate).count() + 1,
        on=on,
        text=text,
        amount=amount,
        noted_by=by,
    )


def _has_its_amount(gate: Gate, amount: Decimal | None) -> Verdict:
    return unless(
        amount is not None or not gate.parameters.get("amount"), WHEN, "Nennen Sie den Betrag."
    )
