"""Taking over what another cycle of the same organisation has agreed on."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from audits.actions import bruecke as bridges
from audits.actions import goal as goals
from audits.papers import copying
from audits.views.inside import crumbs, get_inside, sources_of


def trail(cycle, *below):
    return crumbs(
        cycle, ("Ziele und Maßnahmen", reverse("audits:goal_list", args=[cycle.pk])), *below
    )


@require_safe
def bruecke_list(request, pk):
    """From where anything can be taken over."""
    cycle = get_inside(request, pk)
    goals.can_add_goal(request.user, cycle).require()
    context = {
        "cycle": cycle,
        "sources": sources_of(request.user, cycle),
        "crumbs": trail(cycle),
    }
    return render(request, "audits/bruecke_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def bruecke_detail(request, pk, quelle):
    """What would come over and what would not; afterwards what has, from the same two cycles."""
    cycle = get_inside(request, pk)
    source = next((one for one in sources_of(request.user, cycle) if one.pk == quelle), None)
    if source is None:
        raise Http404
    if request.method == "POST":
        copied, _ = bridges.bridge(source=source, target=cycle, by=request.user)
        count = len(copied)
        messages.success(request, f"Übernommen: {count} {'Ziel' if count == 1 else 'Ziele'}.")
        return redirect("audits:bruecke_detail", pk, quelle)
    above = ("Übernehmen", reverse("audits:bruecke_list", args=[pk]))
    context = {
        "cycle": cycle,
        "source": source,
        "plan": copying.plan(source, cycle),
        "verdict": bridges.can_bridge(request.user, source, cycle),
        "crumbs": trail(cycle, above),
    }
    return render(request, "audits/bruecke_detail.html", context)
