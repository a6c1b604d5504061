"""A version of a Verfahren as plain tables: each value checked and given its type.

`[verfahren]` is the head, `[words]` its nouns, `[ladder]` what comes before it; `[[seiten]]` who
takes part; `[[zielgruppen]]`, `[[stufen]]` and `[kennzahl]` what may be chosen;
`[[handlungsfelder]]` have `leitfragen`, `[[phasen]]` have `gates`.
"""

from dataclasses import dataclass, field
from pathlib import Path

from auditportal.models import OrganisationKind
from handlungsfelder.models import (
    DueFrom,
    GateKind,
    MeasureField,
    Party,
    Right,
    SubjectKind,
    Word,
)
from handlungsfelder.parameters import ALWAYS_BY
from handlungsfelder.reading import Place, Problem, Table, TemplateError
from handlungsfelder.toml_file import load

FOLDER = Path(__file__).parent / "verfahren"
MAX_PHASES = 100
MAX_GATES = 20
MAX_FELDER = 50
MAX_BYTES = 512 * 1024

KINDS = (OrganisationKind.KOMMUNE, OrganisationKind.KREIS, OrganisationKind.WOHNUNGSUNTERNEHMEN)


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
    repeat_from: str = ""
    repeat_times: int | None = None
    only_in_programme: bool = False
    gates: list[GateSpec] = field(default_factory=list)


@dataclass(frozen=True)
class FeldSpec:
    code: str
    name: str
    leitfragen: list[str]
    are_drafts: bool = False
    is_module: bool = False
    is_free: bool = False
    takes: list[str] = field(default_factory=list)
    references: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Template:
    """A whole version, each value of its type; whether its parts fit together says fitting.py.

    `sides` are tables of code, label, kinds, least, most; `target_groups` of code, label and
    dimension; `levels` of code, title, least (on the figure that `threshold` names, or None).
    """

    code: str
    name: str
    number: int
    label: str
    summary: str
    words: dict[str, str]
    certificate_title: str
    certificate_number: str
    validity_months: int | None
    sides: list[dict]
    target_groups: list[dict]
    measure_fields: list[str]
    levels: list[dict]
    threshold: dict
    rhythms: list[int]
    subject_kind: str
    in_programmes: bool
    follows: list[str]
    lead_months: int | None
    carries_over: bool
    needs: str
    felder: list[FeldSpec]
    phases: list[PhaseSpec]

    def gates(self, kind: GateKind) -> list[tuple[int, int, GateSpec]]:
        """Every gate of a kind, with the places of its phase and of itself, counted from 0."""
        return [
            (n, m, gate)
            for n, phase in enumerate(self.phases)
            for m, gate in enumerate(phase.gates)
            if gate.kind == kind
        ]


def read(path: Path) -> Template:
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        problem = Problem(Place(), f"{path.name}: keine lesbare Vorlage (kein Text in UTF-8).")
        raise TemplateError([problem]) from error
    return parse(load(text, path.name))


def parse(data: dict) -> Template:
    """Every value checked on its own; whoever publishes asks `fitting.problems_of` as well."""
    template, problems = examine(data)
    if problems:
        raise TemplateError(problems)
    return template


