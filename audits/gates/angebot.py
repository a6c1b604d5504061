from django.db.models import QuerySet
from django.urls import reverse

from auditportal.models import Organisation
from auditportal.verdict import WHEN, Verdict, unless
from audits.models import Angebot, AngebotState, AuditCycle, PhaseRun
from handlungsfelder.models import Gate


def area(cycle: AuditCycle) -> QuerySet[Organisation]:
    """To whom can be offered: the organisations that belong to one of the participants."""
    return Organisation.objects.below(cycle.parties.mains().organisations()).by_name()


def is_answered(run: PhaseRun, gate: Gate) -> Verdict:
    """Something was offered, and everybody has answered."""
    offered, unanswered = run.cycle.angebote.counts()
    link = reverse("audits:angebot_list", args=[run.cycle_id])
    return unless(
        offered > 0, WHEN, "Es ist noch kein Ziel und keine Maßnahme angeboten.", link=link
    ) & unless(unanswered == 0, WHEN, f"Angebote ohne Antwort: {unanswered}.", link=link)


def is_open(angebot: Angebot) -> Verdict:
    return unless(
        angebot.state == AngebotState.OPEN,
        WHEN,
        f"Schon beantwortet: {angebot.get_state_display()}.",
    )


def is_in_the_area(cycle: AuditCycle, organisations: list[Organisation]) -> Verdict:
    there = set(area(cycle))
    verdict = unless(bool(organisations), WHEN, "Nennen Sie, wem Sie es anbieten.")
    for one in organisations:
        verdict &= unless(one in there, WHEN, f"{one} gehört nicht zum Gebiet der Teilnehmenden.")
    return verdict
