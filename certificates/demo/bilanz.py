"""The ladder of certificates: Neunkirchen's two and the gap between them, then the one for good.

Published is that the first one ended in February 2018, that the council decided on the new goals
on 27.03.2019, that the second one is of 12.11.2019, and that it became permanent afterwards. All
other days are angenommen. That Sondershausen is drawing its balance is angenommen, too.
"""

import datetime as dt

from auditportal import clock
from audits.actions import goal as goals
from audits.actions import jahresbericht as berichte
from audits.actions import uebernahme as uebernahmen
from audits.models import Goal, Mark, Measure, Topic
from certificates.demo.cast import Cast
from certificates.demo.stage import a_walk, ago, shown, to_the_workshop, yes
from certificates.demo.walk import Walk, on

RHYTHM = 18
TOPICS = ["Ehrenamt", "Wohnen im Alter", "Junge Familien", "Mobilität", "Begegnung"]


def replay(cast: Cast) -> None:
    neunkirchen(cast)
    sondershausen(cast)


def neunkirchen(cast: Cast) -> None:
    walk = shown(a_walk(cast, "Neunkirchen", "neunkirchen"), "Dauerhaft")
    the_first(walk, dt.date(2015, 3, 1), version=1)  # to February 2018; its first day is angenommen
    in_short(walk, 1, dt.date(2016, 2, 15))  # angenommen
    in_short(walk, 2, dt.date(2017, 2, 13))  # angenommen
    walk.report(3, dt.date(2018, 2, 12))  # angenommen
    walk.leave(dt.date(2018, 3, 1), cast["office"])
    the_second(walk)
    for_good(walk)


def the_first(walk: Walk, certified: dt.date, version: int) -> None:
    """A Grundzertifikat on this day; the days before it are counted back from it (angenommen)."""
    cast, first = walk.cast, (clock.today() - certified).days + 421
    to_the_workshop(walk, first, version=version)
    title = "Auditierungsworkshop" if version == 1 else "Zielvereinbarungsworkshop"
    walk.meet(ago(first - 230), "zielvereinbarungsworkshop", title, cast["auditor"])
    walk.agree(ago(first - 231), per_feld=1)
    walk.leave(ago(first - 231), cast["auditor"])
    walk.freeze(ago(first - 280))
    walk.decide(ago(first - 320), Topic.AGREEMENT, yes("Rat", ago(first - 320)))
    walk.leave(ago(first - 320), walk.editor)
    judged(walk, ago(first - 330), ago(first - 345), ago(first - 400))
    walk.certify(certified)


def judged(walk: Walk, submitted: dt.date, assigned: dt.date, decided: dt.date) -> None:
    walk.submit(submitted)
    walk.assign(assigned)
    walk.judge(decided)


def begin_the_second(walk: Walk, day: dt.date, decided: dt.date, signed: dt.date) -> None:
    walk.start(day, "FGK-BIL", 1, predecessor=walk.cycle)
    walk.decide(decided, Topic.PARTICIPATION, yes("Rat", decided))
    walk.leave(decided, walk.editor)
    walk.cooperate(signed, signed=signed)


def the_second(walk: Walk) -> None:
    """It began after the first one had ended: the gap is 20 months long."""
    cast = walk.cast
    begin_the_second(walk, dt.date(2018, 5, 14), dt.date(2018, 6, 19), dt.date(2018, 7, 10))
    walk.survey(dt.date(2018, 8, 20))
    weigh(walk, dt.date(2018, 9, 3), balanced=2)
    walk.release(dt.date(2018, 9, 3))
    walk.meet(
        dt.date(2018, 10, 11), "bilanzierungsworkshop", "Bilanzierungsworkshop", cast["auditor"]
    )
    walk.leave(dt.date(2018, 10, 11), cast["auditor"])
    walk.meet(dt.date(2018, 11, 20), "beteiligung", "Bürgerwerkstatt", walk.editor)
    walk.leave(dt.date(2018, 11, 20), walk.editor)
    fill_up(walk, dt.date(2019, 2, 4))
    walk.freeze(dt.date(2019, 2, 18))
    council = yes("Rat", dt.date(2019, 3, 27), note="Nach öffentlicher Quelle.")
    walk.decide(dt.date(2019, 3, 27), Topic.AGREEMENT, council)
    walk.leave(dt.date(2019, 3, 27), walk.editor)
    judged(walk, dt.date(2019, 4, 8), dt.date(2019, 5, 6), dt.date(2019, 9, 2))
    walk.certify(dt.date(2019, 11, 12))
    for number, day in enumerate(
        (dt.date(2020, 10, 19), dt.date(2021, 10, 18), dt.date(2022, 10, 10)), start=1
    ):
        in_short(walk, number, day)
    walk.leave(dt.date(2022, 11, 11), cast["office"])


