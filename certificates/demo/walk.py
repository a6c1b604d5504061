"""One cycle's way by the actions, each on its own day."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count, cycle, islice

from django.core.files.base import ContentFile

from auditportal import clock, documents, pdf
from auditportal.actions import contact as contacts
from auditportal.models import Contact, Organisation, User
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
from audits.actions import zuordnung as zuordnungen
from audits.actions.beschluss import Decision
from audits.actions.veranstaltung import Plan
from audits.gates.document import signing_organisations
from audits.models import BerufungFunction, Influence, Judgement, Measure, Progress, Topic
from certificates.actions import zertifikat as zertifikate
from certificates.demo import texts
from certificates.demo.cast import Cast
from handlungsfelder import crosswalk
from handlungsfelder.models import MeasureField

HOUR = dt.time(10, 0)


@contextmanager
def on(day: dt.date) -> Iterator[None]:
    """Inside the block it is ten o'clock of that day, in Germany."""
    with clock.stopped_at(dt.datetime.combine(day, HOUR, clock.ZONE)):
        yield


class Walk:
    """Somebody's way through the phases; each method is what one phase asks for, and its end."""

    def __init__(self, cast: Cast, organisation: Organisation, editor: User, signatory: User):
        self.cast, self.organisation = cast, organisation
        self.editor, self.signatory = editor, signatory
        self.numbers = count(1)

    # --- how it begins --------------------------------------------------------------------------

    def start(self, day: dt.date, code: str = "FGK-K", version: int = 2, **about) -> None:
        """`about` are the other fields of a Beginning: further sides, subject, predecessor, …"""
        with on(day):
            contact: Contact = contacts.add(
                organisation=self.organisation,
                name=self.editor.name,
                function="Projektleitung",
                email=self.editor.email,
                by=self.cast["office"],
            )
            self.cycle = cycles.start(
                beginning=cycles.Beginning(
                    self.organisation, self.cast.versions[code, version], **about
                ),
                contact=contact,
                by=self.cast["office"],
            )

    def leave(self, day: dt.date, by: User) -> None:
        with on(day):
            self.cycle = cycles.advance(run=self.cycle.open_run, by=by)

    def offer(self, day: dt.date) -> None:
        run = self.cycle.open_run
        with on(day):
            vermerke.note(
                run=run,
                gate=run.phase.gates.get(),
                on=day,
                text="Tag angenommen.",
                by=self.cast["office"],
            )
        self.leave(day, self.cast["office"])

    def decide(self, day: dt.date, topic: Topic, decision: Decision) -> None:
        """A Beschluss, entered on the day after its session; the agreement's names its version."""
        fassung = self.cycle.fassungen.order_by("pk").last() if topic == Topic.AGREEMENT else None
        with on(day):
            beschluesse.enter(
                cycle=self.cycle, topic=topic, decision=decision, fassung=fassung, by=self.editor
            )

    def cooperate(self, day: dt.date, signed: dt.date) -> None:
        with on(day):
            paper = papers.add(
                cycle=self.cycle,
                code="kooperation",
                title="Kooperationsvereinbarung",
                upload=a_paper("Kooperationsvereinbarung", self.organisation.name),
                by=self.editor,
            )
            for side in signing_organisations(self.cycle):
                by = self._speaking_for(side)
                papers.sign(document=paper, organisation=side, signed_on=signed, by=by)
            self.appoint("auditor", BerufungFunction.AUDITOR)
        self.leave(day, self.cast["office"])

    def _speaking_for(self, side: Organisation) -> User:
        of_traeger = side == self.cycle.owner
        return self.cast["office"] if of_traeger else side.mitgliedschaften.signing()[0].user

    def appoint(self, part: str, function: BerufungFunction) -> None:
        berufungen.appoint(
            cycle=self.cycle, user=self.cast[part], function=function, by=self.cast["office"]
        )

    # --- the year of work -----------------------------------------------------------------------

    def survey(self, day: dt.date, felder: int = 6) -> None:
        """Answers and findings in so many Handlungsfelder."""
        with on(day):
            for feld in self.cycle.felder[:felder]:
                for frage in feld.leitfragen.all():
                    bestandsaufnahmen.save_answer(
                        cycle=self.cycle,
                        leitfrage=frage,
                        text=texts.ANSWER,
                        version=None,
                        by=self.editor,
                    )
                bestandsaufnahmen.save_finding(
                    cycle=self.cycle,
                    handlungsfeld=feld,
                    strengths=texts.STRENGTHS,
                    challenges=texts.CHALLENGES,
                    version=None,
                    by=self.editor,
                )

    def release(self, day: dt.date) -> None:
        with on(day):
            bestandsaufnahmen.release(cycle=self.cycle, by=self.cast["auditor"])
        self.leave(day, self.editor)

    def meet(self, day: dt.date, code: str, title: str, by: User) -> None:
        """A Veranstaltung that is planned two weeks ahead, held and recorded."""
        plan = Plan(title, day, "Rathaus, großer Saal", dt.time(9, 30), dt.time(16, 0))
        with on(day - dt.timedelta(days=14)):
            event = events.plan(cycle=self.cycle, code=code, plan=plan, by=by)
            for name, side in (
                ("Vertretung der Verwaltung", self.organisation.name),
                ("Vertretung eines freien Trägers", "Träger der Jugendhilfe"),
            ):
                events.invite(event=event, name=name, organisation=side, by=by)
        with on(day):
            events.hold(event=event, held_on=day, minutes=texts.MINUTES, by=by)

    def concept(self, day: dt.date) -> None:
        with on(day):
            paper = papers.add(
                cycle=self.cycle,
                code="beteiligungskonzept",
                title="Beteiligungskonzept",
                upload=a_paper("Beteiligungskonzept", self.organisation.name),
                by=self.editor,
            )
            papers.release(document=paper, by=self.cast["auditor"])
        self.leave(day, self.editor)

    def agree(
        self,
        day: dt.date,
        per_feld: int = 3,
        agreement: dict[str, dict[str, list[str]]] = texts.AGREEMENT,
        groups: tuple[str, ...] = ("families",),
    ) -> None:
        """So many goals in each Handlungsfeld, with their measures for these target groups."""
        felder = {feld.code: feld for feld in self.cycle.felder}
        sides = cycle(texts.RESPONSIBLE)
        with on(day):
            for code, agreed in agreement.items():
                for title, measures in islice(agreed.items(), per_feld):
                    goal = goals.add_goal(
                        cycle=self.cycle, handlungsfeld=felder[code], title=title, by=self.editor
                    )
                    proposed = crosswalk.proposals(felder[code])
                    zuordnungen.assign(row=goal, referenzen=proposed, by=self.editor)
                    for measure in measures:
                        self._measure(goal, measure, next(sides), day, groups)

    def _measure(self, goal, title: str, responsible: str, day: dt.date, groups) -> None:
        number = next(self.numbers)
        more = {}
        if MeasureField.INFLUENCE in self.cycle.version.measure_fields:
            more["influence"] = Influence.DIRECT if number % 3 else Influence.INDIRECT
        goals.add_measure(
            goal=goal,
            title=title,
            responsible=responsible,
            begins_on=clock.months_after(day, 6),
            ends_on=clock.months_after(day, 12 + number % 30),
            budget=number % 7 * 2500,
            indicator="Zahl der erreichten Familien im Jahr (angenommen)",
            target_groups=list(groups),
            priority=texts.PRIORITIES[number % len(texts.PRIORITIES)],
            by=self.editor,
            **more,
        )

    def freeze(self, day: dt.date) -> None:
        with on(day):
            fassungen.freeze(cycle=self.cycle, by=self.editor)
        self.leave(day, self.editor)

    def submit(self, day: dt.date) -> None:
        with on(day):
            self.begutachtung = begutachtungen.submit(cycle=self.cycle, by=self.editor)
        self.leave(day, self.editor)

    # --- the judgement --------------------------------------------------------------------------

    def assign(self, day: dt.date) -> None:
        with on(day):
            for part in ("first", "second"):
                self.appoint(part, BerufungFunction.ASSESSOR)

    def judge(self, day: dt.date) -> None:
        with on(day):
            for part in ("first", "second"):
                self._vote(self.cast[part])
            begutachtungen.sign_off(
                begutachtung=self.begutachtung,
                judgement=Judgement.POSITIVE,
                reason="Beide Vota sind positiv.",
                by=self.cast["colleague"],
            )
        self.leave(day, self.cast["office"])

    def _vote(self, user: User) -> None:
        berufung = self.cycle.berufungen.get(user=user)
        berufungen.declare(berufung=berufung, by=user)
        votum = begutachtungen.save_votum(
            begutachtung=self.begutachtung,
            judgement=Judgement.POSITIVE,
            summary=texts.SUMMARY,
            statements={feld.pk: texts.STATEMENT for feld in self.cycle.felder},
            version=None,
            by=user,
        )
        begutachtungen.sign_votum(votum=votum, by=user)

    def certify(self, day: dt.date, valid_from: dt.date | None = None) -> None:
        with on(day):
            zertifikate.issue(
                cycle=self.cycle, valid_from=valid_from or day, by=self.cast["director"]
            )
        self.cycle.refresh_from_db()

    # --- three years of controlling -------------------------------------------------------------

    def report(self, number: int, day: dt.date) -> None:
        """A whole yearly report, accepted a fortnight later."""
        report = self.cycle.jahresberichte.get(number=number)
        with on(day):
            for index, measure in enumerate(Measure.objects.filter(cycle=self.cycle).agreed()):
                progress, text = state_after(number, index)
                berichte.save_entry(
                    report=report,
                    measure=measure,
                    progress=progress,
                    text=text,
                    version=None,
                    by=self.editor,
                )
            report = berichte.submit(report=report, by=self.editor)
        with on(day + dt.timedelta(days=14)):
            berichte.accept(report=report, by=self.cast["office"])


def state_after(year: int, index: int) -> tuple[Progress, str]:
    """How measures fare in the demo: most are done by the third year, a few are late or dropped."""
    if index % 11 == 5:
        return Progress.LATE, "Die Förderzusage kam später als geplant (angenommen)."
    if index % 17 == 9 and year > 1:
        return Progress.DROPPED, "Der Träger hat das Angebot eingestellt (angenommen)."
    if year + index % 3 >= 4:
        return Progress.DONE, "Abgeschlossen und im Ausschuss vorgestellt (angenommen)."
    return Progress.RUNNING, "Begonnen, die ersten Schritte sind getan (angenommen)."


def a_paper(title: str, name: str) -> documents.Upload:
    """A real PDF, as somebody would upload it."""
    html = f"<html lang='de'><h1>{title}</h1><p>{name}. Muster für die Demonstration.</p></html>"
    data = pdf.render(html, title=title)
    return documents.examine(ContentFile(data, name=f"{title}.pdf"))
