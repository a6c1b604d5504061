"""What a cycle is about: its description, its outline as a drawing, and how both are written."""

from copy import copy

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from auditportal.verdict import NotYet, Overtaken
from auditportal.views.loading import say_not_yet, status_of
from audits.actions import quartier as quartiere
from audits.forms.quartier import QuartierForm
from audits.models import AuditCycle, Quartier
from audits.papers import outline
from audits.views.inside import crumbs, get_inside


def with_subject(request, pk) -> tuple[AuditCycle, Quartier | None]:
    cycle = get_inside(request, pk)
    if not cycle.version.subject_kind:
        raise Http404
    return cycle, Quartier.objects.of(cycle).with_writer().first()


@require_safe
def quartier_detail(request, pk):
    cycle, quartier = with_subject(request, pk)
    drawn = outline.draw(quartier.outline) if quartier and quartier.outline else None
    context = {
        "cycle": cycle,
        "quartier": quartier,
        "drawing": drawn,
        "can_describe": quartiere.can_describe(request.user, cycle),
        "crumbs": crumbs(cycle),
    }
    return render(request, "audits/quartier_detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def quartier_change(request, pk):
    cycle, quartier = with_subject(request, pk)
    verdict = quartiere.can_describe(request.user, cycle)
    verdict.who.require()
    form = QuartierForm(request.POST or None, files=request.FILES or None, instance=copy(quartier))
    if request.method != "POST":
        verdict.require()
    elif form.is_valid() and saves(form, cycle, request.user):
        messages.success(request, f"Gespeichert: {cycle.subject}.")
        return redirect("audits:quartier_detail", pk)
    above = reverse("audits:quartier_detail", args=[pk])
    context = {"cycle": cycle, "form": form, "back": above}
    context |= {"crumbs": crumbs(cycle, ("Quartier", above))} | getattr(form, "told", {})
    status = 409 if context.get("theirs") else status_of(form)
    return render(request, "audits/quartier_change.html", context, status=status)


def saves(form: QuartierForm, cycle, user) -> bool:
    """What stands in the way is told beside what was typed."""
    about = {"cycle": cycle, "version": form.read_version, "by": user}
    try:
        quartiere.describe(**about, **form.fields_to_save)
    except Overtaken as overtaken:
        theirs = overtaken.theirs
        form.told = {"theirs": theirs, "differences": form.differences(theirs)}
        form.meet(theirs)
        return False
    except NotYet as refusal:
        say_not_yet(form, refusal.verdict)
        return False
    return True
