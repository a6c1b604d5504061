"""Whether the parts of a template fit together, so that every cycle can reach its end."""

from collections.abc import Iterator

from handlungsfelder.models import DueFrom, GateKind, Party, Right
from handlungsfelder.parameters import ALWAYS_BY, CLOSES_PHASES, RIGHTS_OF
from handlungsfelder.reading import Place, Problem, TemplateError
from handlungsfelder.template import GateSpec, PhaseSpec, Template, examine

# What must have happened, at the latest in an earlier phase, before a gate of this kind can open.
FROZEN = (GateKind.FASSUNG, "Vorher wird keine Fassung eingefroren.")
NEEDS_EARLIER = {
    GateKind.SUBMISSION: FROZEN,
    GateKind.VOTA: (GateKind.SUBMISSION, "Vorher wird nichts eingereicht."),
    GateKind.REPORTS: FROZEN,
}
# What must stand in the same phase before it, or in an earlier one.
NEEDS_BEFORE = {
    GateKind.CONSENT: FROZEN,
    GateKind.SIGN_OFF: (GateKind.VOTA, "Vorher wird kein Votum gezeichnet."),
}
# What can only be worked on while a version is still to be frozen.
NEEDS_LATER = (GateKind.GOALS, GateKind.MEASURES, GateKind.BALANCE, GateKind.OFFERS)


def fitted(data: dict) -> Template:
    """A template that can be published; else every problem, at its place."""
    template, problems = examine(data)
    problems += problems_of(template)
    if problems:
        raise TemplateError(problems)
    return template


def problems(data: dict) -> list[Problem]:
    template, found = examine(data)
    return found + problems_of(template)


def problems_of(template: Template) -> list[Problem]:
    checks = (_whole, _doubles, _ways, _sides_act, _gates, _days, _reports, _end, _levels)
    return [problem for check in checks for problem in check(template)]


def _top(section: str, label: str, text: str) -> Problem:
    return Problem(Place(section, label=label), text)


def _at_phase(template: Template, n: int, text: str, gate: int | None = None) -> Problem:
    label = f"Phase {n + 1} („{template.phases[n].code}“)"
    if gate is not None:
        label += f", Bedingung {gate + 1}"
    return Problem(Place("phasen", n, gate, label), text)


def _whole(template: Template) -> Iterator[Problem]:
    """What every version has at least."""
    if not template.sides:
        yield _top("seiten", "Seiten", "Es fehlt, wer teilnimmt: mindestens eine Seite.")
    for n, side in enumerate(template.sides):
        if side["least"] > side["most"]:
            place = Place("seiten", n, label=f"Seite {n + 1} („{side['code']}“)")
            yield Problem(place, "Es sollen mindestens mehr teilnehmen als höchstens.")
    if not template.felder:
        yield _top("handlungsfelder", "Handlungsfelder", "Es fehlt mindestens ein Handlungsfeld.")
    elif all(feld.is_module for feld in template.felder) and not template.gates(GateKind.TOPICS):
        yield _top(
            "handlungsfelder",
            "Handlungsfelder",
            "Alle Felder werden gewählt, aber keine Phase verlangt die Wahl.",
        )
    if not template.phases:
        yield _top("phasen", "Phasen", "Es fehlt mindestens eine Phase.")


def _doubles(template: Template) -> Iterator[Problem]:
    named = [
        ("seiten", "Die Seite", [side["code"] for side in template.sides]),
        ("zielgruppen", "Die Zielgruppe", [group["code"] for group in template.target_groups]),
        ("stufen", "Die Stufe", [level["code"] for level in template.levels]),
        ("handlungsfelder", "Das Handlungsfeld", [feld.code for feld in template.felder]),
        ("phasen", "Die Phase", [phase.code for phase in template.phases]),
    ]
    for section, noun, codes in named:
        for code in sorted({code for code in codes if code and codes.count(code) > 1}):
            yield Problem(Place(section), f"{noun} „{code}“ steht doppelt.")


def _ways(template: Template) -> Iterator[Problem]:
    """Every way back leads back."""
    codes = [phase.code for phase in template.phases]
    for n, phase in enumerate(template.phases):
        if phase.rework_to and phase.rework_to not in codes[:n]:
            yield _at_phase(
                template, n, "Bei Nachbesserung geht es nur in eine frühere Phase zurück."
            )
        if phase.repeat_from and phase.repeat_from not in codes[: n + 1]:
            yield _at_phase(template, n, "Wiederholt wird ab einer früheren Phase oder ab dieser.")
        if phase.repeat_times and not phase.repeat_from:
            yield _at_phase(template, n, "Ab welcher Phase so oft wiederholt wird, fehlt.")
        if phase.only_in_programme and not template.in_programmes:
            yield _at_phase(template, n, "Dieses Verfahren läuft nicht in Programmen.")
    if template.phases and all(phase.only_in_programme for phase in template.phases):
        yield _top("phasen", "Phasen", "Ohne Programm bleibt keine Phase übrig.")


