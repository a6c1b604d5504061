"""What councils and committees decided, and that an amended version is the one they meant."""

import datetime as dt
from dataclasses import dataclass, field

from django.urls import reverse

from auditportal import clock, notation
from auditportal.action import happened
from auditportal.documents import Upload
from auditportal.models import User
from auditportal.verdict import WHEN, Verdict, unless
from audits import gates, permissions
from audits.actions import action
from audits.actions import document as documents
from audits.gates.berichtigung import is_in_force
from audits.gates.beschluss import latest_agreement
from audits.models import (
    AuditCycle,
    Beratung,
    Beschluss,
    Competence,
    CycleDocument,
    CycleEventKind,
    Fassung,
    PhaseRun,
    Result,
    Topic,
)
from handlungsfelder.models import GateKind, Party, Right


@dataclass(frozen=True)
class Stop:
    """A stop of the Beratungsfolge: which body, when, with which Zuständigkeit."""

    body: str
    session_on: dt.date
    competence: Competence


@dataclass(frozen=True)
class Decision:
    """What the minutes say: body, day, result, figures (all three or none), and the way there."""

    body: str
    session_on: dt.date
    result: Result
    is_authoritative: bool
    paper_number: str = ""
    votes: tuple[int, int, int] | None = None
    note: str = ""
    way: list[Stop] = field(default_factory=list)


def can_enter(user: User, cycle: AuditCycle, topic: Topic) -> Verdict:
    return permissions.may_act_any(
        user, cycle, (Party.MAIN, Right.CHANGE), (Party.TRAEGER, Right.RUN)
    ) & gates.is_demanded(cycle, GateKind.BESCHLUSS, topic=str(topic))


@action(CycleEventKind.BESCHLUSS_ENTERED)
def enter(
    *,
    cycle: AuditCycle,
    topic: Topic,
    decision: Decision,
    by: User,
    fassung: Fassung | None = None,
    upload: Upload | None = None,
) -> Beschluss:
    """Write down a Beschluss; one about the agreement names exactly the newest frozen version.

    `upload` is the excerpt of the minutes, kept with it or not at all.
    """
    is_plausible(cycle, topic, decision, fassung).require()
    run = cycle.open_run
    _is_new(run, topic, _facts(decision)).require()
    excerpt = _keep_excerpt(cycle, decision, upload, by) if upload else None
    beschluss = Beschluss(cycle=cycle, run=run, topic=topic, fassung=fassung, excerpt=excerpt)
    _write(beschluss, decision, by)
    happened(f"Beschluss: {beschluss}.")
    return beschluss


def put_right(
    wrong: Beschluss, decision: Decision, fassung: Fassung | None, upload: Upload | None, by: User
) -> Beschluss:
    """What the minutes really say (part of another action); the excerpt is kept or a better one."""
    cycle, fassung = wrong.cycle, fassung or wrong.fassung
    is_right = was_in_session(decision.session_on)
    is_right &= ends_with_it(decision.session_on, decision.way)
    if fassung != wrong.fassung:
        is_right &= is_about(cycle, fassung)
    (is_right & is_after_freezing(decision.session_on, fassung)).require()
    excerpt = _keep_excerpt(cycle, decision, upload, by) if upload else wrong.excerpt
    about = {"topic": wrong.topic, "run": wrong.run, "fassung": fassung, "excerpt": excerpt}
    return _write(Beschluss(cycle=cycle, **about), decision, by)


def _write(beschluss: Beschluss, decision: Decision, by: User) -> Beschluss:
    beschluss.note, beschluss.entered_by = decision.note, by
    for name, value in _facts(decision).items():
        setattr(beschluss, name, value)
    beschluss.save()
    Beratung.objects.bulk_create(_stops(beschluss.cycle, beschluss, decision.way))
    return beschluss


def _facts(decision: Decision) -> dict:
    """What never changes again once it is written down."""
    yes, no, abstained = decision.votes or (None, None, None)
    return {
        "body": decision.body,
        "session_on": decision.session_on,
        "paper_number": decision.paper_number,
        "result": decision.result,
        "is_authoritative": decision.is_authoritative,
        "yes": yes,
        "no": no,
        "abstained": abstained,
    }


def _is_new(run: PhaseRun, topic: Topic, facts: dict) -> Verdict:
    """A second click writes nothing; a correction differs in something."""
    found = Beschluss.objects.in_run(run).in_force().filter(topic=topic, **facts).first()
    return unless(
        found is None,
        WHEN,
        "Genau dieser Beschluss ist schon eingetragen.",
        link=reverse("audits:beschluss_detail", args=[found.pk]) if found else "",
    )


