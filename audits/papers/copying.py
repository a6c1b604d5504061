"""What of one cycle's agreement has its place in another one, whatever its version.

Read is the newest frozen agreement, never a draft. What the other catalogue has no place for is
named, with the reason; nothing is bent to fit.
"""

from dataclasses import dataclass, field

from audits.models import AuditCycle, Fassung, Goal
from audits.papers import stored
from handlungsfelder.crosswalk import counterpart
from handlungsfelder.models import Handlungsfeld


@dataclass(frozen=True)
class LeftOut:
    """Something that finds no place in the other cycle: what it is, where it stood, and why."""

    what: str
    feld: str
    reason: str


@dataclass
class CarryOver:
    """What would be carried over: the goals of each Handlungsfeld of the target, as frozen text.

    What came over earlier is not carried over again.
    """

    fassung: Fassung | None = None
    felder: list[tuple[Handlungsfeld, dict, list[dict]]] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    taken: list[Goal] = field(default_factory=list)  # what came over earlier

    @property
    def goals(self) -> list[dict]:
        return [goal for _, _, goals in self.felder for goal in goals]

    @property
    def measures(self) -> list[dict]:
        return [measure for goal in self.goals for measure in goal["measures"]]


def plan(source: AuditCycle, target: AuditCycle) -> CarryOver:
    """What copying would do, without doing it."""
    found = CarryOver(source.fassungen.agreements().in_force().newest())
    copies = target.goals.filter(origin__cycle=source)
    found.taken = list(copies.select_related("handlungsfeld", "origin__handlungsfeld"))
    for content in stored.read(found.fassung)["handlungsfelder"] if found.fassung else ():
        if content["goals"]:
            _place(found, source, target, content)
    return found


def _place(found: CarryOver, source: AuditCycle, target: AuditCycle, content: dict) -> None:
    name, goals = content["name"], content["goals"]
    origins = [one.origin for one in found.taken if one.origin]
    taken = {(one.handlungsfeld.code, one.title) for one in origins}
    feld, reason = _counterpart(source, target, content["code"])
    if feld is None:
        found.left_out += [LeftOut(f"Ziel „{goal['title']}“", name, reason) for goal in goals]
        return
    goals = [goal for goal in goals if (content["code"], goal["title"]) not in taken]
    found.felder.append((feld, content, goals))
    known = set(target.version.target_group_labels().values())
    for measure in (one for goal in goals for one in goal["measures"]):
        for label in (one for one in measure["target_groups"] if one not in known):
            what = f"Zielgruppe „{label}“ der Maßnahme „{measure['title']}“"
            found.left_out.append(LeftOut(what, name, "Diese Zielgruppe gibt es hier nicht."))


def _counterpart(
    source: AuditCycle, target: AuditCycle, code: str
) -> tuple[Handlungsfeld | None, str]:
    """Where the goals of a field belong, or the sentence that says why they belong nowhere."""
    feld = next(one for one in source.version.felder if one.code == code)
    taking = counterpart(feld, target.version)
    if taking is None:
        why = "Ein frei gewähltes Thema" if feld.is_free else "Dieses Handlungsfeld"
        return None, f"{why} hat hier keine Entsprechung."
    chosen = next((one for one in target.felder if one.pk == taking.pk), None)
    return chosen, f"„{taking}“ ist hier nicht gewählt."
