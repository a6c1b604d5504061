"""A pilot Quartier, and a second one of the same company that still runs.

Sourced is only that the pilot began in November 2015 with housing companies in North
Rhine-Westphalia, that ends and means were agreed within a year for three years, and that the
project lead sat at the company. The company, the town, the Quartiere and all days are angenommen.
"""

import datetime as dt

from auditportal import clock
from auditportal.actions import organisation as organisations
from auditportal.models import Mitgliedschaft, Organisation, OrganisationKind, Role
from audits.actions import beteiligung as beteiligungen
from audits.actions import document as papers
from audits.actions import fassung as fassungen
from audits.actions import quartier as quartiere
from audits.actions import zustimmung as zustimmungen
from audits.models import Mitwirkung
from certificates.demo.cast import BEGAN, Cast
from certificates.demo.stage import a_walk, ago, shown
from certificates.demo.walk import Walk, a_paper, on

COMPANY = "Wohnungsgenossenschaft Nordviertel eG (Beispiel)"
TOWN = "Beispielstadt"
DESCRIPTION = (
    "Wohnungen der fünfziger und sechziger Jahre um einen Platz mit Läden, Kita und Haltestelle. "
    "Viele leben hier seit Jahrzehnten, junge Familien ziehen zu. Die Bahnlinie und der Park sind "
    "im Alltag die Grenzen (angenommen)."
)
OUTLINE = [
    [7.2180, 51.4920],
    [7.2262, 51.4914],
    [7.2290, 51.4938],
    [7.2274, 51.4966],
    [7.2210, 51.4972],
    [7.2172, 51.4950],
    [7.2180, 51.4920],
]
PLAN = {
    "steuerung": {
        "Beide Seiten steuern das Quartier gemeinsam": [
            "Steuerungskreis mit vier Treffen im Jahr",
            "Ansprechperson vor Ort mit fester Sprechzeit",
        ],
    },
    "wohnen": {
        "Menschen können in jeder Lebensphase im Quartier wohnen": [
            "Dreißig Wohnungen barrierearm umbauen",
            "Wohnungstausch für Ältere und Familien anbieten",
            "Ein Drittel der neuen Wohnungen mit gebundener Miete",
        ],
    },
    "wohnumfeld": {
        "Wege und Plätze sind für alle gut nutzbar": [
            "Bänke und Beleuchtung am Quartiersplatz erneuern",
            "Bordsteine an Haltestelle und Kita absenken",
        ],
    },
    "infrastruktur": {
        "Hilfe und Begegnung sind zu Fuß erreichbar": [
            "Nachbarschaftstreff im Erdgeschoss eröffnen",
            "Pflegedienst mit Stützpunkt im Quartier gewinnen",
        ],
    },
}
# What the later catalogue calls the same.
LATER = {"wohnen": "wohnqualitaet", "infrastruktur": "miteinander"}


def replay(cast: Cast) -> None:
    company = a_walk(cast, COMPANY, "nordviertel", OrganisationKind.WOHNUNGSUNTERNEHMEN)
    town = a_walk(cast, TOWN, "beispielstadt")
    pilot(company, town)
    second = Walk(cast, company.organisation, company.editor, company.signatory)
    harbour(shown(second, "Zustimmung gegeben"), shown(town, "Zustimmung offen", signing=True))


def begin(walk: Walk, town: Walk, subject: str, day: dt.date, version: int) -> None:
    others = (("kommune", town.organisation),)
    walk.start(day, "GWQ", version, others=others, subject=subject)


def cooperate(walk: Walk, day: dt.date, moved: float = 0.0) -> None:
    """The Quartier is described and outlined, the agreement to cooperate is signed."""
    ring = [[round(x + moved, 4), y] for x, y in OUTLINE]
    with on(day):
        quartiere.describe(
            cycle=walk.cycle,
            description=DESCRIPTION,
            outline={"type": "Polygon", "coordinates": [ring]},
            addresses="",
            version=None,
            by=walk.editor,
        )
    walk.cooperate(day, signed=day)


def analyse(walk: Walk, days: list[dt.date]) -> None:
    """The analysis, the workshop and the participation of the people who live there."""
    survey, workshop, forum = days
    auditor = walk.cast["auditor"]
    walk.survey(survey)
    walk.release(survey)
    walk.meet(workshop, "strategieworkshop", "Strategieworkshop", auditor)
    walk.leave(workshop, auditor)
    walk.meet(forum, "beteiligung", "Quartiersforum", walk.editor)
    walk.leave(forum, walk.editor)


