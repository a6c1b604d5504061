"""What still lies before a cycle on its way, also where the way leads back."""

from collections.abc import Iterator

from audits.models import AuditCycle, PhaseRun
from handlungsfelder.models import GateKind, Phase


def phases_of(cycle: AuditCycle) -> list[Phase]:
    """The phases that this very cycle goes through."""
    return [
        phase for phase in cycle.version.way if cycle.programm_id or not phase.only_in_programme
    ]


def coming(run: PhaseRun) -> Iterator[Phase]:
    """The present phase and those after it, as they come; what is repeated from here, once more."""
    phases = phases_of(run.cycle)
    here = run.phase.position
    for phase in (one for one in phases if one.position >= here):
        yield phase
        start = _leads_back_to(phase, run)
        if start is not None:
            yield from (one for one in phases if start <= one.position < here)
            if phase.repeat_times is None:
                return


def _leads_back_to(phase: Phase, run: PhaseRun) -> int | None:
    """The place before the present one where a part begins again after this phase."""
    if not phase.repeat_from or (phase.repeat_times and run.round >= phase.repeat_times):
        return None
    return next(one.position for one in run.cycle.version.way if one.code == phase.repeat_from)


def asks_now(cycle: AuditCycle, kind: GateKind, **parameters: object) -> bool:
    """Whether the present phase asks for this."""
    run = cycle.open_run
    asking = cycle.version.gates(kind, **parameters)
    return run is not None and any(gate.phase_id == run.phase_id for gate in asking)


def will_ask(cycle: AuditCycle, kind: GateKind, **parameters: object) -> bool:
    """Whether the present phase or one that still comes asks for it."""
    run = cycle.open_run
    asking = {gate.phase_id for gate in cycle.version.gates(kind, **parameters)}
    return run is not None and any(phase.pk in asking for phase in coming(run))
