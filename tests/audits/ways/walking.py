"""Any procedure from its first phase to its end: what each gate asks for is done by an action.

After every action the stored tasks are compared with fresh ones.
"""

from collections import Counter
from decimal import Decimal

from auditportal import clock, documents
from auditportal.models import Organisation, Role, User
from audits import permissions
from audits.actions import angebot as angebote
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
from audits.actions import profil as profile
from audits.actions import quartier as quartiere
from audits.actions import thema as themen
from audits.actions import uebernahme as uebernahmen
from audits.actions import veranstaltung as events
from audits.actions import vermerk as vermerke
from audits.actions import zustimmung as zustimmungen
from audits.actions.beschluss import Decision
from audits.actions.veranstaltung import Plan
from audits.gates.angebot import area
from audits.gates.beschluss import latest_agreement
from audits.gates.document import signing_organisations
from audits.gates.thema import open_to_choose
from audits.models import (
    AngebotState,
    AuditCycle,
    BerufungFunction,
    Influence,
    Judgement,
    Mark,
    Result,
    Task,
    Topic,
)
from handlungsfelder.models import Gate, GateKind, MeasureField, Party, Right, VerfahrenVersion
from tests.audits.geojson import SQUARE, polygon
from tests.audits.settled import assert_settled
from tests.audits.uploads import a_pdf
from tests.factories.audits import a_user, an_organisation, member_of


class Way:
    """A cycle and the people around it; `level` and `figure` are what the Vota will say."""

    def __init__(
        self,
        version: VerfahrenVersion,
        organisation: Organisation | None = None,
        before: AuditCycle | None = None,
        **about,
    ):
        self.version, self.done = version, Counter()
        self.asked: list[Task] = []
        self.organisation = organisation or an_organisation(version.sides[0]["kinds"][0])
        self.office = member_of(version.verfahren.owner, Role.OFFICE)
        self.colleague = member_of(version.verfahren.owner, Role.OFFICE)
        self.director = member_of(version.verfahren.owner, Role.DIRECTOR)
        self.editor = member_of(self.organisation, Role.EDITOR)
        self.signatory = member_of(self.organisation, Role.SIGNATORY)
        self.judgements = [Judgement.POSITIVE]
        self.level, self.figure = "", None
        beginning = cycles.Beginning(self.organisation, version, predecessor=before, **about)
        self.cycle = self.do(cycles.start, self.office, beginning=beginning, contact=None)

    def do(self, act, by, **given):
        name = f"{act.__module__}.{act.__name__}"
        self.is_named(by, name)
        result = act(by=by, **given)
        self.done[name] += 1
        assert_settled(after=name)
        return result

    def is_named(self, by: User, name: str) -> None:
        """A task says whose it is: who takes the first step of a gate has been told to."""
        tasks, self.asked = self.asked, []
        by.forget_rights()
        assert not tasks or any(permissions.is_for(by, task) for task in tasks), (name, tasks)

    @property
    def phase(self) -> str:
        run = self.cycle.open_run
        return run.phase.code if run else ""

    def person(self, party: str, right: str) -> User:
        """Somebody who acts for this side with this right."""
        if party == Party.TRAEGER:
            return self.director if right == Right.SIGN else self.office
        if party == Party.AUDITOR:
            return self.auditor
        return self.signatory if right == Right.SIGN else self.editor

    def speaking_for(self, side: Organisation) -> User:
        """Each side signs for itself."""
        own = {self.version.verfahren.owner_id: self.office, self.organisation.pk: self.editor}
        return own.get(side.pk) or member_of(side, Role.EDITOR)

    @property
    def auditor(self) -> User:
        return self.cycle.berufungen.active().auditors().first().user

    # --- moving ---------------------------------------------------------------------------------

    def to(self, code: str) -> "Way":
        """Through every phase before this one; at least one phase on."""
        self.step()
        while self.phase != code:
            self.step()
        return self

    def to_the_end(self) -> "Way":
        while self.phase:
            self.step()
        self.cycle.refresh_from_db()
        return self

    def step(self) -> None:
        """Open what the phase asks for, and leave it."""
        run = self.cycle.open_run
        assert run, "The way has ended."
        self.open_gates()
        if self.cycle.open_run == run:
            self.leave()

    def open_gates(self) -> None:
        run = self.cycle.open_run
        for gate in run.phase.gates.all():
            self.asked = list(self.cycle.tasks.filter(gate=gate).select_related("cycle__version"))
            if self.asked:
                OPENERS[gate.kind](self, run, gate)

    def leave(self) -> None:
        run = self.cycle.open_run
        self.do(cycles.advance, self.person(run.phase.party, run.phase.right), run=run)


