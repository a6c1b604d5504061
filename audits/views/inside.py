"""What every page about the inside of a cycle begins with: the cycle, and the way back."""

from functools import cache

from django.http import Http404
from django.urls import reverse

from auditportal.question import Question, question
from audits.models import (
    AuditCycle,
    InCycleQuerySet,
    Reach,
    cycle_inside,
    hold_cycle,
    hold_cycle_of,
)
from handlungsfelder.models import Handlungsfeld

SAFE = {"GET", "HEAD", "OPTIONS"}


def get_inside(request, pk):
    """A cycle whose inside this person may read; assessors get 404. Who writes holds it first."""
    held = request.method not in SAFE
    if held:
        hold_cycle(pk, request.user)
    return _inside(request, pk, held)


def get_row(request, model, pk, *related):
    """A row inside a cycle, with the cycle as `get_inside` has it: who reads that reads the row."""
    held = request.method not in SAFE
    if held:
        hold_cycle_of(model, pk, request.user)
    row = _row(model, related).one(pk=pk)
    if row is None:
        raise Http404
    row.cycle = _inside(request, row.cycle_id, held)
    return row


def _inside(request, pk, held: bool):
    cycle = cycle_inside.one(pk=pk)
    if cycle is None or not Reach.of(request.user).reads(cycle):
        raise Http404
    return cycle.keeping(held=held)


@cache
def _row(model, related: tuple[str, ...]) -> Question:
    rows = model.objects.select_related(*related) if related else model.objects
    if rows.all().visible_to.__func__ is not InCycleQuerySet.visible_to:
        raise TypeError(f"{model.__name__}: Not everybody who reads the cycle reads these rows.")
    return Question(lambda pk: rows.filter(pk=pk))


def sources_of(user, cycle) -> list[AuditCycle]:
    """Other cycles of the same organisations whose inside this person reads, and what they froze
    may be taken up here."""
    return [one for one in agreed_beside(cycle=cycle.pk) if Reach.of(user).reads(one)]


@question
def agreed_beside(cycle: int):
    return AuditCycle.objects.agreed_beside(cycle).select_related("programm")


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
