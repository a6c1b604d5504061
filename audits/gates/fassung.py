from dataclasses import dataclass
from functools import cached_property

from django.urls import reverse

from auditportal.transaction import once
from auditportal.verdict import WHEN, Verdict, because, unless
from audits.gates import way
from audits.gates.beschluss import latest_agreement
from audits.models import AuditCycle, Fassung, PhaseRun, Topic
from audits.papers import freezing, stored
from audits.papers.draft import Feld, felder_of
from handlungsfelder.models import Gate, GateKind

ABOUT_IT = {"topic": str(Topic.AGREEMENT)}
# While one of these is asked for, the goals are in the works.
DRAFTS = {GateKind.FASSUNG, GateKind.GOALS, GateKind.MEASURES, GateKind.BALANCE, GateKind.OFFERS}
# What is judged, awarded or reported on is what was frozen before.
BUILDS_ON_IT = {
    GateKind.CONSENT,
    GateKind.SUBMISSION,
    GateKind.VOTA,
    GateKind.SIGN_OFF,
    GateKind.AWARD,
    GateKind.REPORTS,
}


@dataclass(frozen=True)
class Draft:
    """The goals and measures as they would be frozen now, beside the newest frozen version."""

    felder: list[Feld]
    content: dict
    text: str
    sha256: str
    latest: Fassung | None

    @cached_property
    def frozen(self) -> dict | None:
        """What the newest version says."""
        return stored.read(self.latest) if self.latest else None


def draft_of(cycle: AuditCycle, latest: Fassung | None) -> Draft:
    """The question and the action read the same, as long as nothing in it changes."""
    return once(_draft_of, cycle, latest)


def _draft_of(cycle: AuditCycle, latest: Fassung | None) -> Draft:
    felder = felder_of(cycle)
    content = freezing.agreement(cycle, felder)
    return Draft(felder, content, *freezing.canonical(content), latest)


def is_frozen(run: PhaseRun, gate: Gate) -> Verdict:
    """A version was frozen in this very run, and the draft has not moved away from it since."""
    latest = latest_agreement(run.cycle)
    link = reverse("audits:agreement_check", args=[run.cycle_id])
    if latest is None or not run.covers(latest.run_id):
        return because(WHEN, "Die Ziele und Maßnahmen sind noch nicht eingefroren.", link=link)
    return has_not_moved(latest)


def has_not_moved(fassung: Fassung) -> Verdict:
    """Whether the draft still says what was frozen: else there will be another version."""
    return unless(
        stored.read(fassung) == freezing.agreement(fassung.cycle),
        WHEN,
        f"Der Entwurf weicht von {fassung} ab: Frieren Sie ihn neu ein.",
        link=reverse("audits:agreement_check", args=[fassung.cycle_id]),
    )


def is_asked_now(cycle: AuditCycle) -> bool:
    """Whether the present phase asks for a frozen version."""
    return way.asks_now(cycle, GateKind.FASSUNG)


def is_waiting(cycle: AuditCycle, run: PhaseRun | None = None) -> bool:
    """Whether the newest maßgeblicher Beschluss (of this run, if one is named) did not take its
    version as it was, and nobody has confirmed another."""
    decided = cycle.beschluesse.about(Topic.AGREEMENT).in_force().authoritative()
    newest = (decided.in_run(run) if run else decided).last()
    return newest is not None and newest.leaves_it_open


def is_sent_back(cycle: AuditCycle, run: PhaseRun) -> bool:
    """Whether that happened in the present phase."""
    return way.asks_now(cycle, GateKind.BESCHLUSS, **ABOUT_IT) and is_waiting(cycle, run)


def agreement_is_open(cycle: AuditCycle) -> Verdict:
    """Goals may change until the phase that freezes them is left, and again after a Beschluss
    that did not take the newest version as it was. Where the way freezes another version later,
    they open again once everything that builds on the first one has passed."""
    run = cycle.open_run
    if run is None:
        return because(WHEN, "Dieser Durchlauf ist beendet.")
    return unless(
        _freezes_next(run) or is_sent_back(cycle, run),
        WHEN,
        "Die Ziele und Maßnahmen sind eingefroren.",
    )


def _freezes_next(run: PhaseRun) -> bool:
    """Whether a version is to be frozen before anything comes that builds on a frozen one."""
    for phase in way.coming(run):
        kinds = {gate.kind for gate in phase.gates.all()}
        if kinds & DRAFTS:
            return True
        if kinds & BUILDS_ON_IT or any(_decides(gate) for gate in phase.gates.all()):
            return False
    return False


def _decides(gate: Gate) -> bool:
    return gate.kind == GateKind.BESCHLUSS and ABOUT_IT.items() <= gate.parameters.items()


def is_to_be_frozen(cycle: AuditCycle) -> Verdict:
    """The phase asks for a frozen version, or a Beschluss asks for a changed one."""
    return unless(
        is_asked_now(cycle) or is_waiting(cycle),
        WHEN,
        "In der jetzigen Phase ist nichts einzufrieren.",
    )


def is_as_checked(cycle: AuditCycle, draft: Draft, checked: str | None) -> Verdict:
    """Frozen is what somebody has looked at, not what became of it meanwhile."""
    return unless(
        checked is None or checked == draft.sha256,
        WHEN,
        "Der Entwurf hat sich geändert, seit Sie ihn geprüft haben.",
        link=reverse("audits:agreement_check", args=[cycle.pk]),
    )


def is_news(cycle: AuditCycle, draft: Draft) -> Verdict:
    """Freezing the same once more would only make a second name for it."""
    latest, run = draft.latest, cycle.open_run
    is_of_this_run = latest is not None and run is not None and latest.run_id == run.pk
    return unless(
        draft.frozen != draft.content or (is_asked_now(cycle) and not is_of_this_run),
        WHEN,
        f"Seit {latest} hat sich nichts geändert.",
    )
