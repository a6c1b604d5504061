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


def page(request, row, goal: Goal):
    address = reverse("audits:goal_list", args=[row.cycle_id])
    back = f"{address}#{anchor_of(row)}"
    # Nothing ticked is an answer, too: then the data are empty but for the token.
    data = request.POST if request.method == "POST" else None
    form = ZuordnungForm(data, row=row, feld=goal.handlungsfeld)
    verdict = zuordnungen.can_assign(request.user, row)
    if request.method == "POST":
        verdict.who.require()
        if form.is_valid() and saves(form, verdict, row, request.user):
            messages.success(request, f"Bezüge gespeichert: {row}")
            return redirect(back)
    context = {
        "row": row,
        "goal": goal,
        "cycle": row.cycle,
        "can_assign": verdict,
        "ties": row.zuordnungen.select_related("referenz__rahmen"),
        "back": back,
        "crumbs": crumbs(row.cycle, ("Ziele und Maßnahmen", address)),
    }
    return form_page(request, "audits/zuordnung_form.html", form, **context)


def saves(form: ZuordnungForm, verdict, row, user) -> bool:
    """What stands in the way is said beside what was ticked."""
    if not verdict:
        say_not_yet(form, verdict)
        return False
    zuordnungen.assign(row=row, referenzen=form.chosen, by=user)
    return True
