"""What there is to be looked at: the demo's data, and what its people would do next."""

import datetime as dt
from dataclasses import dataclass, field

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.core.files.base import ContentFile
from django.urls import reverse

from auditportal import clock, documents
from auditportal.actions import invitation as invitations
from auditportal.models import Contact, Mitgliedschaft, Role, User
from audits.actions import berufung as berufungen
from audits.actions import document as papers
from audits.actions import goal as goals
from audits.actions import jahresbericht as berichte
from audits.actions import veranstaltung as events
from audits.actions.veranstaltung import Plan
from audits.models import Angebot, AuditCycle, BerufungFunction, Fassung, FassungKind, Kennzahl
from certificates.models import Zertifikat
from handlungsfelder.actions import entwurf as entwuerfe
from handlungsfelder.models import GateKind, Programm, VerfahrenVersion
from handlungsfelder.reading import Place
from tests.audits.judging import signed, written
from tests.audits.reporting import enter, fill, measures_of, report_of
from tests.factories.audits import a_cycle, a_user, appointed, member_of
from tests.handlungsfelder.drafts import small

STAFF = {
    "office": "geschaeftsstelle@verein",
    "director": "geschaeftsfuehrung@verein",
    "auditor": "auditorin@begleitung",
    "first": "gutachterin.1@hochschule",
    "second": "gutachter.2@hochschule",
}
PLACES = ("aachen", "lennestadt", "gera", "nordkirchen", "kornwestheim", "altena")


@dataclass
class World:
    """People and things by short names, as the list of pages calls them."""

    people: dict[str, User] = field(default_factory=dict)
    things: dict[str, object] = field(default_factory=dict)

    def address(self, place: str) -> str:
        """What is no thing's name stands for itself: the code of a Handlungsfeld."""
        url, *names = place.split()
        found = [self.things.get(name, name) for name in names]
        return reverse(url, args=[getattr(one, "pk", one) for one in found])


def a_world() -> World:
    world = World()
    for part, address in STAFF.items():
        world.people[part] = User.objects.get(email=f"{address}.example")
    for place in PLACES:
        world.things[place] = AuditCycle.objects.get(title__iexact=place)
        world.people[f"{place}-editor"] = User.objects.get(email=f"ansprechperson@{place}.example")
    world.people["passwordless"] = a_user("Ohne Passwort")
    people_and_places(world)
    first_talks(world)
    analysis(world)
    decision(world)
    judgement(world)
    certificates(world)
    balances(world)
    reports(world)
    workshop(world)
    second_traeger(world)
    two_sides(world)
    return world


def people_and_places(world: World) -> None:
    organisation = world.things["lennestadt"].parties.get().organisation
    signatory = organisation.mitgliedschaften.signing().get().user
    world.people["signatory"] = signatory
    invitation = {"organisation": organisation, "role": Role.READER, "by": signatory}
    newcomer = invitations.invite(email="neu@lennestadt.example", name="Neu", **invitation)
    member = invitations.invite(email=world.people["auditor"].email, name="Bekannt", **invitation)
    there = invitations.invite(email="da@lennestadt.example", name="Schon da", **invitation)
    invitations.accept_as_new(invitation=there, name="Schon da", password="drei-kleine-Worte")
    user = world.people["passwordless"]
    world.things |= {
        "accepted": there.token,
        "organisation": organisation,
        "newcomer": newcomer.token,
        "known": member.token,
        "contact": Contact.objects.filter(organisation=organisation).first(),
        "member": Mitgliedschaft.objects.filter(organisation=organisation).first(),
        "uid": user_pk_to_url_str(user),
        "key": default_token_generator.make_token(user),
    }


def first_talks(world: World) -> None:
    run = world.things["altena"].open_run
    world.things |= {"talks": run, "offer": run.phase.gates.get(kind=GateKind.VERMERK)}


def analysis(world: World) -> None:
    """In Kornwestheim somebody is already planning what comes next."""
    cycle, editor = world.things["kornwestheim"], world.people["kornwestheim-editor"]
    day = clock.today() + dt.timedelta(days=30)
    event = events.plan(
        cycle=cycle, code="", plan=Plan("Bürgerforum", day, "Rathaus", dt.time(18)), by=editor
    )
    events.invite(event=event, name="Vertretung der Vereine", organisation="Sportverein", by=editor)
    feld = cycle.felder[0]
    goal = goals.add_goal(cycle=cycle, handlungsfeld=feld, title="Hilfe an einem Ort", by=editor)
    measure = goals.add_measure(goal=goal, title="Familienbüro eröffnen", by=editor)
    paper = documents.examine(ContentFile(b"%PDF-1.7\n%%EOF\n", name="Anlage.pdf"))
    document = papers.add(cycle=cycle, code="", title="Anlage", upload=paper, by=editor)
    world.things |= {"event": event, "goal": goal, "measure": measure, "document": document}
    world.things["analysing"] = cycle.open_run
    world.things["signed"] = cycle.documents.filter(code="kooperation").get()


def decision(world: World) -> None:
    cycle = world.things["nordkirchen"]
    world.things["deciding"] = cycle.open_run
    world.things["fassung"] = Fassung.objects.get(cycle=cycle, kind=FassungKind.AGREEMENT)
    world.things["beschluss"] = cycle.beschluesse.first()
    world.things["left"] = cycle.runs.filter(left_on__isnull=False).last()
    wrong = world.things["kornwestheim"].beschluesse.filter(berichtigung__isnull=False)
    world.things["wrong"] = wrong.get()
    world.things["held"] = cycle.veranstaltungen.first()


