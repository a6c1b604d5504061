"""Which Handlungsfeld, thesis, topic or goal nobody works on yet: in a cycle, or in all of them."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from audits import permissions
from audits.forms.white_spot import WhiteSpotFilter
from audits.models import AuditCycle
from audits.pages import white_spots as spots
from audits.views.inside import crumbs, get_shared


@require_safe
def white_spots(request, pk):
    cycle = get_shared(request, pk)
    context = {"cycle": cycle, "charts": spots.of_cycle(cycle), "crumbs": crumbs(cycle)}
    return render(request, "audits/white_spots.html", context)


@require_safe
def white_spot_list(request):
    """Over every cycle of one's Träger, those that have ended included."""
    permissions.may_compare(request.user).require()
    form = WhiteSpotFilter(request.GET, request.user)
    cycles = AuditCycle.objects.run_by(request.user)
    found = form.narrow(cycles)
    context = {"filter": form, "charts": spots.of_cycles(found), "total": found.count()}
    return render(request, "audits/white_spot_list.html", context)
