"""One world for all doors: an audit in each of its phases, and everybody who may stand outside.

All cycles have the same people around them: who takes part, who contributes, who was sent, who has
left. Another Träger and its people know nothing of them.
"""

import datetime as dt

from auditportal import clock
from auditportal.documents import examine
from auditportal.models import Betreuung, OrganisationKind, Role, User
from audits.actions import angebot as angebote
from audits.actions import begutachtung as begutachtungen
from audits.actions import beteiligung as beteiligungen
from audits.actions import document as documents
from audits.actions import jahresbericht as berichte
from audits.actions import veranstaltung as events
from audits.actions.veranstaltung import Plan
from audits.models import AuditCycle, Berufung, BerufungFunction, CycleGrant, Kennzahl, Vorhaben
from certificates.actions import zertifikat as zertifikate
from handlungsfelder.actions import entwurf as entwuerfe
from handlungsfelder.models import Programm
from tests.audits.judging import written
from tests.audits.uploads import a_pdf
from tests.factories.auditportal import (
    ContactFactory,
    InvitationFactory,
    MitgliedschaftFactory,
    RegisterEntryFactory,
)
from tests.factories.audits import (
    a_cycle,
    a_fassung,
    a_goal,
    a_measure,
    a_partner,
    a_traeger,
    a_version,
    an_organisation,
    appointed,
    give,
    the_version,
    users_named,
)
from tests.handlungsfelder.drafts import small

PHASES = {
    "talks": "erstkontakt",
    "contract": "kooperationsvereinbarung",
    "survey": "bestandsaufnahme",
    "concept": "beteiligungskonzept",
    "goals": "zielvereinbarungsworkshop",
    "writing": "ausarbeitung",
    "deciding": "beschluss",
    "submitting": "einreichung",
    "judging": "begutachtung",
    "certifying": "zertifizierung",
    "reporting": "umsetzung",
}
INSIDE = {
    "reader": Role.READER,
    "editor": Role.EDITOR,
    "signatory": Role.SIGNATORY,
}
NAMES = (
    *INSIDE, "ended", "partner", "declared", "former", "auditor", "office", "colleague", "director",
    "stranger", "other", "guest", "assessor", "chooser", "town",
)  # fmt: skip


