"""What every page about the inside of a cycle begins with: the cycle, and the way back."""

from django.http import Http404
from django.urls import reverse

from auditportal.views.loading import get_visible, hold_first, read_under_lock
from audits.models import (
    AuditCycle,
    Circle,
    Reach,
    agreed_beside,
    circle_of,
    load_cycle,
    row_of,
)
from handlungsfelder.models import Handlungsfeld


def get_inside(request, pk):
    """A cycle whose inside this person may read; assessors get 404. Who writes holds it first."""
    hold_first(request, AuditCycle, pk)
    return _inside(request, pk, Reach.of(request.user).readable)


def get_shared(request, pk):
    """A cycle whose contents this person may read: also who was invited to contribute."""
    hold_first(request, AuditCycle, pk)
    return _inside(request, pk, Reach.of(request.user).shared)


def get_row(request, model, pk, *related, without=()):
    """A row inside a cycle, with the cycle as `get_inside` has it: who sees that sees the row.

    `without` are columns that the page does not show, such as long texts.
    """
    hold_first(request, model, pk)
    circle = circle_of(model)
    row = row_of(model, related, without).one(pk=pk)
    if row is None:
        raise Http404
    row.cycle = _inside(request, row.cycle_id, circle(request.user))
    return row


def get_cycle(request, pk):
    """A cycle that this person sees, perhaps nothing of its inside."""
    hold_first(request, AuditCycle, pk)
    return _inside(request, pk, Reach.of(request.user).visible)


def get_own(request, model, pk, *related):
    """A row of which not only the cycle says who sees it, such as what one side keeps to itself."""
    row = get_visible(model, request, pk, *related)
    row.cycle = _fresh(request, row.cycle_id)
    return row


def _inside(request, pk, circle: Circle):
    cycle = _fresh(request, pk)
    if cycle is None or cycle not in circle:
        raise Http404
    return cycle


def _fresh(request, pk):
    cycle = load_cycle(pk)
    return cycle and read_under_lock(request, cycle)


def sources_of(user, cycle) -> list[AuditCycle]:
    """Other cycles of the same organisations whose inside this person reads, and what they froze
    may be taken up here."""
    readable = Reach.of(user).readable
    return [one for one in agreed_beside(cycle=cycle.pk) if one in readable]


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
