from django.urls import reverse

from auditportal.verdict import WHEN, Verdict, unless
from audits.models import AuditCycle, PhaseRun
from handlungsfelder.models import Gate, GateKind


def asked_in(run: PhaseRun, code: str) -> Gate | None:
    """The gate of this very phase that asks for a Veranstaltung with this code."""
    return _asking(code).filter(phase=run.phase_id).first()


def asked_for(cycle: AuditCycle, code: str) -> Gate | None:
    """The gate of the version that asks for it, with its phase."""
    if not code:
        return None
    gates = _asking(code).filter(phase__version=cycle.version_id)
    return gates.select_related("phase").order_by("phase__position").last()


def _asking(code: str):
    return Gate.objects.filter(kind=GateKind.EVENT, parameters__event=code)


def is_held(run: PhaseRun, gate: Gate) -> Verdict:
    """Parameters `event` and `title`; `count` of them (1) must have taken place, with Protokoll.

    Where the way repeats, so many in each round.
    """
    title, code = gate.parameters["title"], gate.parameters["event"]
    events = list(run.cycle.veranstaltungen.filter(code=code).values_list("pk", "held_on"))
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