class World:
    def __init__(self) -> None:
        self.people: dict[str, User | None] = dict(zip(NAMES, users_named(NAMES), strict=True))
        self.people["anonymous"] = None
        self.things: dict[str, object] = {}
        self.version = the_version()
        self.owner = self.version.verfahren.owner
        self.house, self.pool = (an_organisation(OrganisationKind.PARTNER) for _ in range(2))
        self.membership("partner", self.house, Role.SIGNATORY)
        for name in ("declared", "former", "auditor"):
            self.membership(name, self.pool, Role.READER)
        self.membership("office", self.owner, Role.OFFICE)
        self.membership("colleague", self.owner, Role.OFFICE)
        self.membership("director", self.owner, Role.DIRECTOR)
        self.membership("stranger", an_organisation(name="Fremdstadt"), Role.SIGNATORY)
        self.membership("other", a_traeger(), Role.DIRECTOR)
        for name, phase in PHASES.items():
            self.things[name] = self.peopled(a_cycle(phase))
            self.things[f"{name} run"] = self.things[name].open_run
        for name, code, phase, number in (
            ("quarter", "GWQ", "ausarbeitung", 1),
            ("profile", "GWQ", "bestandsaufnahme", 1),
            ("workshop", "DAKS", "zukunftswerkstatt", 1),
            ("balance", "FGK-BIL", "bestandsaufnahme", 1),
            ("region", "FGK-KR", "abstimmung", 1),
        ):
            version = a_version(number, owner=self.owner, code=code)
            self.things[name] = self.peopled(a_cycle(phase, version))
        self.places()
        self.contents()
        self.papers()
        self.judgements()
        self.partners()
        self.workshop()

    # --- people ---------------------------------------------------------------------------------

    def membership(self, name: str, organisation, role: Role, **about):
        return MitgliedschaftFactory(
            organisation=organisation, user=self.people[name], role=role, **about
        )

    def peopled(self, cycle: AuditCycle) -> AuditCycle:
        for party in cycle.parties.all():
            for name, role in INSIDE.items():
                self.membership(name, party.organisation, role)
            self.membership("ended", party.organisation, Role.SIGNATORY, ended_on=clock.today())
            Betreuung.objects.get_or_create(organisation=party.organisation, traeger=self.owner)
        a_partner(cycle, self.house)
        self.sent(cycle, "auditor", BerufungFunction.AUDITOR, "accompany")
        self.sent(cycle, "declared", BerufungFunction.ASSESSOR, "review")
        self.sent(cycle, "assessor", BerufungFunction.ASSESSOR, "review")
        Berufung.objects.create(
            cycle=cycle,
            user=self.people["former"],
            function=BerufungFunction.ASSESSOR,
            appointed_on=clock.today(),
            appointed_by=self.people["chooser"],
            declared_at=clock.now(),
            ended_on=clock.today(),
            end_reason="Fertig.",
        )
        return cycle

    def sent(self, cycle: AuditCycle, name: str, function: str, right: str) -> None:
        user = self.people[name]
        Berufung.objects.create(
            cycle=cycle,
            user=user,
            function=function,
            appointed_on=clock.today(),
            appointed_by=self.people["chooser"],
            declared_at=clock.now(),
        )
        give(CycleGrant, [(user, right, cycle)])

    # --- things ---------------------------------------------------------------------------------

    def places(self) -> None:
        town = self.things["goals"].parties.earliest("pk").organisation
        asking = Betreuung.objects.create(
            organisation=town,
            traeger=a_traeger(),
            asked_by=self.people["director"],
            granted_at=None,
        )
        free = an_organisation(name="Neuland")
        self.things |= {
            "town": town,
            "free": free,
            "contact": ContactFactory(organisation=town),
            "invitation": InvitationFactory(organisation=town),
            "membership": town.mitgliedschaften.get(user=self.people["editor"]),
            "care": asking,
            "entry": RegisterEntryFactory(),
            "token": "unbekannt",
        }

    def contents(self) -> None:
        goals, editor = self.things["goals"], self.people["editor"]
        goal = a_goal(goals, by=editor)
        another = a_goal(goals, by=editor)
        measure, last = a_measure(goal, editor), a_measure(goal, editor)
        profile, workshop = self.things["profile"], self.things["workshop"]
        saved = {"version": 1, "saved_at": clock.now(), "saved_by": editor}
        figure = Kennzahl.objects.create(
            cycle=profile, label="Zahl", value=1, as_of=clock.today(), source="Register", **saved
        )
        project = Vorhaben.objects.create(cycle=profile, title="Treff", **saved)
        wohnen = workshop.version.handlungsfelder.get(code="wohnen")
        workshop.chosen_felder.create(handlungsfeld=wohnen, position=1)
        plan = Plan("Werkstatt", clock.today() + dt.timedelta(days=9), "Rathaus")
        event = events.plan(cycle=goals, code="", plan=plan, by=editor)
        guest = events.invite(event=event, name="Jugendamt", by=editor)
        feld = goals.felder[0]
        region = self.things["region"]
        village = an_organisation(name="Dorf")
        village.parent = region.parties.filter(function="main").get().organisation
        village.save()
        self.membership("town", village, Role.EDITOR)
        (offer,) = angebote.offer(row=a_goal(region, by=editor), organisations=[village], by=editor)
        self.things |= {
            "goal": goal,
            "another": another,
            "measure": measure,
            "last": last,
            "figure": figure,
            "project": project,
            "event": event,
            "guest": guest,
            "feld": feld.code,
            "frage": self.things["survey"].felder[0].leitfragen.first(),
            "offer": offer,
            "concept paper": "beteiligungskonzept",
            "village": village,
        }

    def papers(self) -> None:
        contract, editor = self.things["contract"], self.people["editor"]
        paper = documents.add(
            cycle=contract, code="kooperation", title="V", upload=examine(a_pdf()), by=editor
        )
        concept = self.things["concept"]
        released = documents.add(
            cycle=concept,
            code="beteiligungskonzept",
            title="Konzept",
            upload=examine(a_pdf()),
            by=editor,
        )
        free = documents.add(
            cycle=contract, code="", title="Frei", upload=examine(a_pdf(text="x")), by=editor
        )
        deciding = self.things["deciding"]
        self.corrigible()
        talks = self.things["talks"]
        quarter = self.things["quarter"]
        fassung = a_fassung(quarter, editor)
        self.things |= {
            "paper": paper,
            "released": released,
            "free paper": free,
            "fassung": deciding.fassungen.get(),
            "agreed": fassung,
            "gate": talks.open_run.phase.gates.get(),
            "kooperation": "kooperation",
            "owner": self.owner,
            "topic": "participation",
            "agreement": "agreement",
            "beschluss": self.things["submitting"].beschluesse.get(),
            "quarter town": quarter.parties.filter(signs=True).last().organisation,
        }

    def corrigible(self) -> None:
        """What was entered and may be wrong."""
        signed = self.peopled(a_cycle("kooperationsvereinbarung"))
        noted, editor = self.peopled(a_cycle()), self.people["editor"]
        gate = noted.open_run.phase.gates.get()
        about = {"run": noted.open_run, "gate": gate, "on": clock.today()}
        paper = documents.add(
            cycle=signed, code="kooperation", title="V", upload=examine(a_pdf()), by=editor
        )
        side = {"document": paper, "organisation": self.owner, "signed_on": clock.today()}
        plan = Plan("Klausur", clock.today(), "Rathaus")
        held = events.plan(cycle=signed, code="", plan=plan, by=editor)
        events.hold(event=held, held_on=clock.today(), minutes="Alle waren da.", by=editor)
        given = {"released_at": clock.now(), "released_by": self.people["auditor"]}
        self.things |= {
            "vermerk": noted.vermerke.create(**about, noted_by=self.people["office"]),
            "signature": signed.signatures.create(**side),
            "held": held,
            "freigabe": signed.freigaben.create(subject="bestandsaufnahme", **given),
        }

    def judgements(self) -> None:
        judging = self.things["judging"]
        begutachtung = judging.begutachtungen.get()
        votum = written(begutachtung, self.people["declared"])
        undeclared = appointed(
            judging, BerufungFunction.ASSESSOR, declared=False, by=self.people["chooser"]
        )
        self.people["undeclared"] = undeclared
        reporting = self.things["reporting"]
        report = reporting.jahresberichte.get(number=1)
        certified = self.peopled(a_cycle("zertifizierung"))
        issued = zertifikate.issue(
            cycle=certified, valid_from=clock.today(), by=self.people["director"]
        )
        sent_in = self.peopled(a_cycle("umsetzung")).jahresberichte.get(number=1)
        berichte.carry_over(report=sent_in, by=self.people["editor"])
        berichte.submit(report=sent_in, by=self.people["editor"])
        ready = self.peopled(a_cycle("begutachtung"))
        for name in ("declared", "assessor"):
            own = written(ready.begutachtungen.get(), self.people[name])
            begutachtungen.sign_votum(votum=own, by=self.people[name])
        self.things |= {
            "begutachtung": begutachtung,
            "ready": ready.begutachtungen.get(),
            "votum": votum,
            "report": report,
            "sent in": sent_in,
            "reported": reporting.measures.first(),
            "zertifikat": issued,
            "public": issued.token,
            "berufung": judging.berufungen.get(user=self.people["auditor"]),
            "own berufung": judging.berufungen.get(user=self.people["declared"]),
            "open berufung": judging.berufungen.get(user=undeclared),
            "assessor function": "assessor",
            "paper number": 1,
        }

    def partners(self) -> None:
        goals = self.things["goals"]
        self.membership(
            "guest", guests := an_organisation(OrganisationKind.PARTNER, "Gäste"), Role.SIGNATORY
        )
        given = beteiligungen.propose(cycle=goals, organisation=guests, by=self.people["signatory"])
        proposed = beteiligungen.propose(
            cycle=goals,
            organisation=an_organisation(OrganisationKind.PARTNER, "Chor"),
            by=self.people["editor"],
        )
        self.things |= {
            "given": given,
            "proposed": proposed,
            "party": goals.parties.get(organisation=self.house),
        }

    def workshop(self) -> None:
        draft = entwuerfe.bring(owner=self.owner, data=small(), by=self.people["office"])
        programm = Programm.objects.create(
            owner=self.owner,
            code="P",
            name="Programm",
            begins_on=clock.today(),
            ends_on=clock.today() + dt.timedelta(days=365),
        )
        self.things |= {
            "draft": draft,
            "version": self.version,
            "programm": programm,
            "phase": self.version.phases.first(),
            "phasen": "phasen",
            "verfahren": "verfahren",
            "first": 0,
            "kind": "goals",
        }