def examine(data: dict) -> tuple[Template, list[Problem]]:
    """The template as far as it can be read, and what is wrong with single values."""
    problems: list[Problem] = []
    top = Table(data, Place(), problems)
    head = top.table("verfahren", "Verfahren")
    ladder = top.table("ladder", "Stufenleiter")
    words = top.table("words", "Wörter")
    felder = top.tables("handlungsfelder", "Handlungsfeld", most=MAX_FELDER)
    phases = top.tables("phasen", "Phase", most=MAX_PHASES)
    template = Template(
        code=head.code("code", most=20),
        name=head.text("name", required=True),
        number=head.number("version", required=True, least=1) or 0,
        label=head.text("label"),
        summary=head.text("summary", most=4000),
        words={word: words.text(word, required=True, most=100) for word in Word.values},
        certificate_title=head.text("certificate_title"),
        certificate_number=head.text("certificate_number", most=50),
        validity_months=head.number("validity_months", least=1, most=1200),
        sides=[_side(side) for side in top.tables("seiten", "Seite", most=10)],
        target_groups=[
            _group(group) for group in top.tables("zielgruppen", "Zielgruppe", most=100)
        ],
        measure_fields=head.choices(MeasureField, "measure_fields"),
        levels=[_level(level) for level in top.tables("stufen", "Stufe", most=20)],
        threshold=_threshold(top),
        rhythms=head.numbers("rhythms", least=1, most=120),
        subject_kind=head.choice(SubjectKind, "subject_kind", ""),
        in_programmes=head.flag("in_programmes"),
        follows=ladder.strings("follows"),
        lead_months=ladder.number("lead_months", least=1, most=120),
        carries_over=ladder.flag("carries_over"),
        needs=ladder.text("needs", most=1000),
        felder=[_feld(feld) for feld in felder],
        phases=[_phase(phase) for phase in phases],
    )
    for table in (head, ladder, words, top):
        table.refuse_the_rest()
    return template, problems


def _side(side: Table) -> dict:
    found = {
        "code": side.code("code"),
        "label": side.text("label", required=True, most=100),
        "kinds": side.choices(OrganisationKind, "kinds", among=KINDS, required=True),
        "least": side.number("least", least=1, most=20) or 1,
        "most": side.number("most", least=1, most=20) or 1,
    }
    side.refuse_the_rest()
    return found


def _group(group: Table) -> dict:
    found = {
        "code": group.code("code"),
        "label": group.text("label", required=True, most=100),
        "dimension": group.text("dimension", most=100),
    }
    group.refuse_the_rest()
    return found


def _level(level: Table) -> dict:
    found = {
        "code": level.code("code"),
        "title": level.text("title", required=True),
        "least": level.number("least", most=1_000_000),
    }
    level.refuse_the_rest()
    return found


def _threshold(top: Table) -> dict:
    table = top.table("kennzahl", "Kennzahl")
    label = table.text("label", most=100)
    table.refuse_the_rest()
    return {"label": label} if label else {}


def _feld(feld: Table) -> FeldSpec:
    found = FeldSpec(
        code=feld.code("code", most=20),
        name=feld.text("name", required=True),
        leitfragen=feld.strings("leitfragen", most=1000),
        are_drafts=feld.flag("drafts"),
        is_module=feld.flag("module"),
        is_free=feld.flag("free"),
        takes=feld.strings("takes"),
        references=feld.strings("references"),
    )
    feld.refuse_the_rest()
    return found


def _phase(phase: Table) -> PhaseSpec:
    party = phase.choice(Party, "party", Party.MAIN)
    right = phase.choice(Right, "right", Right.CHANGE)
    gates = phase.tables("gates", "Bedingung", most=MAX_GATES)
    found = PhaseSpec(
        code=phase.code("code"),
        name=phase.text("name", required=True, most=100),
        party=party,
        right=right,
        help=phase.text("help", most=4000),
        due_days=phase.number("due_days", most=3660),
        due_from=phase.choice(DueFrom, "due_from", DueFrom.PHASE),
        rework_days=phase.number("rework_days", least=1, most=3660) or 60,
        starts_clock=phase.flag("starts_clock"),
        rework_to=phase.text("rework_to", most=40),
        repeat_from=phase.text("repeat_from", most=40),
        repeat_times=phase.number("repeat_times", least=2, most=100),
        only_in_programme=phase.flag("only_in_programme"),
        gates=[_gate(gate, party, right) for gate in gates],
    )
    phase.refuse_the_rest()
    return found


def _gate(gate: Table, party: Party, right: Right) -> GateSpec:
    kind = gate.choice(GateKind, "kind", None)
    always = ALWAYS_BY.get(kind)
    found = GateSpec(
        kind=kind or GateKind.VERMERK,
        party=gate.choice(Party, "party", always[0] if always else party),
        right=gate.choice(Right, "right", always[1] if always else right),
        parameters=gate.parameters(kind) if kind else {},
    )
    if kind:
        gate.refuse_the_rest()
    return found
