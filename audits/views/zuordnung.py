"""The page on which a goal or a measure is tied to the Referenzrahmen."""

from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from auditportal.views.loading import form_page, say_not_yet
from audits.actions import zuordnung as zuordnungen
from audits.forms.zuordnung import ZuordnungForm
from audits.models import Goal, Measure
from audits.views.goal import anchor_of
from audits.views.inside import crumbs, get_row


@require_http_methods(["GET", "HEAD", "POST"])
def goal_assign(request, pk):
    goal = get_row(request, Goal, pk, "handlungsfeld")
    return page(request, goal, goal)


@require_http_methods(["GET", "HEAD", "POST"])
def measure_assign(request, pk):
    measure = get_row(request, Measure, pk, "goal__handlungsfeld")
    return page(request, measure, measure.goal)


def page(request, thing, goal: Goal):
    address = reverse("audits:goal_list", args=[thing.cycle_id])
    back = f"{address}#{anchor_of(thing)}"
    # Nothing ticked is an answer, too: then the data are empty but for the token.
    data = request.POST if request.method == "POST" else None
    form = ZuordnungForm(data, thing=thing, feld=goal.handlungsfeld)
    verdict = zuordnungen.can_assign(request.user, thing)
    if request.method == "POST":
        verdict.who.require()
        if form.is_valid() and saves(form, verdict, thing, request.user):
            messages.success(request, f"Bezüge gespeichert: {thing}")
            return redirect(back)
    context = {
        "thing": thing,
        "goal": goal,
        "cycle": thing.cycle,
        "can_assign": verdict,
        "ties": thing.zuordnungen.select_related("referenz__rahmen"),
        "back": back,
        "crumbs": crumbs(thing.cycle, ("Ziele und Maßnahmen", address)),
    }
    return form_page(request, "audits/zuordnung_form.html", form, **context)


def saves(form: ZuordnungForm, verdict, thing, user) -> bool:
    """What stands in the way is said beside what was ticked."""
    if not verdict:
        say_not_yet(form, verdict)
        return False
    zuordnungen.assign(thing=thing, referenzen=form.chosen, by=user)
    return True
