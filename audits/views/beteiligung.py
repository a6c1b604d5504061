"""Who takes part in a cycle; how others are proposed, invited, and say yes."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from auditportal.views.loading import status_of
from audits.actions import beteiligung as beteiligungen
from audits.forms.beteiligung import PartnerForm
from audits.models import CycleParty, Mitwirkung
from audits.views.inside import crumbs, get_inside, get_own, get_shared


@require_safe
def beteiligung_list(request, pk):
    return list_page(request, get_shared(request, pk))


def list_page(request, cycle, form=None):
    """`form` names somebody who could not be proposed."""
    user = request.user
    parties = cycle.own(list(cycle.parties.with_organisations()))
    can_propose = beteiligungen.can_propose(user, cycle)
    open_ones = cycle.mitwirkungen.open().with_people() if can_propose else []
    context = {
        "cycle": cycle,
        "crumbs": crumbs(cycle),
        "parties": [(party, beteiligungen.can_release(user, party)) for party in parties],
        "can_propose": can_propose,
        "open": [(one, beteiligungen.can_give(user, one)) for one in cycle.own(list(open_ones))],
        "form": form or PartnerForm(),
    }
    status = status_of(form) if form else 200
    return render(request, "audits/beteiligung_list.html", context, status=status)


@require_POST
def mitwirkung_propose(request, pk):
    cycle = get_inside(request, pk)
    beteiligungen.can_propose(request.user, cycle).require()
    form = PartnerForm(request.POST)
    if not form.is_valid():
        return list_page(request, cycle, form)
    organisation = form.cleaned_data["organisation"]
    made = beteiligungen.propose(cycle=cycle, organisation=organisation, by=request.user)
    done = "Zur Mitwirkung eingeladen" if made.given_at else "Zur Mitwirkung vorgeschlagen"
    messages.success(request, f"{done}: {organisation}.")
    return redirect("audits:beteiligung_list", pk)


@require_POST
def mitwirkung_give(request, pk):
    given = beteiligungen.give(
        mitwirkung=get_own(request, Mitwirkung, pk, "organisation"), by=request.user
    )
    messages.success(request, f"Zur Mitwirkung eingeladen: {given}.")
    return redirect("audits:beteiligung_list", given.cycle_id)


@require_safe
def mitwirkung_inbox(request):
    """What the own organisations are invited to."""
    asked = Mitwirkung.objects.asked_of(request.user).with_people().select_related("cycle__owner")
    rows = [(one, beteiligungen.can_accept(request.user, one)) for one in asked]
    return render(request, "audits/mitwirkung_inbox.html", {"rows": rows})


@require_POST
def mitwirkung_accept(request, pk):
    mitwirkung = get_own(request, Mitwirkung, pk, "organisation")
    party = beteiligungen.accept(mitwirkung=mitwirkung, by=request.user)
    messages.success(request, f"{party.organisation} wirkt jetzt mit.")
    return redirect(party.cycle)


@require_POST
def mitwirkung_decline(request, pk):
    mitwirkung = get_own(request, Mitwirkung, pk, "organisation")
    beteiligungen.decline(mitwirkung=mitwirkung, by=request.user)
    messages.success(request, f"Wirkt nicht mit: {mitwirkung}.")
    if mitwirkung.organisation_id in request.user.rights.viewed:
        return redirect("audits:mitwirkung_inbox")
    return redirect("audits:beteiligung_list", mitwirkung.cycle_id)


@require_POST
def beteiligung_release(request, pk, party):
    cycle = get_shared(request, pk)
    party = get_object_or_404(CycleParty, pk=party, cycle=cycle)
    is_own = party.organisation_id in request.user.rights.viewed
    beteiligungen.release(party=party, by=request.user)
    messages.success(request, f"Wirkt nicht mehr mit: {party.organisation}.")
    if is_own:
        return redirect("audits:task_list")
    return redirect("audits:beteiligung_list", pk)
