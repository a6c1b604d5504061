"""What every page about the inside of a cycle begins with: the cycle, and the way back."""

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse

from audits.models import AuditCycle
from handlungsfelder.models import Handlungsfeld


def get_inside(request, pk):
    """A cycle whose inside this person may read, with the name of its phase; assessors get 404."""
    cycles = AuditCycle.objects.readable_by(request.user).with_choice()
    return get_object_or_404(cycles, pk=pk).keeping()


def sources_of(user, cycle):
    """Other cycles of the same organisations whose inside this person reads, and what they froze
    may be taken up here."""
    return AuditCycle.objects.readable_by(user).agreed_beside(cycle)


def place_of(cycle, code: str) -> Handlungsfeld:
    """The Handlungsfeld of this cycle with this code."""
    for feld in cycle.felder:
        if feld.code == code:
            return feld
    raise Http404


def crumbs(cycle, *below):
    """Pairs of label and address for components/breadcrumb.html."""
    above = [("Meine Verfahren", reverse("audits:cycle_list")), (str(cycle), cycle)]
    return [
        (label, link if isinstance(link, str) else link.get_absolute_url())
        for label, link in (*above, *below)
    ]
