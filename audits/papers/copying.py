"""How what one cycle has agreed on becomes goals and measures of another, whatever its version.

Read is the newest frozen agreement, never a draft. What the other catalogue has no place for is
named, with the reason; nothing is bent to fit.
"""

from dataclasses import dataclass, field

from auditportal import clock
from auditportal.models import User
from audits.facts.goal import GOAL
from audits.facts.measure import MEASURE
from audits.models import AuditCycle, Fassung, Goal, Measure, Zuordnung
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


def copy_goals(
    source: AuditCycle, target: AuditCycle, by: User
) -> tuple[list[Goal], list[LeftOut]]:
    """Write the goals and measures into the target (part of another action, under its lock).

    Each knows where it comes from and has no mark yet: whether it goes on is weighed later.
    """
    planned = plan(source, target)
    origins = _Origins(source)
    goals: list[Goal] = []
    measures: list[Measure] = []
    for feld, content, frozen in planned.felder:
        before = target.goals.in_feld(feld).count()
        before += sum(goal.handlungsfeld_id == feld.pk for goal in goals)
        for position, text in enumerate(frozen, start=before + 1):
            goal = _goal(target, feld, text, by)
            goal.position, goal.origin = position, origins.goal(content["code"], text)
            goals.append(goal)
            measures += _measures(goal, text, origins, by)
    copies: list[Goal | Measure] = [*goals, *measures]
    for copy in copies:
        copy.is_assigned = copy.origin is not None and copy.origin.is_assigned
    Goal.objects.bulk_create(goals)
    Measure.objects.bulk_create(measures)
    _tie_alike(source, copies)
    return goals, planned.left_out


def _tie_alike(source: AuditCycle, copies: list[Goal | Measure]) -> None:
    """What a goal or measure serves, its copy serves as well."""
    by_origin = {(type(copy), copy.origin_id): copy for copy in copies}
    ties = Zuordnung.objects.of(source)
    Zuordnung.objects.bulk_create(
        Zuordnung.of(by_origin[tie.key], tie.referenz_id) for tie in ties if tie.key in by_origin
    )


class _Origins:
    """The rows that a frozen text was made of, as far as they are still there."""

    def __init__(self, source: AuditCycle):
        rows = Goal.objects.of(source).select_related("handlungsfeld")
        self.goals = {(one.handlungsfeld.code, one.title): one for one in rows}
        measures = Measure.objects.of(source)
        self.measures = {(one.goal_id, one.title): one for one in measures}

    def goal(self, code: str, text: dict) -> Goal | None:
        return self.goals.get((code, text["title"]))

    def measure(self, goal: Goal | None, text: dict) -> Measure | None:
        return self.measures.get((goal.pk, text["title"])) if goal else None


def _goal(target: AuditCycle, feld: Handlungsfeld, text: dict, by: User) -> Goal:
    return Goal(
        cycle=target,
        handlungsfeld=feld,
        **GOAL.values_of(text, target.version),
        **_first_saved(by),
    )


def _measures(goal: Goal, text: dict, origins: _Origins, by: User) -> list[Measure]:
    version = goal.cycle.version
    return [
        Measure(
            cycle=goal.cycle,
            goal=goal,
            position=position,
            origin=origins.measure(goal.origin, one),
            **MEASURE.values_of(one, version),
            **_first_saved(by),
        )
        for position, one in enumerate(text["measures"], start=1)
    ]


def _first_saved(by: User) -> dict:
    return {"version": 1, "saved_at": clock.now(), "saved_by": by}
