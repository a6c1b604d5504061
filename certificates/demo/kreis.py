"""A Kreis that offers goals to its Kommunen, of which each answers in its own way.

That the Werra-Meißner-Kreis, Witzenhausen and Eschwege took part, each on its own, is published;
where they stand here, what they offer and answer, and all days are angenommen.
"""

from auditportal.models import OrganisationKind
from audits.actions import angebot as angebote
from audits.models import Angebot, AngebotState
from certificates.demo.cast import Cast
from certificates.demo.stage import a_walk, ago, shown, to_the_workshop
from certificates.demo.walk import Walk, on

WORDS = "Ein Familienbüro im Rathaus, das an zwei Abenden geöffnet ist"
REASON = "Das leistet bei uns schon der Verein vor Ort."


def replay(cast: Cast) -> None:
    kreis = a_walk(
        cast, "Werra-Meißner-Kreis", "werra-meissner", OrganisationKind.KREIS, ags="06636"
    )
    about = {"parent": kreis.organisation}
    witzenhausen = a_walk(cast, "Witzenhausen", "witzenhausen", ags="06636016", **about)
    eschwege = a_walk(cast, "Eschwege", "eschwege", ags="06636003", **about)
    to_the_workshop(witzenhausen, 231)
    to_the_offers(shown(kreis, "Angebote an die Kommunen"))
    offer(kreis, [witzenhausen, shown(eschwege, "beantwortet Angebote")])
    answer(witzenhausen, [AngebotState.ACCEPTED, AngebotState.ADAPTED, AngebotState.ACCEPTED])
    answer(eschwege, [AngebotState.DECLINED])


def to_the_offers(walk: Walk) -> None:
    auditor = walk.cast["auditor"]
    to_the_workshop(walk, 260, council="Kreistag", code="FGK-KR", version=1)
    code, title = "zielvereinbarungsworkshop", "Zielvereinbarungsworkshop"
    walk.meet(ago(30), code, title, auditor)
    walk.agree(ago(29), per_feld=2)
    walk.leave(ago(29), auditor)


def offer(walk: Walk, asked: list[Walk]) -> None:
    """Two goals and a measure, to both."""
    goals = list(walk.cycle.goals.order_by("pk"))
    with on(ago(18)):
        for row in (goals[6], goals[8], goals[1].measures.all()[0]):
            organisations = [one.organisation for one in asked]
            angebote.offer(row=row, organisations=organisations, by=walk.editor)


def answer(walk: Walk, states: list[AngebotState]) -> None:
    """The first of what is offered; the rest waits."""
    texts = {AngebotState.ADAPTED: WORDS, AngebotState.DECLINED: REASON}
    rows = Angebot.objects.filter(organisation=walk.organisation).order_by("pk")
    with on(ago(8)):
        for angebot, state in zip(rows, states, strict=False):
            text = texts.get(state, "")
            angebote.answer(angebot=angebot, state=state, text=text, by=walk.editor)
