"""What a cycle is about: which topics or modules are chosen, in which order, and why."""

from functools import partial

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from auditportal.views.loading import form_page
from auditportal.views.versioned import attempt
from audits.actions import thema as themen
from audits.forms.thema import ThemaForm
from audits.gates.thema import open_to_choose
from audits.views.inside import crumbs, get_shared
from handlungsfelder.models import GateKind


def noun(cycle) -> str:
    """A version that asks for topics calls them so; else they join the fixed ones as modules."""
    return "Themen" if GateKind.TOPICS in cycle.version.kinds else "Module"


@require_safe
def thema_list(request, pk):
    cycle = get_shared(request, pk)
    rows = list(cycle.chosen_felder.select_related("handlungsfeld"))
    offered = open_to_choose(cycle)
    for place, row in enumerate(rows):
        row.can_go_up, row.can_go_down = place > 0, place + 1 < len(rows)
    context = {
        "cycle": cycle,
        "heading": noun(cycle),
        "rows": rows,
        "offered": [feld for feld in offered if not feld.is_free],
        "own": next((feld for feld in offered if feld.is_free), None),
        "can_choose": themen.can_choose(request.user, cycle),
        "crumbs": crumbs(cycle),
    }
    return render(request, "audits/thema_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def thema_choose(request, pk, feld):
    """A button takes one of the list at once; one of its own is named on a page."""
    cycle = get_shared(request, pk)
    feld = next((one for one in cycle.version.felder if one.code == feld and one.is_module), None)
    if feld is None:
        raise Http404
    if request.method == "POST" and not feld.is_free:
        row = themen.choose(cycle=cycle, feld=feld, by=request.user)
        return back(request, cycle, f"Gewählt: {row}.")
    form = ThemaForm(request.POST or None, is_free=feld.is_free)
    save = partial(themen.choose, cycle=cycle, feld=feld, by=request.user)
    return write(request, cycle, form, themen.can_choose(request.user, cycle), save, "Neu")


@require_http_methods(["GET", "HEAD", "POST"])
def thema_describe(request, pk, feld):
    cycle, row = chosen(request, pk, feld)
    form = ThemaForm(request.POST or None, is_free=row.handlungsfeld.is_free, row=row)

    def save(**words):
        return themen.describe(row=row, version=form.read_version, by=request.user, **words)

    return write(request, cycle, form, themen.can_choose(request.user, row.cycle), save, str(row))


def chosen(request, pk, code):
    cycle = get_shared(request, pk)
    rows = cycle.chosen_felder.select_related("handlungsfeld")
    row = get_object_or_404(rows, handlungsfeld__code=code)
    row.cycle = cycle
    return cycle, row


def write(request, cycle, form, verdict, save, heading):
    """The form as a page; what stands in the way is said beside what was typed."""
    form.stay = address = reverse("audits:thema_list", args=[cycle.pk])
    if request.method != "POST":
        verdict.require()
    elif row := attempt(form, verdict, save):
        return back(request, cycle, f"Gespeichert: {row}.")
    page = {"cycle": cycle, "heading": heading, "back": address}
    trail = crumbs(cycle, (noun(cycle), address))
    return form_page(request, "audits/thema_write.html", form, crumbs=trail, **page)


@require_POST
def thema_move(request, pk, feld, up):
    cycle, row = chosen(request, pk, feld)
    themen.move(row=row, up=up, by=request.user)
    return redirect(f"{reverse('audits:thema_list', args=[cycle.pk])}#{feld}")


@require_POST
def thema_drop(request, pk, feld):
    cycle, row = chosen(request, pk, feld)
    themen.drop(row=row, by=request.user)
    return back(request, cycle, f"Nicht mehr gewählt: {row}.")


def back(request, cycle, text):
    messages.success(request, text)
    return redirect("audits:thema_list", cycle.pk)