def _keep_excerpt(
    cycle: AuditCycle, about: Decision | Beschluss, upload: Upload, by: User
) -> CycleDocument:
    """A corrected Beschluss may come with the very file of the first."""
    title = f"Niederschriftsauszug: {about.body}, {notation.day(about.session_on)}"
    kept = cycle.documents.current().of_all().filter(title=title, sha256=upload.sha256).first()
    return kept or documents.add(cycle=cycle, code="", title=title, upload=upload, by=by)


def _stops(cycle: AuditCycle, beschluss: Beschluss, way: list[Stop]) -> list[Beratung]:
    return [
        Beratung(
            cycle=cycle,
            beschluss=beschluss,
            position=position,
            body=stop.body,
            session_on=stop.session_on,
            competence=stop.competence,
        )
        for position, stop in enumerate(way)
    ]


def is_plausible(
    cycle: AuditCycle, topic: Topic, decision: Decision, fassung: Fassung | None
) -> Verdict:
    verdict = was_in_session(decision.session_on) & ends_with_it(decision.session_on, decision.way)
    if topic == Topic.AGREEMENT:
        verdict &= is_about(cycle, fassung) & is_after_freezing(decision.session_on, fassung)
    return verdict


def doubts(cycle: AuditCycle, decision: Decision) -> list[str]:
    """What can be, and is more often a slip of the pen."""
    yes, no, _ = decision.votes or (0, 0, 0)
    contradiction = f"{yes} Ja- und {no} Nein-Stimmen, und doch „{decision.result.label}“?"
    is_odd = yes > no and decision.result == Result.REFUSED
    day = gates.doubt_about(cycle, decision.session_on, "Die Sitzung")
    return [*([contradiction] if is_odd else []), *day]


def was_in_session(session_on: dt.date) -> Verdict:
    return unless(session_on <= clock.today(), WHEN, "Die Sitzung liegt in der Zukunft.")


def ends_with_it(session_on: dt.date, way: list[Stop]) -> Verdict:
    return unless(
        all(stop.session_on <= session_on for stop in way),
        WHEN,
        "Die Beratungsfolge endet nicht nach der Sitzung, die beschlossen hat.",
    )


def is_about(cycle: AuditCycle, fassung: Fassung | None) -> Verdict:
    latest = latest_agreement(cycle)
    return unless(
        fassung is not None and latest is not None and fassung.pk == latest.pk,
        WHEN,
        f"Beschlossen wird über die neueste Fassung, das ist {latest}."
        if latest
        else "Es gibt noch keine eingefrorene Fassung, über die beschlossen werden kann.",
    )


def is_after_freezing(session_on: dt.date, fassung: Fassung | None) -> Verdict:
    frozen_on = clock.day_of(fassung.frozen_at) if fassung else session_on
    return unless(
        session_on >= frozen_on,
        WHEN,
        "Die Sitzung liegt vor dem Tag, an dem die Fassung eingefroren wurde "
        f"({notation.day(frozen_on)}).",
    )


def can_confirm(user: User, beschluss: Beschluss) -> Verdict:
    who = permissions.may_act(user, beschluss.cycle, Party.AUDITOR, Right.ACCOMPANY)
    return (
        who
        & is_in_force(beschluss)
        & unless(
            beschluss.result == Result.AMENDED
            and beschluss.is_authoritative
            and beschluss.confirmed_at is None
            and (
                beschluss.topic == Topic.PARTICIPATION or beschluss.amended_fassung_id is not None
            ),
            WHEN,
            "Hier ist nichts zu bestätigen.",
        )
    )


@action(CycleEventKind.BESCHLUSS_CONFIRMED)
def confirm(*, beschluss: Beschluss, by: User) -> Beschluss:
    """The companion confirms that the version with the changes is the one that was meant."""
    beschluss.confirmed_at, beschluss.confirmed_by = clock.now(), by
    beschluss.save(update_fields=["confirmed_at", "confirmed_by"])
    happened(f"Bestätigt: {beschluss}.")
    return beschluss


def can_attach(user: User, beschluss: Beschluss) -> Verdict:
    return (
        permissions.may_act_any(
            user, beschluss.cycle, (Party.MAIN, Right.CHANGE), (Party.TRAEGER, Right.RUN)
        )
        & gates.is_running(beschluss.cycle)
        & is_in_force(beschluss)
        & unless(beschluss.excerpt_id is None, WHEN, "Der Niederschriftsauszug liegt schon vor.")
    )


@action(CycleEventKind.BESCHLUSS_ATTACHED)
def attach(*, beschluss: Beschluss, upload: Upload, by: User) -> Beschluss:
    """The minutes are approved weeks later: bring their excerpt to the Beschluss."""
    beschluss.excerpt = _keep_excerpt(beschluss.cycle, beschluss, upload, by)
    beschluss.save(update_fields=["excerpt"])
    happened(f"Auszug zu: {beschluss}.")
    return beschluss
