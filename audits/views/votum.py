"""An assessor's own Votum: written with pauses, checked, signed."""

from functools import partial

from django.contrib import messages
from django.db.models import Prefetch, prefetch_related_objects
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods
from django_htmx.http import HttpResponseClientRedirect

from auditportal import notation
from auditportal.views.loading import form_page, status_of
from auditportal.views.versioned import attempt, beside
from audits import permissions
from audits.actions import begutachtung as begutachtungen
from audits.forms.begutachtung import VotumForm
from audits.models import Begutachtung, Votum
from audits.views.dossier import closed
from audits.views.inside import crumbs, get_row

TEMPLATE = "audits/votum_write.html"


@require_http_methods(["GET", "HEAD", "POST"])
def votum_write(request, pk):
    begutachtung = get_row(request, Begutachtung, pk, "berichtigung")
    own = own_votum(request.user, begutachtung)
    verdict = begutachtungen.can_save_votum(request.user, begutachtung)
    if not verdict.who:
        return closed(request, begutachtung, verdict.who)
    if request.method == "POST":
        form = VotumForm(request.POST, cycle=begutachtung.cycle)
        return save(request, begutachtung, form, verdict)
    form = VotumForm(cycle=begutachtung.cycle, votum=own)
    context = context_of(begutachtung, form, own.saved_at if own else None)
    return render(request, TEMPLATE, context | {"verdict": verdict})


def own_votum(user, begutachtung):
    """Loaded with the Begutachtung, whose questions about it then cost nothing."""
    vota = Votum.objects.by_author(user)
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


def save(request, begutachtung, form, verdict):
    """The fields save themselves by htmx; the buttons save and lead on."""
    own = form.stay = reverse("audits:votum_write", args=[begutachtung.pk])
    votum = attempt(form, verdict, partial(write, request, begutachtung, form))
    if votum is None:
        return refused(request, begutachtung, form)
    check = reverse("audits:votum_sign", args=[votum.pk])
    if "check" in request.POST:
        return HttpResponseClientRedirect(check) if request.htmx else redirect(check)
    if request.htmx:
        return state(request, form, text=saved_text(votum.saved_at))
    messages.success(request, "Ihr Votum ist gespeichert.")
    return redirect(own)


def write(request, begutachtung, form, **fields):
    about = {"begutachtung": begutachtung, "version": form.read_version, "by": request.user}
    return begutachtungen.save_votum(**about, **fields)


def state(request, form, **context):
    context = {"form": form} | context
    return render(request, "components/autosave_state.html", context, status=status_of(form))


def refused(request, begutachtung, form):
    """With htmx the form stays as it is, and what stands in the way is put beside it."""
    if request.htmx and form.is_unsaved:
        return beside(request, form)
    if request.htmx:
        return state(request, form, error="Nicht gespeichert: Bitte prüfen Sie Ihre Angaben.")
    return form_page(request, TEMPLATE, **context_of(begutachtung, form))


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
