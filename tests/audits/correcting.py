"""Entries that bind, each in a phase of the real template, and what can be built on them."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db import connection

from auditportal import clock, documents
from auditportal.action import Action
from auditportal.models import User
from audits.actions import berichtigung as berichtigungen
from audits.actions import beschluss as beschluesse
from audits.actions import document as papers
from audits.actions import jahresbericht as berichte
from audits.actions import veranstaltung as events
from audits.actions import vermerk as vermerke
from audits.actions.beschluss import Decision
from audits.actions.veranstaltung import Plan
from audits.models import (
    AuditCycle,
    Begutachtung,
    FassungKind,
    Freigabe,
    Judgement,
    PhaseRun,
    Result,
    Topic,
    Votum,
)
from audits.papers import freezing
from handlungsfelder.models import GateKind
from tests.audits.judging import fresh
from tests.audits.uploads import a_pdf
from tests.factories.audits import Cast, a_cycle, a_fassung, cast_of

REASON = "Beim Abschreiben verrutscht."


@dataclass
class Case:
    """An entry and how it is set right, by whom it was entered."""

    cycle: AuditCycle
    cast: Cast
    act: Action
    given: dict
    run: PhaseRun
    by: str = "editor"

    def correct(self, by=None):
        person = by or getattr(self.cast, self.by)
        return self.act(by=person, reason=REASON, **self.given)

    @property
    def entry(self):
        """As it is now in the database."""
        row = self.given[self.act.about]
        return type(row).objects.get(pk=row.pk)


def placed(phase: str) -> tuple[AuditCycle, Cast, PhaseRun]:
    cycle = a_cycle(phase)
    return cycle, cast_of(cycle), cycle.open_run


def a_decision(result=Result.ADOPTED, **more) -> Decision:
    given = {"session_on": clock.today(), "is_authoritative": True} | more
    return Decision(body="Rat", result=result, **given)


def a_beschluss() -> Case:
    cycle, cast, run = placed("beschluss")
    about = {"topic": Topic.AGREEMENT, "fassung": cycle.fassungen.get(), "by": cast.editor}
    wrong = a_decision(Result.REFUSED, votes=(31, 4, 0))
    given = {"beschluss": beschluesse.enter(cycle=cycle, decision=wrong, **about)}
    given["decision"] = a_decision(votes=(31, 4, 0))
    return Case(cycle, cast, berichtigungen.correct_beschluss, given, run)


def a_vermerk() -> Case:
    cycle, cast, run = placed("erstkontakt")
    gate = run.phase.gates.get(kind=GateKind.VERMERK)
    about = {"on": clock.months_after(clock.today(), -120), "text": "Vor zehn Jahren"}
    noted = vermerke.note(run=run, gate=gate, by=cast.office, **about)
    given = {"vermerk": noted, "on": clock.today(), "text": "Heute"}
    return Case(cycle, cast, berichtigungen.correct_vermerk, given, run, by="office")


def a_signature() -> Case:
    cycle, cast, run = placed("kooperationsvereinbarung")
    upload = documents.examine(a_pdf())
    about = {"code": "kooperation", "title": "Vereinbarung", "upload": upload}
    paper = papers.add(cycle=cycle, by=cast.editor, **about)
    side = cycle.parties.get().organisation
    wrong = clock.months_after(clock.today(), -12)
    signed = papers.sign(document=paper, organisation=side, signed_on=wrong, by=cast.editor)
    given = {"signature": signed, "signed_on": clock.today()}
    return Case(cycle, cast, berichtigungen.correct_signature, given, run)


def some_minutes() -> Case:
    cycle, cast, run = placed("strategieworkshop")
    plan = Plan("Werkstatt", clock.today(), "Rathaus")
    about = {"code": "strategieworkshop", "plan": plan}
    event = events.plan(cycle=cycle, by=cast.editor, **about)
    events.invite(event=event, name="Jugendamt", by=cast.editor)
    events.hold(event=event, held_on=clock.today(), minutes="Falsch.", by=cast.editor)
    given = {"event": event, "held_on": clock.today(), "minutes": "Richtig."}
    return Case(cycle, cast, berichtigungen.correct_minutes, given, run)


def a_release() -> Case:
    cycle, cast, run = placed("bestandsaufnahme")
    about = {"released_at": clock.now(), "released_by": cast.auditor}
    given = {"freigabe": Freigabe.objects.create(cycle=cycle, subject="bestandsaufnahme", **about)}
    return Case(cycle, cast, berichtigungen.take_back_release, given, run, by="auditor")


def a_phase() -> Case:
    cycle, cast, run = placed("einreichung")
    left = cycle.runs.get(phase__code="beschluss")
    return Case(cycle, cast, berichtigungen.go_back, {"run": left}, run, by="office")


def a_submission() -> Case:
    """Nobody who judges has come to it yet."""
    cycle, cast, run = placed("einreichung")
    appoint_others(cycle)
    about = {"begutachtung": sealed(cycle, cast, run)}
    return Case(cycle, cast, berichtigungen.take_back_submission, about, run)


def appoint_others(cycle: AuditCycle) -> None:
    """In the place of those who have declared, the same people, who have not yet."""
    for one in cycle.berufungen.assessors():
        about = {"appointed_on": one.appointed_on, "appointed_by": one.appointed_by}
        cycle.berufungen.filter(pk=one.pk).update(ended_on=clock.today(), end_reason="Getauscht")
        cycle.berufungen.create(user=one.user, function=one.function, **about)


def a_report() -> Case:
    cycle, cast, run = placed("umsetzung")
    report = cycle.jahresberichte.get(number=1)
    berichte.carry_over(report=report, by=cast.editor)
    report = berichte.submit(report=report, by=cast.editor)
    return Case(cycle, cast, berichtigungen.take_back_report, {"report": report}, run)


KINDS = [
    a_beschluss,
    a_vermerk,
    a_signature,
    some_minutes,
    a_release,
    a_phase,
    a_submission,
]


ACTS = {
    a_beschluss: berichtigungen.correct_beschluss,
    a_vermerk: berichtigungen.correct_vermerk,
    a_signature: berichtigungen.correct_signature,
    some_minutes: berichtigungen.correct_minutes,
    a_release: berichtigungen.take_back_release,
    a_phase: berichtigungen.go_back,
    a_submission: berichtigungen.take_back_submission,
    a_report: berichtigungen.take_back_report,
}


def arguments(make: Callable[[], Case]) -> Callable[[], dict]:
    """All that its action is called with."""

    def given() -> dict:
        case = make()
        return case.given | {"by": getattr(case.cast, case.by), "reason": REASON}

    return given


# --- what is built on them ------------------------------------------------------------------------


def nothing(case: Case) -> None:
    """As it was entered."""


def sealed(cycle: AuditCycle, cast: Cast, run: PhaseRun) -> Begutachtung:
    """A dossier in this run, whatever its gates say."""
    agreement = cycle.fassungen.agreements().newest() or a_fassung(cycle, cast.editor, run=run)
    content = freezing.dossier(cycle, agreement, [])
    about = {"submitted_at": clock.now(), "submitted_by": cast.editor, "round": 1}
    dossier = a_fassung(cycle, cast.editor, FassungKind.DOSSIER, content, run)
    return Begutachtung.objects.create(cycle=cycle, run=run, dossier=dossier, **about)


def submitted(case: Case) -> None:
    """A submission rests on it; of a submission, that somebody could have read it."""
    if case.act is berichtigungen.take_back_submission:
        case.cycle.berufungen.assessors().active().update(declared_at=clock.now())
    else:
        sealed(case.cycle, case.cast, case.run)


def judged(case: Case) -> None:
    """One of the assessors has signed."""
    submitted(case)
    begutachtung = case.cycle.begutachtungen.latest("pk")
    author = case.cycle.berufungen.assessors().active().first().user
    about = {"author": author, "saved_at": clock.now(), "signed_at": clock.now()}
    acts(author)
    Votum.objects.create(
        cycle=case.cycle, begutachtung=begutachtung, judgement=Judgement.POSITIVE, **about
    )


def acts(by: User) -> None:
    """The database is told who acts: a Votum is signed by its author alone."""
    with connection.cursor() as cursor:
        cursor.execute("select set_config('auditportal.actor', %s, true)", [str(by.pk)])


def again(case: Case) -> AuditCycle:
    return fresh(case.cycle)
