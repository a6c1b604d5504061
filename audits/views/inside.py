"""What every page about the inside of a cycle begins with: the cycle, and the way back."""

from django.http import Http404
from django.urls import reverse

from audits.models import (
    AuditCycle,
    Circle,
    Reach,
    agreed_beside,
    circle_of,
    cycle_inside,
    hold_cycle,
    hold_cycle_of,
    row_of,
)
from handlungsfelder.models import Handlungsfeld

SAFE = {"GET", "HEAD", "OPTIONS"}


def get_inside(request, pk):
    """A cycle whose inside this person may read; assessors get 404. Who writes holds it first."""
    held = request.method not in SAFE
    if held:
        hold_cycle(pk, request.user)
    return _inside(pk, Reach.of(request.user).readable, held)


def get_row(request, model, pk, *related, without=()):
    """A row inside a cycle, with the cycle as `get_inside` has it: who sees that sees the row.

    `without` are columns that the page does not show, such as long texts.
    """
    held = request.method not in SAFE
    if held:
        hold_cycle_of(model, pk, request.user)
    circle = circle_of(model)
    row = row_of(model, related, without).one(pk=pk)
    if row is None:
        raise Http404
    row.cycle = _inside(row.cycle_id, circle(request.user), held)
    return row


def _inside(pk, circle: Circle, held: bool):
    cycle = cycle_inside.one(pk=pk)
    if cycle is None or cycle not in circle:
        raise Http404
    return cycle.keeping(held=held)


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
