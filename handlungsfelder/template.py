"""A version of a Verfahren as a file (TOML): read, checked, and said where it does not fit.

The file holds `[verfahren]`, `[words]`, `[[handlungsfelder]]` with `leitfragen`, and `[[phasen]]`
with `gates`; each gate is a table with `kind`, optional `party` and `right`, and its parameters.
"""

import tomllib
from dataclasses import dataclass, field
from pathlib import Path

from handlungsfelder.models import DueFrom, GateKind, Party, Right, Word

FOLDER = Path(__file__).parent / "verfahren"
MAX_PHASES = 100

# What a gate of each kind must say; what is not listed is refused.
REQUIRED = {
    GateKind.VERMERK: {"label"},
    GateKind.BESCHLUSS: {"topic"},
    GateKind.DOCUMENT: {"document", "title"},
    GateKind.RELEASE: {"subject", "title"},
    GateKind.EVENT: {"event", "title"},
    GateKind.APPOINTED: {"function", "count"},
    GateKind.REPORTS: {"months"},
}
OPTIONAL = {
    GateKind.DOCUMENT: {"signed", "released"},
    GateKind.EVENT: {"count"},
    GateKind.GOALS: {"minimum"},
}


class TemplateError(ValueError):
    """A file that does not fit, with the sentences that say where."""

    def __init__(self, problems: list[str]):
        super().__init__("\n".join(problems))
        self.problems = problems


@dataclass(frozen=True)
class GateSpec:
    kind: GateKind
    party: Party
    right: Right
    parameters: dict


@dataclass(frozen=True)
class PhaseSpec:
    code: str
    name: str
    party: Party
    right: Right
    help: str = ""
    due_days: int | None = None
    due_from: DueFrom = DueFrom.PHASE
    rework_days: int = 60
    starts_clock: bool = False
    rework_to: str = ""
    gates: list[GateSpec] = field(default_factory=list)


@dataclass(frozen=True)
class FeldSpec:
    code: str
    name: str
    leitfragen: list[str]


@dataclass(frozen=True)
class Template:
    """A whole version, checked."""

    code: str
    name: str
    number: int
    label: str
    words: dict[str, str]
    certificate_title: str
    certificate_number: str
    validity_months: int | None
    felder: list[FeldSpec]
    phases: list[PhaseSpec]


def read(path: Path) -> Template:
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise TemplateError([f"{path.name}: keine lesbare Vorlage ({error})."]) from error
    return parse(data)


def parse(data: dict) -> Template:
    """Check the whole file and name every problem at its place, not only the first."""
    problems: list[str] = []
    head = data.get("verfahren", {})
    phases = [_phase(n, raw, problems) for n, raw in enumerate(data.get("phasen", []), start=1)]
    felder = [
        FeldSpec(raw.get("code", ""), raw.get("name", ""), raw.get("leitfragen", []))
        for raw in data.get("handlungsfelder", [])
    ]
    words = data.get("words", {})
    problems += [f"[words]: „{word}“ fehlt." for word in Word.values if not words.get(word)]
    problems += [
        f"[verfahren]: „{key}“ fehlt." for key in ("code", "name", "version") if key not in head
    ]
    problems += _shape(phases, felder)
    if problems:
        raise TemplateError(problems)
    return Template(
        code=head["code"],
        name=head["name"],
        number=head["version"],
        label=head.get("label", ""),
        words={word: words[word] for word in Word.values},
        certificate_title=head.get("certificate_title", ""),
        certificate_number=head.get("certificate_number", ""),
        validity_months=head.get("validity_months"),
        felder=felder,
        phases=phases,
    )


def _shape(phases: list[PhaseSpec], felder: list[FeldSpec]) -> list[str]:
    problems = []
    if not phases:
        problems.append("Es fehlt mindestens eine Phase.")
    if len(phases) > MAX_PHASES:
        problems.append(f"Höchstens {MAX_PHASES} Phasen sind möglich.")
    if not felder:
        problems.append("Es fehlt mindestens ein Handlungsfeld.")
    codes = [phase.code for phase in phases]
    problems += [f"Die Phase „{code}“ steht doppelt." for code in sorted(_doubles(codes))]
    problems += [
        f"Phase „{phase.code}“: rework_to nennt keine frühere Phase."
        for position, phase in enumerate(phases)
        if phase.rework_to and phase.rework_to not in codes[:position]
    ]
    names = [feld.code for feld in felder]
    problems += [f"Das Handlungsfeld „{code}“ steht doppelt." for code in sorted(_doubles(names))]
    return problems


def _doubles(codes: list[str]) -> set[str]:
    return {code for code in codes if codes.count(code) > 1}


def _phase(number: int, raw: dict, problems: list[str]) -> PhaseSpec:
    place = f"Phase {number} („{raw.get('code', '?')}“)"
    problems += [f"{place}: „{key}“ fehlt." for key in ("code", "name") if not raw.get(key)]
    party = _choice(Party, raw.get("party", "main"), place, problems)
    right = _choice(Right, raw.get("right", "change"), place, problems)
    gates = [
        _gate(f"{place}, Bedingung {n}", gate, party, right, problems)
        for n, gate in enumerate(raw.get("gates", []), start=1)
    ]
    return PhaseSpec(
        code=raw.get("code", ""),
        name=raw.get("name", ""),
        party=party,
        right=right,
        help=raw.get("help", ""),
        due_days=raw.get("due_days"),
        due_from=_choice(DueFrom, raw.get("due_from", "phase"), place, problems),
        rework_days=raw.get("rework_days", 60),
        starts_clock=raw.get("starts_clock", False),
        rework_to=raw.get("rework_to", ""),
        gates=gates,
    )


def _gate(place: str, raw: dict, party: Party, right: Right, problems: list[str]) -> GateSpec:
    kind = _choice(GateKind, raw.get("kind", ""), place, problems)
    parameters = {key: value for key, value in raw.items() if key not in ("kind", "party", "right")}
    required = REQUIRED.get(kind, set())
    problems += [f"{place}: „{key}“ fehlt." for key in sorted(required - set(parameters))]
    unknown = set(parameters) - required - OPTIONAL.get(kind, set())
    problems += [f"{place}: „{key}“ ist unbekannt." for key in sorted(unknown)]
    return GateSpec(
        kind=kind,
        party=_choice(Party, raw.get("party", party), place, problems),
        right=_choice(Right, raw.get("right", right), place, problems),
        parameters=parameters,
    )


def _choice(choices, value, place: str, problems: list[str]):
    try:
        return choices(value)
    except ValueError:
        problems.append(f"{place}: „{value}“ gibt es nicht.")
        return next(iter(choices))
