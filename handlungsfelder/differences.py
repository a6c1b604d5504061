"""What two versions say differently, in sentences and part by part."""

from collections.abc import Iterator
from dataclasses import dataclass

from auditportal.models import OrganisationKind
from handlungsfelder.models import (
    MeasureField,
    Phase,
    SubjectKind,
    VerfahrenVersion,
    Word,
)
from handlungsfelder.parameters import Parameter, Shape, parameters_of
from handlungsfelder.picture import Station, way_of
from handlungsfelder.template import FeldSpec, GateSpec, PhaseSpec, Template
from handlungsfelder.wording import gate_text, parameter_text, plain, whose

HEAD = (
    "label",
    "summary",
    "subject_kind",
    "in_programmes",
    "measure_fields",
    "rhythms",
    "certificate_title",
    "certificate_number",
    "validity_months",
    "follows",
    "lead_months",
    "carries_over",
    "needs",
)
PHASE = ("starts_clock", "rework_days", "repeat_times", "only_in_programme")
BACK = ("rework_to", "repeat_from")
NOTHING = "keine Angabe"


@dataclass(frozen=True)
class Change:
    """One thing that is other: in which part, what happened, and the particulars."""

    part: str
    text: str
    particulars: tuple[str, ...] = ()


def between(old: Template, new: Template) -> list[Change]:
    """In the order in which the editor shows the parts."""
    parts = (_head, _words, _rows, _felder, _phases)
    return [change for part in parts for change in part(old, new)]


def _became(label: str, was, now) -> str:
    return f"{label}: bisher „{plain(was) or NOTHING}“, jetzt „{plain(now) or NOTHING}“"


# --- head and words -------------------------------------------------------------------------------


def _head(old: Template, new: Template) -> Iterator[Change]:
    if old.code != new.code:
        yield Change("Verfahren", _became("Kürzel", old.code, new.code))
    if old.name != new.name:
        yield Change("Verfahren", _became("Name", old.name, new.name))
    for name in HEAD:
        was, now = _value(old, name), _value(new, name)
        if was != now:
            yield Change("Verfahren", _became(_label(name), was, now))


def _label(name: str, model=VerfahrenVersion) -> str:
    label = str(model._meta.get_field(name).verbose_name)
    return label[:1].upper() + label[1:]


def _value(template: Template, name: str):
    value = getattr(template, name)
    if name == "measure_fields":
        return [str(MeasureField(one).label) for one in value]
    if name == "subject_kind":
        return str(SubjectKind(value).label) if value else ""
    return value


def _words(old: Template, new: Template) -> Iterator[Change]:
    for word in Word:
        was, now = old.words[word], new.words[word]
        if was != now:
            yield Change("Wörter", _became(word.label, was, now))


# --- what may be chosen, and Handlungsfelder ------------------------------------------------------


def _rows(old: Template, new: Template) -> Iterator[Change]:
    parts = (
        ("Teilnehmende Seiten", "Seite", old.sides, new.sides, "label"),
        ("Zielgruppen", "Zielgruppe", old.target_groups, new.target_groups, "label"),
        ("Stufen", "Stufe", old.levels, new.levels, "title"),
    )
    for part, noun, before, after, name in parts:
        for was, now in pairs(before, after, lambda row: row["code"]):
            if was is None or now is None:
                yield Change(part, _come_or_gone(noun, was and was[name], now and now[name]))
            elif was != now:
                yield Change(part, f"{noun} geändert: „{now[name]}“", tuple(_table(was, now)))
        yield from _order(part, before, after, lambda row: row["code"])
    if old.threshold != new.threshold:
        figures = old.threshold.get("label"), new.threshold.get("label")
        yield Change("Stufen", _became("Kennzahl", *figures))


LABELS = {
    "label": "Name",
    "title": "Titel",
    "kinds": "Organisationen",
    "least": "mindestens",
    "most": "höchstens",
    "dimension": "Überschrift",
}


def _table(was: dict, now: dict) -> Iterator[str]:
    for key, label in LABELS.items():
        if was.get(key) != now.get(key):
            yield _became(label, _named(key, was.get(key)), _named(key, now.get(key)))


def _named(key: str, value):
    return [str(OrganisationKind(kind).label) for kind in value] if key == "kinds" else value


def _come_or_gone(noun: str, was: str | None, now: str | None) -> str:
    return f"{noun} neu: „{now}“" if was is None else f"{noun} gestrichen: „{was}“"


def _felder(old: Template, new: Template) -> Iterator[Change]:
    part, noun = "Handlungsfelder", "Handlungsfeld"
    for was, now in pairs(old.felder, new.felder, _code):
        if was is None or now is None:
            yield Change(part, _come_or_gone(noun, was and was.name, now and now.name))
        elif particulars := tuple(_feld(was, now)):
            yield Change(part, f"{noun} geändert: „{now.name}“", particulars)
    yield from _order(part, old.felder, new.felder, _code)


def _code(row: FeldSpec | PhaseSpec) -> str:
    return row.code


