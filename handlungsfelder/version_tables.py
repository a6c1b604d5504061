"""A version that is written down, as the tables that it was entered from."""

from handlungsfelder.models import PhaseHelp, VerfahrenVersion, Word
from handlungsfelder.parameters import ALWAYS_BY
from handlungsfelder.tables import without_empty


def as_data(version: VerfahrenVersion) -> dict:
    """A version as the tables that it was entered from, without what is empty."""
    # Asked anew: they may change, and the phases of a published version are kept in memory.
    help_texts = PhaseHelp.objects.all().texts(version)
    head = {
        "code": version.verfahren.code,
        "name": version.verfahren.name,
        "version": version.number,
        "label": version.label,
        "summary": version.summary,
        "certificate_title": version.certificate_title,
        "certificate_number": version.certificate_number,
        "validity_months": version.validity_months,
        "subject_kind": version.subject_kind,
        "in_programmes": version.in_programmes,
        "measure_fields": version.measure_fields,
        "rhythms": version.rhythms,
    }
    ladder = {
        "follows": version.follows,
        "lead_months": version.lead_months,
        "carries_over": version.carries_over,
        "needs": version.needs,
    }
    return without_empty(
        {
            "verfahren": without_empty(head),
            "ladder": without_empty(ladder),
            "words": {word: version.words[word] for word in Word.values},
            "seiten": [without_empty(side) for side in version.sides],
            "zielgruppen": [without_empty(group) for group in version.target_groups],
            "stufen": [without_empty(level) for level in version.levels],
            "kennzahl": version.threshold,
            "handlungsfelder": [_feld_data(feld) for feld in version.felder],
            "phasen": [_phase_data(phase, help_texts.get(phase.pk, "")) for phase in version.way],
        }
    )


def _feld_data(feld) -> dict:
    return without_empty(
        {
            "code": feld.code,
            "name": feld.name,
            "module": feld.is_module,
            "free": feld.is_free,
            "takes": feld.takes,
            "references": feld.references,
            "drafts": any(frage.is_draft for frage in feld.leitfragen.all()),
            "leitfragen": [frage.text for frage in feld.leitfragen.all()],
        }
    )


def _phase_data(phase, help_text: str) -> dict:
    return without_empty(
        {
            "code": phase.code,
            "name": phase.name,
            "party": phase.party,
            "right": phase.right,
            "help": help_text,
            "due_days": phase.due_days,
            "due_from": phase.due_from,
            "rework_days": phase.rework_days,
            "starts_clock": phase.starts_clock,
            "rework_to": phase.rework_to,
            "repeat_from": phase.repeat_from,
            "repeat_times": phase.repeat_times,
            "only_in_programme": phase.only_in_programme,
            "gates": [_gate_data(gate, phase) for gate in phase.gates.all()],
        }
    )


def _gate_data(gate, phase) -> dict:
    party, right = ALWAYS_BY.get(gate.kind, (phase.party, phase.right))
    own = {"party": gate.party, "right": gate.right}
    by = own if (gate.party, gate.right) != (party, right) else {}
    return {"kind": gate.kind} | by | gate.parameters
