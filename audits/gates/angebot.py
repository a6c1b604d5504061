from django.db.models import Count, Q
from django.urls import reverse

from auditportal.models import Organisation
from auditportal.verdict import WHEN, Verdict, unless
from audits.models import Angebot, AngebotState, AuditCycle, PhaseRun
from handlungsfelder.models import Gate, Party


def area(cycle: AuditCycle):
    """To whom can be offered: the organisations that belong to one of the participants."""
    mains = cycle.parties.filter(function=Party.MAIN).values("organisation")
    return Organisation.objects.filter(parent__in=mains).by_name()


def is_answered(run: PhaseRun, gate: Gate) -> Verdict:
    """Something was offered, and everybody has answered."""
    counted = Angebot.objects.filter(cycle=run.cycle).aggregate(
        all=Count("pk"), open=Count("pk", filter=Q(state=AngebotState.OPEN))
    )
    link = reverse("audits:angebot_list", args=[run.cycle_id])
    return unless(
        counted["all"] > 0, WHEN, "Es ist noch kein Ziel und keine Maßnahme angeboten.", link=link
    ) & unless(counted["open"] == 0, WHEN, f"Angebote ohne Antwort: {counted['open']}.", link=link)


def is_open(angebot: Angebot) -> Verdict:
    return unless(
        angebot.state == AngebotState.OPEN,
        WHEN,
        f"Schon beantwortet: {angebot.get_state_display()}.",
    )


def is_in_the_area(cycle: AuditCycle, organisations: list[Organisation]) -> Verdict:
    there = set(area(cycle).values_list("pk", flat=True))
    verdict = unless(bool(organisations), WHEN, "Nennen Sie, wem Sie es anbieten.")
    for one in organisations:
        verdict &= unless(
            one.pk in there, WHEN, f"{one} gehört nicht zum Gebiet der Teilnehmenden."
        )
    return verdict
