from django.urls import reverse

from auditportal import clock
from auditportal.models import Organisation
from auditportal.verdict import WHEN, Verdict, because, unless
from audits.models import AuditCycle, CycleDocument, PhaseRun, parties_of
from handlungsfelder.models import Gate, GateKind, Party, Right


def current(cycle: AuditCycle, code: str) -> CycleDocument | None:
    return cycle.documents.current().with_code(code).first()


def current_in(run: PhaseRun, code: str) -> CycleDocument | None:
    """As `current`; where the way repeats, each round asks for a paper of its own."""
    document = current(run.cycle, code)
    if document and run.is_repeated and clock.day_of(document.uploaded_at) < run.began_on:
        return None
    return document


def asked_in(run: PhaseRun, code: str) -> Gate | None:
    """The gate of this very phase that asks for a paper with this code."""
    asking = run.cycle.version.gates(GateKind.DOCUMENT, document=code)
    return next((gate for gate in asking if gate.phase_id == run.phase_id), None)


def asked_for(cycle: AuditCycle, code: str) -> Gate | None:
    """The last gate along the way that asks for it."""
    return next(reversed(cycle.version.gates(GateKind.DOCUMENT, document=code)), None)


def asks(document: CycleDocument, what: str) -> bool:
    """Whether the template wants this paper to be `signed` or `released`."""
    gate = asked_for(document.cycle, document.code)
    return gate is not None and bool(gate.parameters.get(what))


def is_not_past(cycle: AuditCycle, code: str) -> Verdict:
    """What a phase asked for stays as it was when that phase was left."""
    gate, run = asked_for(cycle, code), cycle.open_run
    return unless(
        gate is None or (run is not None and run.phase.position <= gate.phase.position),
        WHEN,
        f"Die Phase „{gate and gate.phase}“ ist abgeschlossen: Das Dokument bleibt, wie es ist.",
    )


def is_there(run: PhaseRun, gate: Gate) -> Verdict:
    """Parameters `document` and `title`; `signed` asks for the day of every side's signature,
    `released` for the companion's Freigabe of exactly this file."""
    document = current_in(run, gate.parameters["document"])
    title = gate.parameters["title"]
    if document is None:
        return because(
            WHEN,
            f"Das Dokument „{title}“ fehlt.",
            link=reverse("audits:document_add", args=[run.pk, gate.parameters["document"]]),
        )
    verdict = _signed(run, document) if gate.parameters.get("signed") else Verdict()
    if gate.parameters.get("released"):
        verdict &= _released(run, document, title)
    return verdict


def signing_organisations(cycle: AuditCycle) -> list[Organisation]:
    """Who has to sign a common paper: the Träger and every party whose signature counts."""
    parties = parties_of(cycle)
    return [party.organisation for party in parties if party.signs] + [cycle.owner]


def is_newest(document: CycleDocument) -> Verdict:
    """Nothing is signed or released that a newer version has replaced."""
    return unless(
        not hasattr(document, "replaced_by"), WHEN, "Es gibt eine neuere Fassung dieses Dokuments."
    )


def is_not_signed(document: CycleDocument | None) -> Verdict:
    return unless(
        document is None
        or not asks(document, "signed")
        or not document.signatures.in_force().exists(),
        WHEN,
        "Das Dokument ist schon unterzeichnet und wird nicht mehr ersetzt.",
    )


def _signed(run: PhaseRun, document: CycleDocument) -> Verdict:
    done = set(document.signatures.in_force().organisation_ids())
    verdict = Verdict()
    for organisation in signing_organisations(run.cycle):
        of_traeger = organisation.pk == run.cycle.owner_id
        verdict &= unless(
            organisation.pk in done,
            WHEN,
            f"Der Tag der Unterschrift fehlt: {organisation}.",
            subject=organisation.name,
            link=reverse("audits:document_detail", args=[document.pk]),
            party=Party.TRAEGER if of_traeger else Party.MAIN,
            right=Right.RUN if of_traeger else Right.CHANGE,
            organisation=None if of_traeger else organisation.pk,
        )
    return verdict


def _released(run: PhaseRun, document: CycleDocument, title: str) -> Verdict:
    return unless(
        document.freigaben.in_force().exists(),
        WHEN,
        f"Die Freigabe fehlt: {title}.",
        link=reverse("audits:document_detail", args=[document.pk]),
        party=Party.AUDITOR,
        right=Right.ACCOMPANY,
    )