def plan(walk: Walk, day: dt.date, frozen: dt.date) -> None:
    codes = {feld.code for feld in walk.cycle.felder}
    agreed = {code if code in codes else LATER[code]: goals_of for code, goals_of in PLAN.items()}
    walk.agree(day, agreement=agreed, groups=("everybody", "seniors"))
    with on(frozen):
        fassungen.freeze(cycle=walk.cycle, by=walk.editor)


def consent(walk: Walk, by: Walk, body: str, day: dt.date) -> None:
    """One side agrees to the newest version."""
    fassung = walk.cycle.fassungen.latest("number")
    side, signatory = by.organisation, by.signatory
    with on(day):
        zustimmungen.agree(fassung=fassung, organisation=side, body=body, by=signatory)


def pilot(walk: Walk, town: Walk) -> None:
    """From November 2015 to the last of three reports."""
    begin(walk, town, "Nordviertel", dt.date(2015, 11, 16), version=1)
    cooperate(walk, dt.date(2015, 12, 14))
    analyse(walk, [dt.date(2016, 2, 15), dt.date(2016, 3, 17), dt.date(2016, 6, 9)])
    plan(walk, dt.date(2016, 9, 15), frozen=dt.date(2016, 9, 26))
    consent(walk, walk, "Aufsichtsrat", dt.date(2016, 10, 10))
    consent(walk, town, "Rat", dt.date(2016, 10, 20))
    walk.leave(dt.date(2016, 10, 20), town.editor)
    walk.submit(dt.date(2016, 11, 7))
    walk.assign(dt.date(2016, 11, 14))
    walk.judge(dt.date(2017, 1, 12))
    walk.certify(dt.date(2017, 2, 1))
    for number, year in enumerate((2018, 2019, 2020), start=1):
        walk.report(number, dt.date(year, 1, 15))
    walk.leave(dt.date(2020, 2, 3), walk.cast["office"])


def harbour(walk: Walk, town: Walk) -> None:
    """The company has agreed, the town has not yet; each side has something of its own."""
    begin(walk, town, "Hafenviertel", ago(330), version=2)
    cooperate(walk, ago(290), moved=0.02)
    invite(walk, ago(285))
    keep(walk, ago(250))
    analyse(walk, [ago(240), ago(210), ago(150)])
    plan(walk, ago(60), frozen=ago(20))
    consent(walk, walk, "Geschäftsführung", ago(6))


def invite(walk: Walk, day: dt.date) -> None:
    """A freier Träger of the Quartier contributes, another one is asked to."""
    house = a_guest(walk, "house", "Nachbarschaftshaus Hafenviertel", "nachbarschaftshaus")
    bureau = a_guest(walk, "bureau", "Seniorenbüro Hafenviertel", "seniorenbuero")
    with on(day):
        joining = propose(walk, house.organisation)
        beteiligungen.accept(mitwirkung=joining, by=house.user)
        propose(walk, bureau.organisation)
    walk.cast.show("house", "wirkt mit")


def a_guest(walk: Walk, part: str, name: str, address: str) -> Mitgliedschaft:
    """Somebody who signs for an organisation that may be invited."""
    with clock.stopped_at(BEGAN):
        place = organisations.enter(
            name=f"{name} (Beispiel)", kind=OrganisationKind.PARTNER, by=walk.cast["office"]
        )
        user = walk.cast.join(place, Role.SIGNATORY, part, name, f"leitung@{address}")
    return user.mitgliedschaften.get()


def propose(walk: Walk, organisation: Organisation) -> Mitwirkung:
    """Proposed by who works on it, given by who signs."""
    proposed = beteiligungen.propose(cycle=walk.cycle, organisation=organisation, by=walk.editor)
    return beteiligungen.give(mitwirkung=proposed, by=walk.signatory)


def keep(walk: Walk, day: dt.date) -> None:
    """A paper that only the company, the companion and the Träger see."""
    with on(day):
        papers.add(
            cycle=walk.cycle,
            code="",
            title="Mieterstruktur",
            upload=a_paper("Mieterstruktur", walk.organisation.name),
            owner=walk.organisation,
            by=walk.editor,
        )