def in_short(walk: Walk, number: int, day: dt.date) -> None:
    """A yearly report in which everything stands as before."""
    report = walk.cycle.jahresberichte.get(number=number)
    with on(day):
        berichte.carry_over(report=report, by=walk.editor)
        berichte.submit(report=report, by=walk.editor)
        berichte.accept(report=report, by=walk.cast["office"])


def for_good(walk: Walk) -> None:
    """The permanent one follows without a gap; since then a workshop every 18 months."""
    began = dt.date(2022, 6, 13)
    walk.start(began, "FGK-DAUER", 1, predecessor=walk.cycle, rhythm_months=RHYTHM)
    walk.offer(dt.date(2022, 7, 4))  # the day on which it joined the Verein
    weigh(walk, dt.date(2022, 9, 5), balanced=0)
    walk.freeze(dt.date(2022, 9, 26))
    walk.certify(dt.date(2022, 11, 12))
    day = clock.months_after(dt.date(2022, 11, 12), RHYTHM)
    for topic in TOPICS:
        if day >= ago(60):
            break
        walk.meet(day, "erhaltungsworkshop", f"Erhaltungsworkshop: {topic}", walk.editor)
        walk.leave(day, walk.editor)
        agreed = day + dt.timedelta(days=45)
        bring_in(walk, agreed, walk.cycle.felder[0], f"Schwerpunkt {topic}")
        walk.freeze(agreed)
        day = clock.months_after(agreed, RHYTHM - 1)


def sondershausen(cast: Cast) -> None:
    """In the middle of its balance, while the first certificate still holds."""
    walk = shown(a_walk(cast, "Sondershausen", "sondershausen"), "Bilanz")
    certified = clock.months_after(clock.today(), -26)
    the_first(walk, certified, version=2)
    in_short(walk, 1, clock.months_after(certified, 12))
    walk.report(2, clock.months_after(certified, 24))
    begin_the_second(walk, ago(120), ago(80), ago(60))
    walk.survey(ago(20), felder=4)
    weigh(walk, ago(10), balanced=1, felder=2)


def weigh(walk: Walk, day: dt.date, balanced: int, felder: int = 6) -> None:
    """The goals of so many Handlungsfelder: the last ones are reached, all others go on."""
    rows = Goal.objects.filter(cycle=walk.cycle, handlungsfeld__in=walk.cycle.felder[:felder])
    weighed = list(rows.order_by("handlungsfeld__position", "pk"))
    with on(day):
        for place, goal in enumerate(weighed):
            mark = Mark.CONTINUED if place < len(weighed) - balanced else Mark.BALANCED
            both: list[Goal | Measure] = [goal, *goal.measures.order_by("pk")]
            for row in both:
                uebernahmen.weigh(row=row, mark=mark, by=walk.editor)


def fill_up(walk: Walk, day: dt.date) -> None:
    """A new goal where everything has been reached."""
    for feld in walk.cycle.felder:
        if not walk.cycle.goals.agreed().filter(handlungsfeld=feld).exists():
            bring_in(walk, day, feld, f"Neuer Schwerpunkt: {feld}")


def bring_in(walk: Walk, day: dt.date, feld, title: str) -> None:
    with on(day):
        goal = goals.add_goal(cycle=walk.cycle, handlungsfeld=feld, title=title, by=walk.editor)
        goals.add_measure(
            goal=goal,
            title=f"Arbeitsgruppe: {title}",
            responsible="Stabsstelle Familie",
            ends_on=clock.months_after(day, 18),
            by=walk.editor,
        )
