"""The runs of the demo.

Aachen 2009/10 is the only run whose days are published as a whole (source: paper of the city's
council information system, ratsinfo.aachen.de, vo020, VOLFDNR 11007); days that it does not give
are marked "angenommen" below. The other organisations took part in the procedure, too; where they
stand here, and on which days, is angenommen, so that every phase can be seen today.
"""

import datetime as dt

from auditportal import clock
from auditportal.actions import betreuung as betreuungen
from auditportal.models import Organisation, Role
from audits.actions import berichtigung as berichtigungen
from audits.actions.beschluss import Decision
from audits.models import Topic
from certificates.demo import bilanz, kreis, quartier, vorlage, werkstatt
from certificates.demo.cast import Cast
from certificates.demo.stage import a_walk, ago, shown, to_the_workshop, yes
from certificates.demo.walk import Walk, on


def replay() -> Cast:
    """Everything, from an empty database."""
    cast = Cast()
    cast.enter()
    aachen(cast)
    lennestadt(cast)
    gera(cast)
    nordkirchen(cast)
    kornwestheim(cast)
    altena(cast)
    bilanz.replay(cast)
    dortmund(cast, werkstatt.replay(cast))
    quartier.replay(cast)
    kreis.replay(cast)
    vorlage.replay(cast)
    return cast


def aachen(cast: Cast) -> None:
    """06.05.2009 to 30.06.2013: decided on day 0, again on day 280, certified on day 421."""
    walk = a_walk(cast, "Aachen", "aachen", ags="05334002")
    walk.start(dt.date(2009, 3, 2), version=1)  # angenommen
    walk.offer(dt.date(2009, 3, 16))  # angenommen
    first = yes(
        "Rat",
        dt.date(2009, 5, 6),
        (("Kinder- und Jugendausschuss", dt.date(2009, 4, 28)),),
        note="Nach der Vorlage der Stadt; die Zahlen der Abstimmung sind nicht bekannt.",
    )
    walk.decide(dt.date(2009, 5, 6), Topic.PARTICIPATION, first)
    walk.leave(dt.date(2009, 5, 6), walk.editor)
    walk.cooperate(dt.date(2009, 5, 20), signed=dt.date(2009, 5, 18))  # angenommen
    walk.survey(dt.date(2009, 6, 15))
    walk.release(dt.date(2009, 6, 15))
    walk.meet(dt.date(2009, 6, 24), "strategieworkshop", "Strategieworkshop", cast["auditor"])
    walk.leave(dt.date(2009, 6, 24), cast["auditor"])
    walk.concept(dt.date(2009, 8, 14))
    walk.meet(dt.date(2009, 10, 1), "beteiligung", "Expertenworkshop", walk.editor)
    walk.leave(dt.date(2009, 10, 1), walk.editor)
    walk.meet(
        dt.date(2009, 10, 29), "zielvereinbarungsworkshop", "Auditierungsworkshop", cast["auditor"]
    )
    walk.agree(dt.date(2009, 10, 29), per_feld=1)
    walk.leave(dt.date(2009, 10, 29), cast["auditor"])
    walk.freeze(dt.date(2009, 12, 22))
    aachen_certified(cast, walk)


def aachen_certified(cast: Cast, walk: Walk) -> None:
    """The second half: from the council's decision to the end of the three years."""
    second = yes("Rat", dt.date(2010, 2, 10), note="Nach der Vorlage der Stadt.")
    walk.decide(dt.date(2010, 2, 10), Topic.AGREEMENT, second)
    walk.leave(dt.date(2010, 2, 10), walk.editor)
    walk.submit(dt.date(2010, 2, 22))  # "Februar", der Tag ist angenommen
    walk.assign(dt.date(2010, 3, 8))  # angenommen
    walk.judge(dt.date(2010, 6, 7))  # angenommen
    walk.certify(dt.date(2010, 7, 1))
    for number, day in enumerate(
        (dt.date(2011, 6, 20), dt.date(2012, 6, 18), dt.date(2013, 6, 10)), start=1
    ):
        walk.report(number, day)  # angenommen
    walk.leave(dt.date(2013, 6, 30), cast["office"])