# --- what opens each kind of gate ----------------------------------------------------------------


def note(way: Way, run, gate: Gate) -> None:
    amount = {"amount": Decimal(1000)} if gate.parameters.get("amount") else {}
    about = {"run": run, "gate": gate, "on": clock.today(), "text": ""} | amount
    way.do(vermerke.note, way.person(gate.party, gate.right), **about)


def decide(way: Way, run, gate: Gate) -> None:
    topic = Topic(gate.parameters["topic"])
    decision = Decision("Gremium", clock.today(), Result.ADOPTED, is_authoritative=True)
    fassung = latest_agreement(way.cycle) if topic == Topic.AGREEMENT else None
    about = {"topic": topic, "decision": decision, "fassung": fassung}
    way.do(beschluesse.enter, way.editor, cycle=way.cycle, **about)


def agree(way: Way, run, gate: Gate) -> None:
    fassung = latest_agreement(way.cycle)
    for party in way.cycle.parties.filter(function=Party.MAIN, signs=True):
        by = member_of(party.organisation, Role.SIGNATORY)
        way.do(
            zustimmungen.agree, by, fassung=fassung, organisation=party.organisation, body="Leitung"
        )


def hand_in(way: Way, run, gate: Gate) -> None:
    title = gate.parameters["title"]
    about = {
        "code": gate.parameters["document"],
        "title": title,
        "upload": documents.examine(a_pdf(f"{title}.pdf", text=title)),
    }
    paper = way.do(papers.add, way.person(gate.party, gate.right), cycle=way.cycle, **about)
    if gate.parameters.get("signed"):
        for side in signing_organisations(way.cycle):
            about = {"organisation": side, "signed_on": clock.today()}
            way.do(papers.sign, way.speaking_for(side), document=paper, **about)
    if gate.parameters.get("released"):
        way.do(papers.release, way.auditor, document=paper)


def answer(way: Way, run, gate: Gate) -> None:
    for feld in way.cycle.felder:
        for frage in feld.leitfragen.all():
            about = {"leitfrage": frage, "text": "So ist es.", "version": None}
            way.do(bestandsaufnahmen.save_answer, way.editor, cycle=way.cycle, **about)
        about = {"handlungsfeld": feld, "strengths": "Viel.", "challenges": "Wenig."}
        way.do(bestandsaufnahmen.save_finding, way.editor, cycle=way.cycle, version=None, **about)


def describe(way: Way, run, gate: Gate) -> None:
    asked = gate.parameters
    about = {"value": 12, "as_of": clock.today(), "source": "Register"}
    for number in range(asked.get("figures", 0)):
        label = f"Kennzahl {number}"
        way.do(profile.add_figure, way.editor, cycle=way.cycle, label=label, **about)
    for number in range(asked.get("projects", 0)):
        way.do(profile.add_project, way.editor, cycle=way.cycle, title=f"Vorhaben {number}")
    if asked.get("swot"):
        texts = dict.fromkeys(("strengths", "weaknesses", "opportunities", "threats"), "Viel.")
        way.do(profile.save_swot, way.editor, cycle=way.cycle, version=None, **texts)


def choose(way: Way, run, gate: Gate) -> None:
    for feld in open_to_choose(way.cycle)[: gate.parameters["minimum"]]:
        way.do(themen.choose, way.editor, cycle=way.cycle, feld=feld)


def release(way: Way, run, gate: Gate) -> None:
    subject = gate.parameters["subject"]
    way.do(bestandsaufnahmen.release, way.auditor, cycle=way.cycle, subject=subject)


def meet(way: Way, run, gate: Gate) -> None:
    by = way.person(run.phase.party, run.phase.right)
    code = gate.parameters["event"]
    while way.cycle.tasks.filter(gate=gate).exists():
        plan = Plan(gate.parameters["title"], clock.today(), f"Saal {way.done.total()}")
        event = way.do(events.plan, by, cycle=way.cycle, code=code, plan=plan)
        way.do(events.hold, by, event=event, held_on=clock.today(), minutes="Alle waren da.")


def weigh(way: Way, run, gate: Gate) -> None:
    """Every second goal goes on with its measures, the others have been reached."""
    for number, goal in enumerate(way.cycle.goals.filter(mark="").order_by("pk")):
        mark = Mark.BALANCED if number % 2 else Mark.CONTINUED
        way.do(uebernahmen.weigh, way.editor, row=goal, mark=mark)
    for measure in way.cycle.measures.filter(mark=""):
        way.do(uebernahmen.weigh, way.editor, row=measure, mark=Mark.CONTINUED)


