from django.urls import reverse

from auditportal.verdict import WHEN, Verdict, unless
from audits.models import AuditCycle, PhaseRun, days_of
from handlungsfelder.models import Gate, GateKind


def asked_in(run: PhaseRun, code: str) -> Gate | None:
    """The gate of this very phase that asks for a Veranstaltung with this code."""
    asking = run.cycle.version.gates(GateKind.EVENT, event=code)
    return next((gate for gate in asking if gate.phase_id == run.phase_id), None)


def asked_for(cycle: AuditCycle, code: str) -> Gate | None:
    """The last gate along the way that asks for it."""
    return next(reversed(cycle.version.gates(GateKind.EVENT, event=code)), None) if code else None


def is_held(run: PhaseRun, gate: Gate) -> Verdict:
    """Parameters `event` and `title`; `count` of them (1) must have taken place, with Protokoll.

    Where the way repeats, so many in each round.
    """
    title, code = gate.parameters["title"], gate.parameters["event"]
    events = days_of(cycle=run.cycle_id, code=code)
    held = sum(day is not None for _, day in events)
    waiting = [pk for pk, day in events if day is None]
    if waiting:
        link = reverse("audits:veranstaltung_detail", args=[waiting[0]])
        text = f"Noch nicht durchgeführt und protokolliert: {title}."
    else:
        link = reverse("audits:veranstaltung_add", args=[run.pk, code])
        text = f"Noch nicht geplant: {title}."
    rounds = run.round if run.is_repeated else 1
    return unless(held >= gate.parameters.get("count", 1) * rounds, WHEN, text, link=link)
