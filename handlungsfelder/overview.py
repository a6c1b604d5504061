"""What a version in the making says, short enough for the overview of its parts."""

from dataclasses import dataclass

from auditportal.models import OrganisationKind
from auditportal.notation import counted
from handlungsfelder.models import GateKind, SubjectKind, Word
from handlungsfelder.parameters import Shape, parameters_of
from handlungsfelder.picture import way_of
from handlungsfelder.reading import Problem
from handlungsfelder.template import FeldSpec, GateSpec, Template
from handlungsfelder.wording import gate_text, listed, parameter_text

# What the sentence about a gate says already.
NAME = ("title", "label")
IN_THE_SENTENCE = {GateKind.APPOINTED: ("function", "count")}
NAMED = 6  # so many names stand in the overview of a list


@dataclass(frozen=True)
class WrittenGate:
    """A gate of a phase: its sentence, what else was said, and what is wrong with it."""

    text: str
    detail: str
    problems: list[str]


@dataclass(frozen=True)
class PartRow:
    """One row of a part, in words, with what is still wrong with it."""

    title: str
    details: list[str]
    problems: list[str]
    gates: list[WrittenGate]


def summary(template: Template) -> dict[str, list[str]]:
    """One to three lines for each part of the editor."""
    return {
        "verfahren": _head(template),
        "words": [listed([template.words[word] for word in list(Word)[:3]])],
        "seiten": _named([side["label"] for side in template.sides], "Seite", "Seiten"),
        "handlungsfelder": _felder(template),
        "phasen": _phases(template),
        "zielgruppen": _named(
            [group["label"] for group in template.target_groups], "Zielgruppe", "Zielgruppen"
        ),
        "ergebnis": _outcome(template),
        "stufen": _named([level["title"] for level in template.levels], "Stufe", "Stufen"),
        "kennzahl": [template.threshold["label"]] if template.threshold else [],
        "ladder": [f"Folgt auf {listed(template.follows)}"] if template.follows else [],
    }


def _named(names: list[str], one: str, many: str) -> list[str]:
    if not names:
        return []
    more = [f"{len(names) - NAMED} weitere"] if len(names) > NAMED else []
    return [f"{counted(len(names), one, many)}: {listed([*names[:NAMED], *more])}"]


def _head(template: Template) -> list[str]:
    lines = [f"{template.name} ({template.code}), Version {template.number}", template.label]
    if template.subject_kind:
        lines.append(str(SubjectKind(template.subject_kind).label))
    return [line for line in lines if line]


def _felder(template: Template) -> list[str]:
    asked = sum(len(feld.leitfragen) for feld in template.felder)
    named = _named([feld.name for feld in template.felder], "Handlungsfeld", "Handlungsfelder")
    return [*named, counted(asked, "Leitfrage", "Leitfragen")] if named else []


def _phases(template: Template) -> list[str]:
    gates = sum(len(phase.gates) for phase in template.phases)
    named = _named([phase.name for phase in template.phases], "Phase", "Phasen")
    return [*named, counted(gates, "Bedingung", "Bedingungen")] if named else []


def _outcome(template: Template) -> list[str]:
    if not template.certificate_title:
        return []
    months = template.validity_months
    valid = f"gültig {counted(months, 'Monat', 'Monate')}" if months else "unbegrenzt gültig"
    return [f"„{template.certificate_title}“, {valid}"]


# --- the rows of a part ---------------------------------------------------------------------------


def rows_of(template: Template, key: str, problems: list[Problem]) -> list[PartRow]:
    rows = {
        "seiten": lambda: [(side["label"], _side(side)) for side in template.sides],
        "zielgruppen": lambda: [
            (group["label"], [group["dimension"]]) for group in template.target_groups
        ],
        "stufen": lambda: [(level["title"], _level(level, template)) for level in template.levels],
        "handlungsfelder": lambda: [(feld.name, _feld(feld)) for feld in template.felder],
        "phasen": lambda: _ways(template),
    }[key]()
    gates = [phase.gates for phase in template.phases] if key == "phasen" else [[] for _ in rows]
    return [
        PartRow(
            title,
            [detail for detail in details if detail],
            _about(problems, n, None),
            [_gate(gate, template, _about(problems, n, m)) for m, gate in enumerate(gates[n])],
        )
        for n, (title, details) in enumerate(rows)
    ]


def _about(problems: list[Problem], number: int, gate: int | None) -> list[str]:
    here = (number, gate)
    return [one.text for one in problems if (one.place.number, one.place.gate) == here]


def _side(side: dict) -> list[str]:
    kinds = listed([str(OrganisationKind(kind).label) for kind in side["kinds"]], "oder")
    least, most = side["least"], side["most"]
    return [kinds, f"{least} bis {most}" if most > 1 else ""]


def _level(level: dict, template: Template) -> list[str]:
    if level["least"] is None:
        return []
    return [f"ab {level['least']} ({template.threshold.get('label', 'Kennzahl fehlt')})"]


def _feld(feld: FeldSpec) -> list[str]:
    return [
        counted(len(feld.leitfragen), "Leitfrage", "Leitfragen"),
        "Modul" if feld.is_module else "",
        "freies Feld" if feld.is_free else "",
    ]


def _ways(template: Template) -> list[tuple[str, list[str]]]:
    steps = way_of(template).steps
    return [(step.name, [f"{step.who} · {step.when}", *step.notes]) for step in steps]


def _gate(gate: GateSpec, template: Template, problems: list[str]) -> WrittenGate:
    details = [
        parameter_text(one, gate.parameters.get(one.name))
        for one in parameters_of(gate.kind)
        if one.shape != Shape.CODE and one.name not in IN_THE_SENTENCE.get(gate.kind, NAME)
    ]
    text = gate_text(gate.kind, gate.parameters, template.words)
    return WrittenGate(text, ", ".join(one for one in details if one), problems)
