"""Stored tasks equal what the gates say, after every action there is and at every step between."""

import datetime as dt
import pkgutil
from collections import Counter
from importlib import import_module

import pytest
from django.db import IntegrityError, connection

from auditportal import clock, documents
from auditportal.action import Action
from auditportal.models import Role
from audits import actions
from audits.actions import award as awards
from audits.actions import begutachtung as begutachtungen
from audits.actions import berufung as berufungen
from audits.actions import beschluss as beschluesse
from audits.actions import bestandsaufnahme as bestandsaufnahmen
from audits.actions import cycle as cycles
from audits.actions import document as papers
from audits.actions import fassung as fassungen
from audits.actions import goal as goals
from audits.actions import jahresbericht as berichte
from audits.actions import veranstaltung as events
from audits.actions import vermerk as vermerke
from audits.actions.beschluss import Decision
from audits.actions.veranstaltung import Plan
from audits.models import (
    WINDOW,
    BerufungFunction,
    Judgement,
    Progress,
    Result,
    Task,
    Topic,
)
from tests.audits.settled import assert_settled
from tests.audits.uploads import a_pdf
from tests.factories.audits import (
    a_cycle,
    a_traeger,
    a_user,
    a_version,
    an_organisation,
    member_of,
)

# It stores what follows from a frozen row, so there is nothing to ask and nothing to settle.
DRAWN = {"audits.actions.fassung.render"}


# This way does not come by them; the walks of the procedures that do assert the same of them.
ELSEWHERE: set[str] = {
    "audits.actions.angebot.answer",
    "audits.actions.angebot.offer",
    "audits.actions.angebot.withdraw",
    "audits.actions.award.resume",
    "audits.actions.award.suspend",
    "audits.actions.begutachtung.propose_result",
    "audits.actions.berichtigung.correct_beschluss",
    "audits.actions.berichtigung.correct_minutes",
    "audits.actions.berichtigung.correct_signature",
    "audits.actions.berichtigung.correct_vermerk",
    "audits.actions.berichtigung.go_back",
    "audits.actions.berichtigung.take_back_release",
    "audits.actions.berichtigung.take_back_report",
    "audits.actions.berichtigung.take_back_submission",
    "audits.actions.beteiligung.accept",
    "audits.actions.beteiligung.decline",
    "audits.actions.beteiligung.give",
    "audits.actions.beteiligung.propose",
    "audits.actions.beteiligung.release",
    "audits.actions.bruecke.bridge",
    "audits.actions.cycle.name_contact",
    "audits.actions.profil.add_figure",
    "audits.actions.profil.add_project",
    "audits.actions.profil.change_figure",
    "audits.actions.profil.change_project",
    "audits.actions.profil.remove_figure",
    "audits.actions.profil.remove_project",
    "audits.actions.profil.save_swot",
    "audits.actions.quartier.describe",
    "audits.actions.reminder.plan",
    "audits.actions.thema.choose",
    "audits.actions.thema.describe",
    "audits.actions.thema.drop",
    "audits.actions.thema.move",
    "audits.actions.uebernahme.balance",
    "audits.actions.uebernahme.weigh",
    "audits.actions.zuordnung.assign",
    "audits.actions.zustimmung.agree",
}


def every_action():
    """Whatever in audits.actions is decorated as one, by its whole name."""
    for module in pkgutil.iter_modules(actions.__path__, f"{actions.__name__}."):
        for name, found in vars(import_module(module.name)).items():
            if isinstance(found, Action) and found.__module__ == module.name:
                yield f"{module.name}.{name}", found


ACTIONS = {name: act for name, act in every_action() if name not in DRAWN}


class Way:
    """A whole cycle by its actions; after each of them stored and fresh tasks are compared."""

    def __init__(self):
        self.done: Counter[str] = Counter()
        self.version, self.organisation = a_version(), an_organisation()
        self.office = member_of(self.version.verfahren.owner, Role.OFFICE)
        self.colleague = member_of(self.version.verfahren.owner, Role.OFFICE)
        self.director = member_of(self.version.verfahren.owner, Role.DIRECTOR)
        self.editor = member_of(self.organisation, Role.EDITOR)
        self.cycle = None

    def do(self, act, by, **given):
        result = act(by=by, **given)
        name = f"{act.__module__}.{act.__name__}"
        self.done[name] += 1
        assert_settled(after=name)
        return result

    def start(self, organisation):
        beginning = cycles.Beginning(organisation, self.version)
        return self.do(cycles.start, self.office, beginning=beginning, contact=None)

    def leave(self, by):
        self.do(cycles.advance, by, run=self.cycle.open_run)

    def appoint(self, function):
        about = {"cycle": self.cycle, "user": a_user("Berufen"), "function": function}
        return self.do(berufungen.appoint, self.office, **about)

    def measures(self):
        return list(self.cycle.measures.order_by("pk"))


