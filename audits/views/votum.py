"""An assessor's own Votum: written with pauses, checked, signed."""

from django.contrib import messages
from django.db.models import Prefetch, prefetch_related_objects
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods
from django_htmx.http import HttpResponseClientRedirect

from auditportal import notation
from auditportal.verdict import Overtaken
from auditportal.views.loading import form_page, page_or_part
from audits import permissions
from audits.actions import begutachtung as begutachtungen
from audits.forms.begutachtung import VotumForm
from audits.gates import level
from audits.models import Begutachtung, Judgement, Votum
from audits.views.dossier import closed
from audits.views.inside import crumbs, get_row

TEMPLATE = "audits/votum_write.html"


@require_http_methods(["GET", "HEAD", "POST"])
def votum_write(request, pk):
    begutachtung = get_row(request, Begutachtung, pk)
    own = own_votum(request.user, begutachtung)
    verdict = begutachtungen.can_save_votum(request.user, begutachtung)
    if not verdict.who:
        return closed(request, begutachtung, verdict.who)
    if request.method == "POST":
        verdict.require()
        return save(request, begutachtung, VotumForm(request.POST, cycle=begutachtung.cycle))
    form = VotumForm(cycle=begutachtung.cycle, votum=own)
    context = context_of(begutachtung, form, own.saved_at if own else None)
    return render(request, TEMPLATE, context | {"verdict": verdict})


def own_votum(user, begutachtung):
    """Loaded with the Begutachtung, whose questions about it then cost nothing."""
    vota = Votum.objects.filter(author=user).select_related("author")
    prefetch_related_objects([begutachtung], Prefetch("vota", vota.prefetch_related("statements")))
    return next(iter(begutachtung.vota.all()), None)


def context_of(begutachtung, form, saved_at=None):
    return {
        "begutachtung": begutachtung,
        "cycle": begutachtung.cycle,
        "form": form,
        "saved_text": saved_text(saved_at),
        "crumbs": crumbs(begutachtung.cycle, ("Begutachtung", begutachtung)),
    }


def saved_text(moment):
    return f"Gespeichert {notation.hour(moment)}" if moment else ""


def save(request, begutachtung, form):
    """The fields save themselves by htmx; the buttons save and lead on."""
    if not form.is_valid():
        return refused(request, begutachtung, form)
    try:
        votum = begutachtungen.save_votum(
            begutachtung=begutachtung, by=request.user, **form.cleaned
        )
    except Overtaken as overtaken:
        return conflict(request, begutachtung, form, overtaken.theirs)
    check = reverse("audits:votum_sign", args=[votum.pk])
    if "check" in request.POST:
        return HttpResponseClientRedirect(check) if request.htmx else redirect(check)
    if request.htmx:
        return state(request, {"version": votum.version, "text": saved_text(votum.saved_at)})
    messages.success(request, "Ihr Votum ist gespeichert.")
    return redirect("audits:votum_write", begutachtung.pk)


def state(request, context, status=200):
    return render(request, "components/autosave_state.html", context, status=status)


def refused(request, begutachtung, form):
    if request.htmx:
        error = "Nicht gespeichert: Bitte prüfen Sie Ihre Angaben."
        return state(request, {"version": form["version"].value(), "error": error}, 422)
    return form_page(request, TEMPLATE, **context_of(begutachtung, form))


def conflict(request, begutachtung, form, theirs):
    """409 with both texts of every field; sending again overwrites knowingly."""
    context = context_of(begutachtung, form) | {
        "version": theirs.version,
        "saved_at": theirs.saved_at,
        "rows": rows(form, VotumForm(cycle=begutachtung.cycle, votum=theirs)),
    }
    template = page_or_part(request, "audits/votum_conflict.html", "conflict")
    return render(request, template, context, status=409)


def rows(mine, theirs):
    """Field by field what was typed and what is stored; a choice by its label."""
    labels = dict(Judgement.choices) | dict(level.choices(mine.asked))
    return [
        {
            "name": field.html_name,
            "label": field.label,
            "mine": field.value() or "",
            "theirs": theirs[field.name].value() or "",
            "mine_label": labels.get(field.value(), field.value() or "nichts"),
            "theirs_label": labels.get(theirs[field.name].value(), theirs[field.name].value())
            or "nichts",
            "differs": (field.value() or "") != (theirs[field.name].value() or ""),
            "is_text": field.name not in ("judgement", "level", "figure"),
        }
        for field in mine
        if field.name != "version"
    ]


@require_http_methods(["GET", "HEAD", "POST"])
def votum_sign(request, pk):
    """The whole Votum once more, and the button after which nothing of it changes."""
    votum = get_row(request, Votum, pk, "author", "begutachtung")
    votum.begutachtung.cycle = votum.cycle
    permissions.may_sign_votum(request.user, votum).require()
    if request.method == "POST":
        begutachtungen.sign_votum(votum=votum, by=request.user)
        messages.success(request, "Ihr Votum ist gezeichnet. Danke.")
        return redirect(votum.begutachtung)
    context = {
        "votum": votum,
        "cycle": votum.cycle,
        "statements": stated(votum),
        "can_sign": begutachtungen.can_sign_votum(request.user, votum),
        "crumbs": crumbs(votum.cycle, ("Begutachtung", votum.begutachtung)),
    }
    return render(request, "audits/votum_sign.html", context)


def stated(votum):
    """What it says, as components of a page take it: label and text."""
    return [
        {"label": one.handlungsfeld.name, "text": one.text}
        for one in votum.statements.select_related("handlungsfeld")
    ]