def _feld(was: FeldSpec, now: FeldSpec) -> Iterator[str]:
    if was.name != now.name:
        yield _became("Name", was.name, now.name)
    yield from _come_and_gone("Leitfrage", was.leitfragen, now.leitfragen)
    for name, label in {
        "are_drafts": "Leitfragen noch Entwurf",
        "is_module": "Modul",
        "is_free": "Freies Feld",
        "takes": "Entspricht früheren Feldern",
        "references": "Bezüge",
    }.items():
        if getattr(was, name) != getattr(now, name):
            yield _became(label, getattr(was, name), getattr(now, name))


def _come_and_gone(noun: str, was: list[str], now: list[str]) -> Iterator[str]:
    yield from (f"{noun} neu: {text}" for text in now if text not in was)
    yield from (f"{noun} gestrichen: {text}" for text in was if text not in now)


# --- phases and their gates -----------------------------------------------------------------------


def _phases(old: Template, new: Template) -> Iterator[Change]:
    part = "Phasen"
    steps = {id(phase): step for one in (old, new) for phase, step in _steps(one)}
    for was, now in pairs(old.phases, new.phases, _code):
        if was is None or now is None:
            yield Change(part, _come_or_gone("Phase", was and was.name, now and now.name))
            continue
        own = [*_phase(was, now, old, new), *_when(steps[id(was)], steps[id(now)])]
        if particulars := (*own, *_gates(was, now, old, new)):
            yield Change(part, f"Phase geändert: „{now.name}“", particulars)
    yield from _order(part, old.phases, new.phases, _code)


def _steps(template: Template) -> Iterator[tuple[PhaseSpec, Station]]:
    return zip(template.phases, way_of(template).steps, strict=True)


def _when(was: Station, now: Station) -> Iterator[str]:
    if was.when != now.when:
        yield _became("Frist", was.when, now.when)


def _phase(was: PhaseSpec, now: PhaseSpec, old: Template, new: Template) -> Iterator[str]:
    if was.name != now.name:
        yield _became("Name", was.name, now.name)
    if (was.party, was.right) != (now.party, now.right):
        before = whose(old.words, was.party, was.right)
        yield _became("Wer sie abschließt", before, whose(new.words, now.party, now.right))
    if was.help != now.help:
        yield "Hilfetext geändert"
    for name in PHASE:
        if getattr(was, name) != getattr(now, name):
            yield _became(_label(name, Phase), getattr(was, name), getattr(now, name))
    for name in BACK:
        before, after = _led_to(old, getattr(was, name)), _led_to(new, getattr(now, name))
        if before != after:
            yield _became(_label(name, Phase), before, after)


def _led_to(template: Template, code: str) -> str:
    """The name of the phase to which a way leads."""
    return next((phase.name for phase in template.phases if phase.code == code), code)


def _gates(was: PhaseSpec, now: PhaseSpec, old: Template, new: Template) -> Iterator[str]:
    """Those of the same kind belong together, in their order."""
    for before, after in pairs(_numbered(was.gates), _numbered(now.gates), lambda gate: gate[:2]):
        if before is None:
            yield f"Bedingung neu: {_gate(after[2], new)}"
        elif after is None:
            yield f"Bedingung gestrichen: {_gate(before[2], old)}"
        elif particulars := [*_gate_particulars(before[2], after[2], old, new)]:
            yield f"Bedingung geändert: {_gate(after[2], new)} ({'; '.join(particulars)})"


def _numbered(gates: list[GateSpec]) -> list[tuple]:
    """Each with its kind and which one of that kind it is."""
    kinds = [gate.kind for gate in gates]
    return [(gate.kind, kinds[:n].count(gate.kind), gate) for n, gate in enumerate(gates)]


def _gate(gate: GateSpec, template: Template) -> str:
    return gate_text(gate.kind, gate.parameters, template.words)


def _gate_particulars(was: GateSpec, now: GateSpec, old: Template, new: Template) -> Iterator[str]:
    for one in parameters_of(now.kind):
        before, after = was.parameters.get(one.name), now.parameters.get(one.name)
        if before != after:
            yield _became(one.label, _said(one, before), _said(one, after))
    if (was.party, was.right) != (now.party, now.right):
        before = whose(old.words, was.party, was.right)
        yield _became("wer das erledigt", before, whose(new.words, now.party, now.right))


def _said(one: Parameter, value) -> str:
    if one.shape == Shape.FLAG:
        return "ja" if value else "nein"
    return parameter_text(one, value) if one.choices else plain(value)


# --- what belongs together ------------------------------------------------------------------------


def pairs(old: list, new: list, key) -> list[tuple]:
    """Old and new of the same key; what stands in one alone has None beside it."""
    before, after = {key(row): row for row in old}, {key(row): row for row in new}
    kept = [(before.get(code), row) for code, row in after.items()]
    return kept + [(row, None) for code, row in before.items() if code not in after]


def _order(part: str, old: list, new: list, key) -> Iterator[Change]:
    """Said only of what stands in both."""
    before, after = [key(row) for row in old], [key(row) for row in new]
    if [code for code in before if code in after] != [code for code in after if code in before]:
        yield Change(part, "Reihenfolge geändert")