def judgement(world: World) -> None:
    """In Gera one assessor has written and the other not declared; elsewhere both have signed."""
    cycle, second = world.things["gera"], world.people["second"]
    begutachtung = cycle.begutachtungen.get()
    berufungen.declare(berufung=cycle.berufungen.get(user=second), by=second)
    world.things |= {
        "begutachtung": begutachtung,
        "votum": written(begutachtung, second),
        "berufung": cycle.berufungen.get(user=world.people["first"]),
        "declared": cycle.berufungen.get(user=second),
    }
    judged = a_cycle("begutachtung", today_version(), name="Bonn")
    for _ in range(2):
        assessor = appointed(judged, BerufungFunction.ASSESSOR, by=world.people["office"])
        signed(judged.begutachtungen.get(), assessor)
    world.things["judged"] = judged.begutachtungen.get()


def today_version() -> VerfahrenVersion:
    versions = VerfahrenVersion.objects.select_related("verfahren__owner")
    return versions.get(verfahren__code="FGK-K", number=2)


def certificates(world: World) -> None:
    world.things["version"] = today_version()
    world.things["certifying"] = a_cycle("zertifizierung", today_version(), name="Celle")
    zertifikat = Zertifikat.objects.get(award__cycle=world.things["lennestadt"])
    world.things |= {"zertifikat": zertifikat, "token": zertifikat.token}


def balances(world: World) -> None:
    """One is being drawn, another has long been decided on."""
    later = AuditCycle.objects.filter(version__verfahren__code="FGK-BIL")
    world.people["balancer"] = User.objects.get(email="ansprechperson@sondershausen.example")
    world.things |= {
        "balancing": later.get(title="Sondershausen"),
        "balanced": later.get(title="Neunkirchen"),
    }


def reports(world: World) -> None:
    """Lennestadt writes its first report; another one waits for the answer; Aachen has three."""
    cycle, editor = world.things["lennestadt"], world.people["lennestadt-editor"]
    report, measures = report_of(cycle), measures_of(cycle)
    enter(report, measures[0], editor)
    submitted = a_cycle("umsetzung", today_version(), name="Dortmund")
    writer = member_of(submitted.parties.get().organisation, Role.EDITOR)
    world.things |= {
        "report": report,
        "entered": measures[0],
        "missing": measures[1],
        "last": report_of(world.things["aachen"], 3),
        "submitted": berichte.submit(report=fill(report_of(submitted), writer), by=writer),
    }


def workshop(world: World) -> None:
    """A copy as it was and one that was changed, one with gaps, and one that was presented."""
    office, version = world.people["office"], today_version()
    draft, changed, presented = (entwuerfe.copy(version=version, by=office) for _ in range(3))
    values = {"name": "Aufbruch", "help": "", "due_days": 10}
    place = Place("phasen", 0)
    entwuerfe.save(entwurf=changed, place=place, values=values, version=1, by=office)
    data = small()
    data["phasen"][0] |= {"rework_to": "zustimmung", "gates": [{"kind": "subject"}]}
    owner = version.verfahren.owner
    world.things |= {
        "draft": draft,
        "changed": changed,
        "gaps": entwuerfe.bring(owner=owner, data=data | {"seiten": []}, by=office),
        "presented": entwuerfe.present(entwurf=presented, by=office),
        "today": version,
        "explained": version.way[0],
    }


def second_traeger(world: World) -> None:
    """Its office; a pair at its profile; and the commune that takes part with both Träger."""
    for part, address in {
        "programme-office": "geschaeftsstelle@werkstatt",
        "emsland-editor": "ansprechperson@emsland",
        "dortmund-editor": "ansprechperson@dortmund",
    }.items():
        world.people[part] = User.objects.get(email=f"{address}.example")
    pair = AuditCycle.objects.get(title__startswith="Landkreis Emsland")
    own = AuditCycle.objects.filter(parties__organisation__name="Dortmund", parties__side="kommune")
    own = own.filter(title="Dortmund", owner__name__startswith="Kompetenz")
    world.things |= {
        "pair": pair,
        "figure": Kennzahl.objects.filter(cycle=pair, owner=None).first(),
        "project": pair.vorhabens.first(),
        "plan": own.get(),
        "taking": AuditCycle.objects.running().get(
            title="Dortmund", contact__organisation=own.get().parties.get().organisation
        ),
        "programm": Programm.objects.first(),
    }


def two_sides(world: World) -> None:
    """A Quartier that waits for the second side, and a Kreis that waits for a Kommune."""
    for part, place in (
        ("editor", "nordviertel"),
        ("sign", "beispielstadt"),
        ("editor", "werra-meissner"),
        ("editor", "eschwege"),
    ):
        name = {"editor": "ansprechperson", "sign": "zeichnende"}[part]
        world.people[f"{place}-{part}"] = User.objects.get(email=f"{name}@{place}.example")
    for part, place in (("house", "nachbarschaftshaus"), ("bureau", "seniorenbuero")):
        world.people[part] = User.objects.get(email=f"leitung@{place}.example")
    harbour = AuditCycle.objects.get(subject="Hafenviertel")
    world.things |= {
        "harbour": harbour,
        "agreed": Fassung.objects.get(cycle=harbour, kind=FassungKind.AGREEMENT),
        "own": harbour.documents.exclude(owner=None).get(),
        "kreis": AuditCycle.objects.get(title="Werra-Meißner-Kreis"),
        "asked": Angebot.objects.filter(organisation__name="Eschwege", state="open").first(),
    }
