"""Who takes part in a cycle, and how others are invited to contribute."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from auditportal.models import Organisation
from audits.actions import beteiligung as beteiligungen
from audits.forms.beteiligung import PartnerSearch
from audits.models import CycleParty
from audits.views.inside import crumbs, get_inside

HITS = 20


@require_safe
def beteiligung_list(request, pk):
    cycle = get_inside(request, pk)
    can_invite = beteiligungen.can_invite(request.user, cycle)
    parties = list(cycle.parties.with_organisations())
    search = PartnerSearch(request.GET if "q" in request.GET else None)
    text = search.cleaned_data["q"].strip() if search.is_valid() else ""
    for party in parties:
        party.cycle = cycle
    context = {
        "cycle": cycle,
        "parties": parties,
        "can_invite": can_invite,
        "search": search,
        "asked": text,
        "found": candidates(parties, text) if can_invite and text else [],
        "crumbs": crumbs(cycle),
    }
    return render(request, "audits/beteiligung_list.html", context)


def candidates(parties, text):
    """The first few of that name who do not take part yet."""
    taking_part = [party.organisation_id for party in parties]
    others = Organisation.objects.that_could_join(taking_part).select_related("parent")
    return others.named_like(text).by_name()[:HITS]


@require_POST
def beteiligung_invite(request, pk, organisation):
    cycle = get_inside(request, pk)
    beteiligungen.can_invite(request.user, cycle).require()
    organisation = get_object_or_404(Organisation, pk=organisation)
    beteiligungen.invite(cycle=cycle, organisation=organisation, by=request.user)
    messages.success(request, f"Zur Mitwirkung eingeladen: {organisation}.")
    return redirect("audits:beteiligung_list", pk)


@require_POST
def beteiligung_release(request, pk, party):
    cycle = get_inside(request, pk)
    party = get_object_or_404(CycleParty, pk=party, cycle=cycle)
    beteiligungen.release(party=party, by=request.user)
    messages.success(request, f"Wirkt nicht mehr mit: {party.organisation}.")
    return redirect("audits:beteiligung_list", pk)