def to_the_goals(walk: Walk, first_day: int, per_feld: int) -> None:
    """Three more, until a version is frozen."""
    to_the_workshop(walk, first_day)
    cast, day = walk.cast, first_day
    walk.meet(
        ago(day - 235), "zielvereinbarungsworkshop", "Zielvereinbarungsworkshop", cast["auditor"]
    )
    walk.agree(ago(day - 236), per_feld)
    walk.leave(ago(day - 236), cast["auditor"])
    walk.freeze(ago(day - 290))


def to_the_submission(walk: Walk, first_day: int, per_feld: int) -> None:
    to_the_goals(walk, first_day, per_feld)
    session = ago(first_day - 330)
    walk.decide(session, Topic.AGREEMENT, yes("Rat", session))
    walk.leave(ago(first_day - 331), walk.editor)
    walk.submit(ago(first_day - 340))


def lennestadt(cast: Cast) -> None:
    """In its first year of controlling: 18 goals and 43 measures; the first report is due soon."""
    walk = shown(a_walk(cast, "Lennestadt", "lennestadt", ags="05966024"), "Umsetzung")
    to_the_submission(walk, 800, per_feld=3)
    walk.assign(ago(440))
    walk.judge(ago(370))
    certified = clock.months_after(ago(-20), -12)
    walk.certify(certified)


def gera(cast: Cast) -> None:
    """Being judged: two assessors are appointed and have not yet declared."""
    walk = shown(a_walk(cast, "Gera", "gera", ags="16052000"), "Begutachtung")
    to_the_submission(walk, 370, per_feld=2)
    walk.assign(ago(12))


def nordkirchen(cast: Cast) -> None:
    """Waiting for the council's decision on the frozen version."""
    walk = shown(
        a_walk(cast, "Nordkirchen", "nordkirchen", ags="05558032"), "Beschluss", signing=True
    )
    to_the_goals(walk, 310, per_feld=2)


def correct(walk: Walk, day: dt.date, decision: Decision) -> None:
    """The newest Beschluss was entered with a wrong day, and is set right."""
    wrong = walk.cycle.beschluesse.in_force().latest("pk")
    reason = "Der Tag der Vorberatung war eingetragen."
    with on(day):
        berichtigungen.correct_beschluss(
            beschluss=wrong, decision=decision, reason=reason, by=walk.editor
        )


def kornwestheim(cast: Cast) -> None:
    """In the middle of the analysis."""
    walk = shown(a_walk(cast, "Kornwestheim", "kornwestheim", ags="08118046"), "Bestandsaufnahme")
    walk.start(ago(100))
    walk.offer(ago(90))
    walk.decide(ago(35), Topic.PARTICIPATION, yes("Gemeinderat", ago(42)))
    correct(walk, ago(34), yes("Gemeinderat", ago(35)))
    walk.leave(ago(34), walk.editor)
    walk.cooperate(ago(20), signed=ago(22))
    walk.survey(ago(5), felder=2)


def altena(cast: Cast) -> None:
    """First talks."""
    walk = a_walk(cast, "Altena", "altena", ags="05962004")
    walk.start(ago(6))


def dortmund(cast: Cast, place: Organisation) -> None:
    """At its goals; the plan from the other Träger's procedure can be taken over.

    That Dortmund takes part here is angenommen: it shows what two Träger share, and what not.
    """
    people = {one.role: one.user for one in place.mitgliedschaften.select_related("user")}
    walk = Walk(cast, place, people[Role.EDITOR], people[Role.SIGNATORY])
    with on(ago(240)):
        for asked in betreuungen.ask(organisation=place, by=cast["office"]):
            betreuungen.grant(betreuung=asked, by=walk.signatory)
    to_the_workshop(walk, 230)
