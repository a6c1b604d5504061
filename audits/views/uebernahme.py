"""The Bilanz: what an earlier cycle agreed on and reported, beside what goes on in this one."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from auditportal.views.loading import say_not_yet, status_of
from audits.actions import uebernahme as uebernahmen
from audits.forms.uebernahme import BilanzForm
from audits.pages.balance import balance_of
from audits.views.inside import crumbs, get_inside, place_of


@require_http_methods(["GET", "HEAD", "POST"])
def bilanz(request, pk, feld=""):
    """Each Handlungsfeld is a form of its own, which is sent to its own address."""
    cycle = get_inside(request, pk)
    if not cycle.version.carries_over or (feld and not place_of(cycle, feld)):
        raise Http404
    verdict = uebernahmen.can_balance(request.user, cycle)
    balance = balance_of(cycle)
    sent = feld if request.method == "POST" else ""
    forms = {
        group.code: BilanzForm(request.POST if group.code == sent else None, group=group)
        for group in balance.groups
    }
    if sent and weighs(forms[sent], verdict, request.user):
        messages.success(request, f"Gespeichert: {place_of(cycle, sent)}.")
        return redirect(f"{reverse('audits:bilanz', args=[pk])}#{sent}")
    form = forms.get(sent)
    context = {
        "cycle": cycle,
        "before": cycle.predecessor,
        "balance": balance,
        "forms": forms.values(),
        "form": form,
        "can_balance": verdict,
        "crumbs": crumbs(cycle),
    }
    return render(request, "audits/bilanz.html", context, status=status_of(form) if form else 200)


def weighs(form: BilanzForm, verdict, by) -> bool:
    """Keep what was chosen; what stands in the way is said beside it."""
    verdict.who.require()
    if not form.is_valid():
        return False
    if not verdict:
        say_not_yet(form, verdict)
        return False
    for row, mark in form.weighed:
        uebernahmen.weigh(row=row, mark=mark, by=by)
    return True