def a_file(name: str) -> documents.Upload:
    return documents.examine(a_pdf(name, text=name))


def a_decision(result=Result.ADOPTED) -> Decision:
    return Decision("Rat", clock.today(), result, is_authoritative=True)


def begin(way):
    """Erstkontakt, the first Beschluss and the Kooperationsvereinbarung."""
    way.cycle = way.start(way.organisation)
    way.do(cycles.stop, way.office, cycle=way.start(an_organisation()), reason="Kein Geld.")
    run = way.cycle.open_run
    noted = {"run": run, "gate": run.phase.gates.get(), "on": clock.today(), "text": ""}
    way.do(vermerke.note, way.office, **noted)
    way.leave(way.office)

    first = way.appoint(BerufungFunction.AUDITOR)
    way.do(berufungen.dismiss, way.office, berufung=first, reason="Verhindert.")
    way.auditor = way.appoint(BerufungFunction.AUDITOR).user
    about = {"cycle": way.cycle, "topic": Topic.PARTICIPATION}
    beschluss = way.do(beschluesse.enter, way.editor, decision=a_decision(Result.AMENDED), **about)
    way.do(beschluesse.attach, way.editor, beschluss=beschluss, upload=a_file("Auszug.pdf"))
    way.do(beschluesse.confirm, way.auditor, beschluss=beschluss)
    way.leave(way.editor)

    about = {"code": "kooperation", "title": "Vereinbarung", "upload": a_file("Entwurf.pdf")}
    paper = way.do(papers.add, way.editor, cycle=way.cycle, **about)
    about = {"title": "Vereinbarung", "upload": a_file("Vereinbarung.pdf")}
    paper = way.do(papers.replace, way.editor, document=paper, **about)
    for side, by in ((way.organisation, way.editor), (way.cycle.owner, way.office)):
        about = {"organisation": side, "signed_on": clock.today()}
        way.do(papers.sign, by, document=paper, **about)
    way.leave(way.office)


def survey(way):
    for feld in way.cycle.felder:
        for frage in feld.leitfragen.all():
            about = {"leitfrage": frage, "text": "So ist es.", "version": None}
            way.do(bestandsaufnahmen.save_answer, way.editor, cycle=way.cycle, **about)
        about = {"strengths": "Viel.", "challenges": "Wenig.", "version": None}
        way.do(
            bestandsaufnahmen.save_finding,
            way.editor,
            cycle=way.cycle,
            handlungsfeld=feld,
            **about,
        )
    way.do(bestandsaufnahmen.release, way.auditor, cycle=way.cycle)
    way.leave(way.editor)


def meet(way, code, by):
    plan = Plan("Werkstatt", clock.today(), "Rathaus")
    event = way.do(events.plan, by, cycle=way.cycle, code=code, plan=plan)
    way.do(events.hold, by, event=event, held_on=clock.today(), minutes="Alle waren da.")


def take_part(way):
    """From the Strategieworkshop to the Zielvereinbarungsworkshop, with goals."""
    plan = Plan("Klausur", clock.today(), "Rathaus")
    event = way.do(events.plan, way.editor, cycle=way.cycle, code="", plan=plan)
    guest = way.do(events.invite, way.editor, event=event, name="Jugendamt")
    way.do(events.uninvite, way.editor, event=event, teilnahme=guest)
    way.do(events.change, way.editor, event=event, plan=Plan("Klausur", clock.today(), "Kita"))
    meet(way, "strategieworkshop", way.auditor)
    way.leave(way.auditor)

    about = {"code": "beteiligungskonzept", "title": "Konzept", "upload": a_file("Konzept.pdf")}
    paper = way.do(papers.add, way.editor, cycle=way.cycle, **about)
    way.do(papers.release, way.auditor, document=paper)
    way.leave(way.editor)
    meet(way, "beteiligung", way.editor)
    way.leave(way.editor)

    meet(way, "zielvereinbarungsworkshop", way.auditor)
    for feld in way.cycle.felder:
        about = {"handlungsfeld": feld, "title": f"Ziel in {feld}"}
        goal = way.do(goals.add_goal, way.editor, cycle=way.cycle, **about)
    extra = way.do(goals.add_goal, way.editor, cycle=way.cycle, **about)
    way.do(goals.move_goal, way.editor, goal=extra, up=True)
    about = {"title": "Besseres Ziel", "description": "", "version": None}
    way.do(goals.change_goal, way.editor, goal=goal, **about)
    way.do(goals.remove_goal, way.editor, goal=extra)
    way.leave(way.auditor)


