"""What a version prescribes, in sentences that every page says alike."""

from handlungsfelder.models import GateKind, Right, Word, party_label
from handlungsfelder.parameters import DUE, Parameter, Shape, parameters_of


def gate_text(kind: str, parameters: dict, words: dict[str, str]) -> str:
    """A gate in one sentence, with the names that the template gave."""
    label = GateKind(kind).label
    if kind == GateKind.BESCHLUSS:
        return f"{label} ({words[Word.COUNCIL]})"
    if kind == GateKind.APPOINTED and parameters.get("function"):
        function = party_label(words, parameters["function"])
        return f"Berufen: {parameters.get('count', 1)} × {function}"
    if kind == GateKind.AWARD:
        return f"Verliehen: {words[Word.CERTIFICATE]}"
    name = parameters.get("title") or parameters.get("label")
    return f"{label}: {name}" if name else label


def listed(parts: list[str], joint: str = "und") -> str:
    """„12, 24 und 36“."""
    *most, last = parts or [""]
    return f"{', '.join(most)} {joint} {last}" if most else last


def whose(words: dict[str, str], party: str, right: str) -> str:
    """A side and the right with which it acts, as the editor offers them."""
    return f"{party_label(words, party, right)}: {Right(right).label}"


def asked_by(kind: GateKind) -> str:
    """What whoever chooses a gate of this kind says next."""
    labels = [one.label for one in parameters_of(kind) if one.shape != Shape.CODE and one != DUE]
    return f"Dazu geben Sie an: {'; '.join(labels)}." if labels else "Dazu ist nichts anzugeben."


def parameter_text(one: Parameter, value) -> str:
    """What was said beside the kind of a gate; nothing where nothing was said."""
    if one.choices:
        return dict(one.choices).get(value, plain(value))
    if one.shape == Shape.FLAG:
        return one.label if value else ""
    if one.shape in (Shape.NUMBER, Shape.MONTHS):
        return f"{one.label}: {plain(value)}" if value else ""
    return plain(value)


def plain(value) -> str:
    """Any single value of a template as people read it."""
    if isinstance(value, bool):
        return "ja" if value else "nein"
    if isinstance(value, list | tuple):
        return ", ".join(plain(one) for one in value)
    return "" if value is None else str(value)
