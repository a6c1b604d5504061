"""The way of a version as a picture: who acts when, what is decided, where it leads back.

Everything is counted here, in the units of the drawing, so that the page only writes it down. The
same steps are the ordered list beneath it, which says all of it in words.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from textwrap import wrap

from auditportal.notation import counted
from handlungsfelder.models import DueFrom, GateKind, Party, party_label
from handlungsfelder.template import PhaseSpec, Template
from handlungsfelder.wording import gate_text, listed

DECISIONS = {GateKind.BESCHLUSS, GateKind.CONSENT, GateKind.SIGN_OFF}
LANES = (Party.MAIN, Party.PARTNER, Party.AUDITOR, Party.TRAEGER, Party.ASSESSOR)

STEP, LANE, ARC = 62, 68, 26  # the distances between phases, sides and ways back
WIDE_STEP, WIDTH = 150, 830  # few phases stand further apart, as far as the page has room
NAMES, LETTERS = 190, 20  # how wide the names of the sides are, and how many letters that is
LEFT, RIGHT, TOP, FOOT = NAMES + 40, 40, 14, 30
NODE = 17  # half of a phase's sign
CURVE = 12


@dataclass(frozen=True)
class Station:
    """One phase in words, and where its sign stands."""

    number: int
    code: str
    name: str
    who: str
    when: str
    short: str
    help: str
    asks: list[str]
    notes: list[str]
    shape: str  # "decision", "result" or ""
    x: int
    y: int
    others: list[int]  # where sides stand that act beside whose turn it is


@dataclass(frozen=True)
class Lane:
    lines: list[str]
    top: int
    middle: int
    is_tinted: bool

    @property
    def spans(self) -> list[tuple[str, int]]:
        """Each line, and how far below the one before it: all of them around the middle."""
        first = {1: 5, 2: -4}.get(len(self.lines), -13)
        return [(line, 18 if n else first) for n, line in enumerate(self.lines)]


@dataclass(frozen=True)
class Loop:
    """A way back: an arc above the sides, from a phase to an earlier one or to itself."""

    path: str
    label: str
    x: int
    y: int


@dataclass(frozen=True)
class Way:
    steps: list[Station]
    lanes: list[Lane]
    loops: list[Loop]
    line: str
    width: int
    height: int
    lane_height: int = LANE
    names: int = NAMES
    node: int = NODE

    @property
    def shapes(self) -> set[str]:
        return {step.shape for step in self.steps}

    @property
    def has_others(self) -> bool:
        return any(step.others for step in self.steps)


@dataclass(frozen=True)
class _Back:
    """From one phase to another, both counted from 0, as often as `label` says."""

    origin: int
    target: int
    label: str
    note: str


def way_of(template: Template) -> Way:
    """Also of a draft: what does not fit yet is left out."""
    backs = sorted(_backs(template), key=lambda back: back.origin - back.target)
    levels = _levels(backs)
    roof = TOP + ARC * (max(levels, default=-1) + 1)
    present = [party for party in LANES if party in _acting(template)]
    middle: dict[str, int] = {party: roof + LANE * n + LANE // 2 for n, party in enumerate(present)}
    steps = [_step(template, n, middle, backs) for n in range(len(template.phases))]
    return Way(
        steps=steps,
        lanes=[
            Lane(
                wrap(party_label(template.words, party), LETTERS)[:3],
                roof + LANE * n,
                middle[party],
                n % 2 == 0,
            )
            for n, party in enumerate(present)
        ],
        loops=[
            _loop(back, roof - ARC * level - ARC // 2, steps)
            for back, level in zip(backs, levels, strict=True)
        ],
        line=_line(steps),
        width=max((step.x for step in steps), default=LEFT) + RIGHT,
        height=roof + LANE * len(present) + FOOT,
    )


def _acting(template: Template) -> set[str]:
    """Every side that has a turn, or opens a gate."""
    return {phase.party for phase in template.phases} | {
        gate.party for phase in template.phases for gate in phase.gates
    }


# --- one phase ----------------------------------------------------------------------------------


def _step(template: Template, n: int, middle: dict[str, int], backs: list[_Back]) -> Station:
    phase = template.phases[n]
    kinds = {gate.kind for gate in phase.gates}
    others = dict.fromkeys(gate.party for gate in phase.gates if gate.party != phase.party)
    return Station(
        number=n + 1,
        code=phase.code,
        name=phase.name,
        who=listed([party_label(template.words, party) for party in (phase.party, *others)]),
        when=_when(phase, template),
        short=_short(phase),
        help=phase.help,
        asks=[gate_text(gate.kind, gate.parameters, template.words) for gate in phase.gates],
        notes=[*_notes(phase), *(back.note for back in backs if back.origin == n)],
        shape="decision" if kinds & DECISIONS else "result" if GateKind.AWARD in kinds else "",
        x=LEFT + _distance(len(template.phases)) * n,
        y=middle[phase.party],
        others=[middle[party] for party in others],
    )


def _distance(phases: int) -> int:
    return max(STEP, min(WIDE_STEP, WIDTH // max(phases - 1, 1)))


def _reported(phase: PhaseSpec) -> int | None:
    """After how many months the last report of this phase is due."""
    months = [
        month
        for gate in phase.gates
        if gate.kind == GateKind.REPORTS
        for month in gate.parameters.get("months", [])
    ]
    return max(months, default=None)


def _when(phase: PhaseSpec, template: Template) -> str:
    if phase.due_from == DueFrom.RHYTHM:
        months = listed([str(one) for one in template.rhythms], "oder")
        return f"alle {months} Monate" if months else ""
    if phase.due_days is None:
        reported = _reported(phase)
        return f"{reported} Monate" if reported else "ohne feste Frist"
    if phase.due_from == DueFrom.START:
        return f"bis {counted(phase.due_days, 'Tag', 'Tage')} nach dem Starttag"
    return f"innerhalb von {counted(phase.due_days, 'Tag', 'Tagen')}"


def _short(phase: PhaseSpec) -> str:
    """The same in as few letters as fit beneath the sign."""
    if phase.due_from == DueFrom.RHYTHM:
        return "Rhythmus"
    if phase.due_days is None:
        months = _reported(phase)
        return f"{months} Mon." if months else ""
    if phase.due_from == DueFrom.START:
        return f"Tag {phase.due_days}"
    return counted(phase.due_days, "Tag", "Tage")


def _notes(phase: PhaseSpec) -> Iterator[str]:
    if phase.only_in_programme:
        yield "Diese Phase gibt es nur in einem Programm."
    if phase.starts_clock:
        yield "Hier liegt der Starttag: Von ihm an zählen die Fristen."


# --- ways back ----------------------------------------------------------------------------------


def _backs(template: Template) -> Iterator[_Back]:
    place = {phase.code: n for n, phase in enumerate(template.phases)}
    for n, phase in enumerate(template.phases):
        if place.get(phase.rework_to, n) < n:
            target = place[phase.rework_to]
            yield _Back(
                n,
                target,
                "Nachbesserung",
                f"Bei Nachbesserung zurück zu {_named(template, target)}, "
                f"mit {phase.rework_days} Tagen Frist.",
            )
        if phase.repeat_from and place.get(phase.repeat_from, n + 1) <= n:
            target, times = place[phase.repeat_from], phase.repeat_times
            often = f"insgesamt {times}-mal" if times else "bis zum Ende des Durchlaufs"
            yield _Back(
                n,
                target,
                f"{times}-mal" if times else "immer wieder",
                f"Danach wieder ab {_named(template, target)}, {often}.",
            )


def _named(template: Template, n: int) -> str:
    return f"Phase {n + 1} „{template.phases[n].name}“"


def _levels(backs: list[_Back]) -> list[int]:
    """How high each arc runs, the shorter ones lower, so that none lies upon another."""
    levels: list[int] = []
    for back in backs:
        crossed = {
            level
            for other, level in zip(backs, levels, strict=False)
            if back.target <= other.origin and other.target <= back.origin
        }
        levels.append(next(n for n in range(len(backs)) if n not in crossed))
    return levels


def _loop(back: _Back, y: int, steps: list[Station]) -> Loop:
    """Up from the right of one sign, over, and down to the left of the other."""
    origin, target = steps[back.origin], steps[back.target]
    right, left = origin.x + NODE // 2, target.x - NODE // 2
    path = (
        f"M{right} {origin.y - NODE - 2}V{y + CURVE}Q{right} {y} {right - CURVE} {y}"
        f"H{left + CURVE}Q{left} {y} {left} {y + CURVE}V{target.y - NODE - 9}"
    )
    return Loop(path, back.label, (left + right) // 2, y - 5)


def _line(steps: list[Station]) -> str:
    """From sign to sign, swinging over where the turn goes to another side."""
    if not steps:
        return ""
    parts = [f"M{steps[0].x} {steps[0].y}"]
    for before, after in pairwise(steps):
        half = (before.x + after.x) // 2
        parts.append(f"C{half} {before.y} {half} {after.y} {after.x} {after.y}")
    return "".join(parts)