def _sides_act(template: Template) -> Iterator[Problem]:
    """Somebody who is there can leave every phase."""
    for n, phase in enumerate(template.phases):
        if phase.party not in CLOSES_PHASES:
            label = Party(phase.party).label
            yield _at_phase(template, n, f"Diese Phase kann niemand abschließen: {label}.")
        elif phase.right not in RIGHTS_OF[phase.party]:
            yield _at_phase(template, n, _no_such_right(phase))
        if phase.party == Party.AUDITOR and not _appointed(template, Party.AUDITOR, n - 1):
            text = "Hier handelt die Begleitung, aber vorher wird niemand berufen."
            yield _at_phase(template, n, text)


def _no_such_right(spec: PhaseSpec | GateSpec) -> str:
    party, right = Party(spec.party).label, Right(spec.right).label
    return f"Dieses Recht hat die Seite nicht: {party}, {right}."


def _appointed(template: Template, function: str, until: int) -> bool:
    """Whether somebody is appointed to this in a phase up to this one."""
    return any(
        n <= until and gate.parameters.get("function") == function
        for n, _, gate in template.gates(GateKind.APPOINTED)
    )


def _gates(template: Template) -> Iterator[Problem]:
    """No gate asks for what no phase can produce."""
    for n, phase in enumerate(template.phases):
        for m, gate in enumerate(phase.gates):
            for text in _about(template, n, m, gate):
                yield _at_phase(template, n, text, m)


def _about(template: Template, n: int, m: int, gate: GateSpec) -> Iterator[str]:
    always = ALWAYS_BY.get(gate.kind)
    if always and (gate.party, gate.right) != always:
        yield f"Das tut immer: {Party(always[0]).label}, {Right(always[1]).label}."
    elif gate.right not in RIGHTS_OF[gate.party]:
        yield _no_such_right(gate)
    yield from _order(template, n, m, gate)
    yield from _people(template, n, gate)
    yield from _objects(template, n, gate)


def _order(template: Template, n: int, m: int, gate: GateSpec) -> Iterator[str]:
    needed = NEEDS_EARLIER.get(gate.kind)
    if gate.kind == GateKind.BESCHLUSS and gate.parameters.get("topic") == "agreement":
        needed = FROZEN
    if needed and not any(other < n for other, _, _ in template.gates(needed[0])):
        yield needed[1]
    if gate.kind in NEEDS_BEFORE:
        kind, text = NEEDS_BEFORE[gate.kind]
        if not any((other, place) < (n, m) for other, place, _ in template.gates(kind)):
            yield text
    if gate.kind == GateKind.VOTA and not _is_sealed_anew(template, n):
        yield "Seit der letzten Freigabe wird nichts Neues eingereicht."
    freezing = template.gates(GateKind.FASSUNG)
    if gate.kind in NEEDS_LATER and not any(other >= n for other, _, _ in freezing):
        yield "Danach wird keine Fassung eingefroren: Hier wären die Ziele schon fest."


def _is_sealed_anew(template: Template, n: int) -> bool:
    """A later judgement is about a dossier of its own, not about the one that was signed off."""
    signed = [other for other, _, _ in template.gates(GateKind.SIGN_OFF) if other < n]
    sealed = [other for other, _, _ in template.gates(GateKind.SUBMISSION) if other < n]
    return not signed or any(other > max(signed) for other in sealed)


def _people(template: Template, n: int, gate: GateSpec) -> Iterator[str]:
    if gate.kind == GateKind.VOTA and not _appointed(template, Party.ASSESSOR, n):
        yield "Bis hierher wird niemand zur Begutachtung berufen."
    by_auditor = gate.kind == GateKind.RELEASE or gate.parameters.get("released")
    if (by_auditor or gate.party == Party.AUDITOR) and not _appointed(template, Party.AUDITOR, n):
        yield "Bis hierher wird niemand zur Begleitung berufen."