def outline(way: Way, run, gate: Gate) -> None:
    about = {"description": "Rund um den Markt.", "outline": polygon(SQUARE), "addresses": ""}
    way.do(quartiere.describe, way.editor, cycle=way.cycle, version=None, **about)


def offer(way: Way, run, gate: Gate) -> None:
    """The first goal, to all that belong to whoever takes part; all of them accept it."""
    goal, asked = way.cycle.goals.first(), list(area(way.cycle))
    for one in way.do(angebote.offer, way.editor, row=goal, organisations=asked):
        by = member_of(one.organisation, Role.EDITOR)
        way.do(angebote.answer, by, angebot=one, state=AngebotState.ACCEPTED, text="")


def set_goals(way: Way, run, gate: Gate) -> None:
    for feld in way.cycle.felder:
        if not way.cycle.goals.agreed().filter(handlungsfeld=feld).exists():
            about = {"handlungsfeld": feld, "title": f"Ziel {way.done.total()} in {feld}"}
            way.do(goals.add_goal, way.editor, cycle=way.cycle, **about)


def add_measures(way: Way, run, gate: Gate) -> None:
    for goal in way.cycle.goals.agreed():
        if not goal.measures.agreed().exists():
            whole = {"responsible": "Jugendamt", "ends_on": clock.today()}
            if MeasureField.INFLUENCE in way.version.measure_fields:
                whole["influence"] = Influence.DIRECT
            title = f"Maßnahme zu: {goal}"
            way.do(goals.add_measure, way.editor, goal=goal, title=title, **whole)


def freeze(way: Way, run, gate: Gate) -> None:
    way.do(fassungen.freeze, way.editor, cycle=way.cycle)


def submit(way: Way, run, gate: Gate) -> None:
    way.do(begutachtungen.submit, way.editor, cycle=way.cycle)


def appoint(way: Way, run, gate: Gate) -> None:
    function = BerufungFunction(gate.parameters["function"])
    there = way.cycle.berufungen.active().filter(function=function).count()
    for _ in range(gate.parameters["count"] - there):
        about = {"user": a_user("Berufen"), "function": function}
        way.do(berufungen.appoint, way.office, cycle=way.cycle, **about)
    for one in way.cycle.berufungen.active().assessors().filter(declared_at=None):
        way.do(berufungen.declare, one.user, berufung=one)


def vote(way: Way, run, gate: Gate) -> None:
    newest = way.cycle.begutachtungen.last()
    about = {
        "judgement": way.judgements[0],
        "summary": "Gut.",
        "statements": {feld.pk: "Gut." for feld in way.cycle.felder},
        "version": None,
    }
    if way.level:
        about |= {"level": way.level, "figure": way.figure}
    for berufung in way.cycle.berufungen.active().assessors():
        by = berufung.user
        votum = way.do(begutachtungen.save_votum, by, begutachtung=newest, **about)
        way.do(begutachtungen.sign_votum, by, votum=votum)


def sign_off(way: Way, run, gate: Gate) -> None:
    judgement = way.judgements.pop(0) if len(way.judgements) > 1 else way.judgements[0]
    about = {"judgement": judgement, "reason": "So sehen es alle."}
    way.do(
        begutachtungen.sign_off,
        way.colleague,
        begutachtung=way.cycle.begutachtungen.last(),
        **about,
    )


def award(way: Way, run, gate: Gate) -> None:
    number = awards.next_number(way.cycle)
    about = {"number": number, "valid_from": clock.today()}
    way.do(awards.award, way.director, cycle=way.cycle, **about)


def report(way: Way, run, gate: Gate) -> None:
    for one in run.jahresberichte.order_by("number"):
        way.do(berichte.carry_over, way.editor, report=one)
        way.do(berichte.submit, way.editor, report=one)
        way.do(berichte.accept, way.office, report=one)


OPENERS = {
    GateKind.VERMERK: note,
    GateKind.BESCHLUSS: decide,
    GateKind.CONSENT: agree,
    GateKind.DOCUMENT: hand_in,
    GateKind.SUBJECT: outline,
    GateKind.PROFILE: describe,
    GateKind.TOPICS: choose,
    GateKind.ANSWERS: answer,
    GateKind.RELEASE: release,
    GateKind.EVENT: meet,
    GateKind.BALANCE: weigh,
    GateKind.OFFERS: offer,
    GateKind.GOALS: set_goals,
    GateKind.MEASURES: add_measures,
    GateKind.FASSUNG: freeze,
    GateKind.SUBMISSION: submit,
    GateKind.APPOINTED: appoint,
    GateKind.VOTA: vote,
    GateKind.SIGN_OFF: sign_off,
    GateKind.AWARD: award,
    GateKind.REPORTS: report,
}
