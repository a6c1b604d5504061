"""Whose turn it is in a cycle, and the one thing that comes next."""

from dataclasses import dataclass

from auditportal import notation
from auditportal.models import User
from audits import permissions
from audits.models import AuditCycle, PhaseRun, Task
from audits.pages.overview import Step, here, who_acts


@dataclass(frozen=True)
class Turn:
    """The panel above everything: blue when it is this person's turn, grey otherwise."""

    who: str
    is_yours: bool
    act: str = ""
    link: str = ""
    since: str = ""


def turn(user: User, cycle: AuditCycle, tasks: list[Task], run: PhaseRun | None) -> Turn | None:
    """The sides of the closed gates; when all are open, who leaves the phase."""
    if run is None:
        return None
    possible = [task for task in tasks if not task.waits_for]
    if not possible:
        return _leaving(user, cycle, run)
    own = [task for task in possible if permissions.is_for(user, task)]
    labels = ["Sie"] if own else []
    labels += [who_acts(task) for task in possible if task not in own]
    first = (own or possible)[0]
    link = first.link if own else ""
    return Turn(_words(labels), bool(own), first.text, link, notation.day(run.began_on))


def _leaving(user: User, cycle: AuditCycle, run: PhaseRun) -> Turn:
    phase = run.phase
    is_yours = bool(permissions.may_act(user, cycle, phase.party, phase.right))
    who = "Sie" if is_yours else cycle.version.party_label(phase.party, phase.right)
    act = f"Alles ist erfüllt. „{phase}“ kann abgeschlossen werden."
    return Turn(_words([who]), is_yours, act, run.get_absolute_url(), notation.day(run.began_on))


def _words(labels: list[str]) -> str:
    return "Jetzt am Zug: " + ", ".join(dict.fromkeys(labels))


def after(steps: list[Step]) -> str:
    """The phase that follows the one in which the cycle stands."""
    step = here(steps)
    return steps[step.number].name if step and step.number < len(steps) else ""