def _objects(template: Template, n: int, gate: GateSpec) -> Iterator[str]:
    """The things that a gate is about exist in this version."""
    if gate.kind == GateKind.TOPICS:
        count = sum(feld.is_module for feld in template.felder)
        if count < gate.parameters.get("minimum", 1):
            yield f"Zur Wahl stehen nur {count} Handlungsfelder."
    if gate.kind == GateKind.ANSWERS and not any(feld.leitfragen for feld in template.felder):
        yield "Kein Handlungsfeld hat eine Leitfrage."
    if gate.kind == GateKind.SUBJECT and not template.subject_kind:
        yield "Dieses Verfahren hat keinen Gegenstand, der zu beschreiben wäre."
    if gate.kind == GateKind.BALANCE and not template.carries_over:
        yield "Dieses Verfahren übernimmt nichts aus einem früheren."
    if gate.kind == GateKind.RELEASE:
        kinds = {"bestandsaufnahme": GateKind.ANSWERS, "profil": GateKind.PROFILE}
        kind = kinds.get(gate.parameters.get("subject", ""))
        if kind and not any(other <= n for other, _, _ in template.gates(kind)):
            yield "Bis hierher verlangt keine Phase, was hier freigegeben wird."


def _days(template: Template) -> Iterator[Problem]:
    """Deadlines that can be met."""
    latest, has_started = 0, False
    for n, phase in enumerate(template.phases):
        if phase.due_from == DueFrom.RHYTHM and not template.rhythms:
            yield _at_phase(template, n, "Der Rhythmus fehlt: Nennen Sie ihn beim Verfahren.")
        if phase.due_from == DueFrom.START and phase.due_days is not None:
            if not has_started:
                yield _at_phase(template, n, "Vor dieser Phase beginnt keine Uhr zu laufen.")
            elif phase.due_days < latest:
                yield _at_phase(template, n, "Diese Frist liegt vor der einer früheren Phase.")
            latest = max(latest, phase.due_days)
        has_started = has_started or phase.starts_clock
        yield from _gate_days(template, n)


def _gate_days(template: Template, n: int) -> Iterator[Problem]:
    """No gate is due when its phase is already over."""
    phase = template.phases[n]
    if phase.due_days is None or phase.due_from != DueFrom.PHASE:
        return
    for m, gate in enumerate(phase.gates):
        if gate.parameters.get("due_days", 0) > phase.due_days:
            yield _at_phase(template, n, "Diese Bedingung ist später fällig als ihre Phase.", m)


def _reports(template: Template) -> Iterator[Problem]:
    """What is awarded still holds when the last report is due."""
    months = template.validity_months
    if not months or not template.gates(GateKind.AWARD):
        return
    for n, m, gate in template.gates(GateKind.REPORTS):
        if max(gate.parameters.get("months") or [0]) > months:
            text = f"Der letzte Bericht ist später fällig, als das Ergebnis gilt ({months} Monate)."
            yield _at_phase(template, n, text, m)


def _end(template: Template) -> Iterator[Problem]:
    """What is awarded has a title and a number, and who awards it leaves the phase."""
    awards = template.gates(GateKind.AWARD)
    label = "Urkunde"
    if awards and not template.certificate_title and not template.levels:
        yield _top("ergebnis", label, "Der Titel für die Urkunde fehlt.")
    if awards and "{n}" not in template.certificate_number:
        yield _top("ergebnis", label, "Das Muster der Nummer braucht {n}, die laufende Zahl.")
    for n, m, _ in awards:
        phase = template.phases[n]
        if (phase.party, phase.right) != ALWAYS_BY[GateKind.AWARD]:
            text = "Wer verleiht, schließt die Phase ab: Träger, Zeichnen."
            yield _at_phase(template, n, text, m)
    if template.carries_over and not template.follows:
        yield _top(
            "ladder", "Stufenleiter", "Übernommen wird aus einem Verfahren, auf das dieses folgt."
        )


def _levels(template: Template) -> Iterator[Problem]:
    """Somebody chooses the level, and their thresholds rise."""
    if template.levels and not template.gates(GateKind.VOTA):
        yield _top("stufen", "Stufen", "Eine Stufe wird im Votum gewählt, aber es gibt keines.")
    thresholds = [level["least"] for level in template.levels if level["least"] is not None]
    if thresholds and not template.threshold:
        yield _top(
            "kennzahl", "Kennzahl", "Eine Stufe hat eine Schwelle: Benennen Sie die Kennzahl."
        )
    if thresholds != sorted(thresholds):
        yield _top("stufen", "Stufen", "Die Stufen stehen von der niedrigsten zur höchsten.")
