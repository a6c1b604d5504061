"""What a published version is, told to people who have not met it: who, to what end, and then."""

from dataclasses import dataclass

from auditportal.models import OrganisationKind
from auditportal.notation import counted
from handlungsfelder.models import GateKind, Party, VerfahrenVersion, Word
from handlungsfelder.wording import listed


@dataclass(frozen=True)
class Ladder:
    """The rungs around a version: `before` and `after` are the newest versions of each."""

    before: list[VerfahrenVersion]
    after: list[VerfahrenVersion]

    @property
    def is_alone(self) -> bool:
        return not self.before and not self.after


def participants(version: VerfahrenVersion) -> list[tuple[str, str]]:
    """Who takes part and as what, in the words of the version."""
    rows = [(side["label"], _side(side)) for side in version.sides]
    if version.gates(GateKind.APPOINTED, function=Party.AUDITOR):
        rows.append((version.words[Word.AUDITOR], "begleitet im Auftrag des Trägers"))
    if version.gates(GateKind.APPOINTED, function=Party.ASSESSOR):
        rows.append((version.words[Word.ASSESSOR], "begutachtet unabhängig"))
    return [*rows, ("Träger", str(version.verfahren.owner))]


def _side(side: dict) -> str:
    kinds = listed([OrganisationKind(kind).label for kind in side["kinds"]], "oder")
    least, most = side["least"], side["most"]
    number = str(most) if least == most else f"{least} bis {most}"
    return f"nimmt teil: {number} × {kinds}"


def outcome(version: VerfahrenVersion) -> list[tuple[str, str]]:
    """What stands at the end, how long it holds, and what is reported meanwhile."""
    words = version.words
    if not version.has_award:
        rows = [("Ergebnis", f"{words[Word.CERTIFICATE]}, ohne Verleihung")]
    else:
        title = f"„{version.certificate_title}“" if version.certificate_title else ""
        rows = [("Ergebnis", " ".join([words[Word.CERTIFICATE], title]).strip())]
        if version.levels:
            rows.append(("Stufen", "; ".join(_level(version, level) for level in version.levels)))
        rows.append(("Gültigkeit", _validity(version)))
    return rows + [(words[Word.REPORT], text) for text in _reports(version)]


def _level(version: VerfahrenVersion, level: dict) -> str:
    if level["least"] is None:
        return level["title"]
    figure = version.threshold.get("label", "Kennzahl")
    return f"{level['title']} (ab {level['least']}, {figure})"


def _validity(version: VerfahrenVersion) -> str:
    if version.validity_months:
        return counted(version.validity_months, "Monat", "Monate")
    return "ohne festes Ende, solange erfüllt ist, was dazu gehört"


def _reports(version: VerfahrenVersion) -> list[str]:
    return [
        f"nach {listed([str(month) for month in gate.parameters['months']])} Monaten"
        for gate in version.gates(GateKind.REPORTS)
    ]


def ladder(version: VerfahrenVersion) -> Ladder:
    """The same Träger's alone."""
    rows = VerfahrenVersion.objects.published().filter(verfahren__owner=version.verfahren.owner_id)
    newest = {
        one.verfahren.code: one for one in rows.select_related("verfahren").order_by("number")
    }
    code = version.verfahren.code
    return Ladder(
        before=[newest[name] for name in version.follows if name in newest],
        after=[one for one in newest.values() if code in one.follows],
    )