def agree(way):
    """Measures, the frozen version and the Beschluss about exactly it."""
    whole = {"title": "Maßnahme", "responsible": "Jugendamt", "ends_on": clock.today()}
    for goal in way.cycle.goals.all():
        way.do(goals.add_measure, way.editor, goal=goal, **whole)
    extra = way.do(goals.add_measure, way.editor, goal=goal, title="Noch eine")
    way.do(goals.move_measure, way.editor, measure=extra, up=True)
    way.do(goals.remove_measure, way.editor, measure=extra)
    freeze_and_decide(way)


def freeze_and_decide(way):
    changed = {"title": f"Maßnahme {way.done.total()}", "version": None}
    way.do(goals.change_measure, way.editor, measure=way.measures()[0], **changed)
    fassung = way.do(fassungen.freeze, way.editor, cycle=way.cycle)
    way.leave(way.editor)
    about = {"topic": Topic.AGREEMENT, "decision": a_decision(), "fassung": fassung}
    way.do(beschluesse.enter, way.editor, cycle=way.cycle, **about)
    way.leave(way.editor)
    way.begutachtung = way.do(begutachtungen.submit, way.editor, cycle=way.cycle)
    way.leave(way.editor)


def judge(way):
    """Nachbesserung in the first round, positive in the second."""
    biased = way.appoint(BerufungFunction.ASSESSOR)
    way.do(berufungen.step_back, biased.user, berufung=biased, reason="Befangen.")
    for _ in range(2):
        way.appoint(BerufungFunction.ASSESSOR)
    vote(way, Judgement.REWORK)
    freeze_and_decide(way)
    vote(way, Judgement.POSITIVE)
    way.leave(way.office)


def vote(way, judgement):
    felder = {feld.pk: "Gut." for feld in way.cycle.felder}
    about = {"judgement": judgement, "summary": "Gut.", "statements": felder, "version": None}
    for berufung in way.cycle.berufungen.active().assessors():
        by = berufung.user
        if berufung.declared_at is None:
            way.do(berufungen.declare, by, berufung=berufung)
        votum = way.do(begutachtungen.save_votum, by, begutachtung=way.begutachtung, **about)
        way.do(begutachtungen.sign_votum, by, votum=votum)
    about = {"judgement": judgement, "reason": "So sehen es alle."}
    way.do(begutachtungen.sign_off, way.colleague, begutachtung=way.begutachtung, **about)


def report(way):
    """The award, three yearly reports, and everything that ends."""
    about = {"number": "FGK-1", "valid_from": clock.today()}
    awarded = way.do(awards.award, way.director, cycle=way.cycle, **about)
    first, *others = way.cycle.jahresberichte.order_by("number")
    about = {"progress": Progress.RUNNING, "text": "Läuft.", "version": None}
    way.do(berichte.save_entry, way.editor, report=first, measure=way.measures()[0], **about)
    way.do(berichte.save_summary, way.editor, report=first, summary="Gut.", version=None)
    way.do(berichte.carry_over, way.editor, report=first)
    way.do(berichte.submit, way.editor, report=first)
    way.do(berichte.give_back, way.office, report=first, reason="Bitte genauer.")
    way.do(berichte.submit, way.editor, report=first)
    way.do(berichte.accept, way.office, report=first)
    for later in others:
        way.do(berichte.carry_over, way.editor, report=later)
        way.do(berichte.submit, way.editor, report=later)
        way.do(berichte.accept, way.office, report=later)
    with clock.stopped_at(clock.now() + WINDOW + dt.timedelta(days=1)):
        for berufung in way.cycle.berufungen.active().assessors():
            way.do(berufungen.close, None, berufung=berufung)
    way.leave(way.office)
    way.do(awards.withdraw, way.director, awarded=awarded, reason="Auf eigenen Wunsch.")


@pytest.mark.django_db
def test_stored_equals_fresh_after_every_action_of_a_whole_cycle():
    way = Way()

    for part in (begin, survey, take_part, agree, judge, report):
        part(way)

    way.cycle.refresh_from_db()
    assert way.cycle.outcome == "completed"
    assert Task.objects.count() == 0
    assert set(way.done) | ELSEWHERE == set(ACTIONS)


@pytest.mark.django_db
def test_no_task_stands_in_the_list_of_another_traeger():
    task = a_cycle().tasks.first()

    task.owner = a_traeger()
    task.save()

    with pytest.raises(IntegrityError, match="owner_of_its_cycle"), connection.cursor() as cursor:
        cursor.execute("set constraints all immediate")
