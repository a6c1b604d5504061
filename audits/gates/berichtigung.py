"""What rests on an entry that is to be set right: what falls with it, and what holds it fast."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.urls import reverse

from auditportal.verdict import WHEN, Verdict, because, unless
from audits.gates import document as papers
from audits.gates import veranstaltung as events
from audits.models import (
    AuditCycle,
    AwardState,
    Begutachtung,
    Beschluss,
    Fassung,
    Freigabe,
    PhaseRun,
    Signature,
    Veranstaltung,
    Vermerk,
)
from handlungsfelder.models import Gate, GateKind

type Entry = Beschluss | Vermerk | Signature | Freigabe | Veranstaltung
type Paper = Fassung | Beschluss | Begutachtung


@dataclass(frozen=True)
class Rest:
    """What is set aside together with an entry, and why it cannot be set right at all."""

    papers: list[Paper]
    bound: Verdict


def is_in_force(entry: Entry | Paper | PhaseRun) -> Verdict:
    """What was set right once is set right by its successor."""
    return unless(not hasattr(entry, "berichtigung"), WHEN, "Dieser Eintrag ist schon berichtigt.")


# --- where an entry belongs -----------------------------------------------------------------------


def gate_of(entry: Entry) -> Gate | None:
    """The gate that asks for it, if its template has one."""
    if isinstance(entry, Vermerk):
        return entry.gate
    if isinstance(entry, Signature):
        return papers.asked_for(entry.cycle, entry.document.code)
    if isinstance(entry, Veranstaltung):
        return events.asked_for(entry.cycle, entry.code)
    if isinstance(entry, Freigabe):
        return _asks_for_release(entry)
    asking = entry.cycle.version.gates(GateKind.BESCHLUSS, topic=entry.topic)
    return next((gate for gate in asking if gate.phase_id == entry.run.phase_id), None)


def _asks_for_release(freigabe: Freigabe) -> Gate | None:
    cycle = freigabe.cycle
    if freigabe.document:
        return papers.asked_for(cycle, freigabe.document.code)
    asking = cycle.version.gates(GateKind.RELEASE, subject=freigabe.subject)
    return next(iter(asking), None)


def run_of(entry: Entry) -> PhaseRun | None:
    """The run in which it opens a gate; None where nothing asks for it yet."""
    runs = entry.cycle.runs.in_force()
    if isinstance(entry, Beschluss | Vermerk):
        return runs.stretches_of([entry.run]).last()
    gate = gate_of(entry)
    return runs.filter(phase=gate.phase_id).last() if gate else None


# --- what rests on it -----------------------------------------------------------------------------


def rest_on(entry: Entry) -> Rest:
    """A paper rests on it if it was frozen, submitted or decided in the same phase afterwards, or
    if it contains it: a dossier holds all but the Vermerke."""
    since, run = _since(entry), run_of(entry)
    first: list[Paper] = []
    if run:
        first += entry.cycle.fassungen.agreements().in_run(run).in_force().filter(since)
    if isinstance(entry, Beschluss) and entry.amended_fassung:
        first.append(entry.amended_fassung)
    sealed = entry.cycle.begutachtungen.in_force().filter(since)
    if isinstance(entry, Vermerk):
        sealed = sealed.in_run(run)
    first += sealed
    return Rest(found := _closure(entry.cycle, first), _held_by(entry, run, since, found))


def _since(entry: Entry) -> Q:
    """Rows that were written after it; what has no moment is older than all."""
    moment = entry.minuted_at if isinstance(entry, Veranstaltung) else entry.recorded_at
    return Q(recorded_at__gte=moment) if moment else Q()


def _closure(cycle: AuditCycle, first: list[Paper]) -> list[Paper]:
    """With what rests on these in turn: a Beschluss on its Fassung, a submission on both."""
    fassungen = [one for one in first if isinstance(one, Fassung)]
    decided = cycle.beschluesse.in_force().filter(
        Q(fassung__in=fassungen) | Q(amended_fassung__in=fassungen)
    )
    found = list(dict.fromkeys([*first, *decided]))
    moments = [one.recorded_at for one in found if not isinstance(one, Begutachtung)]
    if moments:
        found += cycle.begutachtungen.in_force().filter(recorded_at__gte=min(moments))
    return list(dict.fromkeys(found))


def rest_after(cycle: AuditCycle, run: PhaseRun) -> Rest:
    """What was done in the phases after this one."""
    later = list(cycle.runs.in_force().filter(pk__gt=run.pk))
    inside = cycle.runs.stretches_of(later)
    first: list[Paper] = [
        *cycle.fassungen.agreements().in_force().filter(run__in=inside),
        *cycle.beschluesse.in_force().filter(run__in=inside),
        *cycle.begutachtungen.in_force().filter(run__in=inside),
    ]
    found = _closure(cycle, first)
    awards = cycle.awards.exclude(state=AwardState.WITHDRAWN)
    awarded = awards.filter(run__in=cycle.runs.stretches_of([run, *later]))
    begun = [phase.phase_id for phase in later]
    released = [one for one in _releases(cycle) if _asks_in(one, begun)]
    return Rest(found, _judged(cycle, run, later, found) & _awarded(awarded) & _released(released))


def _judged(cycle: AuditCycle, run: PhaseRun, later: list[PhaseRun], found: list[Paper]) -> Verdict:
    """Also a submission of before, if it was judged since."""
    voted = any(
        gate.kind in (GateKind.VOTA, GateKind.SIGN_OFF)
        for one in (run, *later)
        for gate in one.phase.gates.all()
    )
    newest = cycle.begutachtungen.newest() if voted else None
    sealed = [one for one in found if isinstance(one, Begutachtung)]
    return _signed([*sealed, *([newest] if newest else [])])


def _asks_in(freigabe: Freigabe, phases: list[int]) -> bool:
    gate = _asks_for_release(freigabe)
    return gate is not None and gate.phase_id in phases


# --- what holds it fast ---------------------------------------------------------------------------


def _held_by(entry: Entry, run: PhaseRun | None, since: Q, found: list[Paper]) -> Verdict:
    cycle = entry.cycle
    awards = cycle.awards.exclude(state=AwardState.WITHDRAWN).filter(since)
    if isinstance(entry, Vermerk):
        awards = awards.in_run(run)
    released = [
        one
        for one in _releases(cycle).filter(since)
        if run and one != entry and _asks_in(one, [run.phase_id])
    ]
    sealed = [one for one in found if isinstance(one, Begutachtung)]
    return _signed(sealed) & _awarded(awards) & _released(released)


def _releases(cycle: AuditCycle) -> QuerySet:
    return cycle.freigaben.in_force().select_related("document")


def _signed(submissions: list[Begutachtung]) -> Verdict:
    """A signed Votum is about exactly this; another round is another submission."""
    verdict = Verdict()
    for one in dict.fromkeys(submissions):
        verdict &= unless(
            not one.is_signed and not one.vota.signed().exists(),
            WHEN,
            "Darauf beruht schon ein gezeichnetes Votum. Der Weg dafür ist eine Nachbesserung: "
            "Sie führt in eine neue Runde, in der das Richtige gilt.",
            link=one.get_absolute_url(),
        )
    return verdict


def _awarded(awards: QuerySet) -> Verdict:
    verdict = Verdict()
    for one in awards:
        verdict &= because(
            WHEN, f"Darauf beruht schon die Verleihung {one}. Sie müsste zuerst entzogen werden."
        )
    return verdict


def _released(freigaben: list[Freigabe]) -> Verdict:
    verdict = Verdict()
    for one in freigaben:
        verdict &= because(
            WHEN,
            "Darauf beruht schon eine Freigabe der Begleitung. Nehmen Sie diese zuerst zurück.",
            link=reverse("audits:freigabe_correct", args=[one.pk]),
        )
    return verdict


def is_unread(begutachtung: Begutachtung) -> bool:
    """Nobody who judges has come to the sealed text yet."""
    assessors = begutachtung.cycle.berufungen.active().assessors()
    return not assessors.filter(declared_at__isnull=False).exists()


def holds_fast(submission: Begutachtung) -> Verdict:
    """A submission that was judged stays."""
    return _signed([submission])
