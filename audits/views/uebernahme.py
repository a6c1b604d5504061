"""The Bilanz: what an earlier cycle agreed on and reported, beside what goes on in this one."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from auditportal.views.loading import form_page, say_not_yet
from audits.actions import uebernahme as uebernahmen
from audits.forms.uebernahme import BilanzForm
from audits.pages.balance import balance_of
from audits.views.inside import crumbs, get_shared


@require_http_methods(["GET", "HEAD", "POST"])
def bilanz(request, pk):
    """One form over all Handlungsfelder; whichever of its buttons is pressed saves all of it."""
    cycle = get_shared(request, pk)
    if not cycle.version.carries_over:
        raise Http404
    verdict = uebernahmen.can_balance(request.user, cycle)
    balance = balance_of(cycle)
    form = BilanzForm(request.POST if request.method == "POST" else None, balance=balance)
    if form.is_bound and weighs(form, cycle, verdict, request.user):
        messages.success(request, "Die Bilanz ist gespeichert.")
        return redirect(f"{reverse('audits:bilanz', args=[pk])}{place(request, cycle)}")
    context = {
        "cycle": cycle,
        "before": cycle.predecessor,
        "balance": balance,
        "can_balance": verdict,
        "crumbs": crumbs(cycle),
    }
    return form_page(request, "audits/bilanz.html", form, **context)


def weighs(form: BilanzForm, cycle, verdict, by) -> bool:
    """Keep what was chosen; what stands in the way is said beside it."""
    verdict.who.require()
    if not form.is_valid():
        return False
    if not verdict:
        say_not_yet(form, verdict)
        return False
    uebernahmen.balance(cycle=cycle, marks=form.weighed, by=by)
    return True


def place(request, cycle) -> str:
    """Where the button stood that was pressed."""
    code = request.POST.get("feld")
    return f"#{code}" if code in {feld.code for feld in cycle.felder} else ""
