import datetime as dt
from decimal import Decimal

from auditportal import clock
from auditportal.models import User
from auditportal.transaction import action
from auditportal.verdict import WHEN, Verdict, unless
from audits import gates, permissions
from audits.history import record
from audits.models import AuditCycle, PhaseRun, Vermerk
from handlungsfelder.models import Gate, GateKind


def can_note(user: User, pair: tuple[PhaseRun, Gate]) -> Verdict:
    run, gate = pair
    return (
        permissions.may_act(user, run.cycle, gate.party, gate.right)
        & gates.is_still_open(run)
        & unless(
            not Vermerk.objects.filter(run=run, gate=gate).exists(),
            WHEN,
            "Das ist bereits vermerkt.",
        )
    )


@action
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
    cycle = AuditCycle.objects.locked(run)
    run = cycle.fresh(run)
    gate = run.phase.gates.get(pk=gate.pk, kind=GateKind.VERMERK)
    can_note(by, (run, gate)).require()
    unless(on <= clock.today(), WHEN, "Dieser Tag liegt in der Zukunft.").require()
    _has_its_amount(gate, amount).require()
    noted = Vermerk.objects.create(
        cycle=cycle, run=run, gate=gate, on=on, text=text, amount=amount, noted_by=by
    )
    gates.settle(cycle)
    label = gate.parameters["label"]
    record(cycle=cycle, kind="noted", text=f"Vermerkt: {label} am {on:%d.%m.%Y}.", by=by)
    return noted


def _has_its_amount(gate: Gate, amount: Decimal | None) -> Verdict:
    return unless(
        amount is not None or not gate.parameters.get("amount"), WHEN, "Nennen Sie den Betrag."
    )
