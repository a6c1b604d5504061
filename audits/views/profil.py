"""The profile of a participant: its figures, what is under way, strengths and weaknesses."""

from functools import partial

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from auditportal import clock
from auditportal.views.loading import status_of
from auditportal.views.versioned import attempt
from audits.actions import bestandsaufnahme as results
from audits.actions import profil as profile
from audits.actions import setting_right as right
from audits.forms.profil import KennzahlForm, SwotForm, VorhabenForm
from audits.gates.profil import SUBJECT
from audits.gates.release import release_of
from audits.models import Kennzahl, Swot, Vorhaben
from audits.pages.parts import profile_name
from audits.views.inside import crumbs, get_own, get_row, get_shared
from audits.views.text import autosave, save_all

PAGE = "audits/profil_detail.html"


@require_http_methods(["GET", "HEAD", "POST"])
def profil(request, pk):
    """Everything on one page; what is posted are the four texts, also without JavaScript."""
    cycle = get_shared(request, pk)
    form = swot_form(cycle, request.POST or None)
    verdict = profile.can_write(request.user, cycle)
    if request.method == "POST":
        save_all([form], verdict, request.user)
        if status_of(form) == 200 and not request.htmx:
            messages.success(request, "Die Texte sind gespeichert.")
            return redirect(f"{address(cycle)}#swot-titel")
    template = f"{PAGE}#texte" if request.method == "POST" and request.htmx else PAGE
    context = page_of(request, cycle, form, verdict)
    return render(request, template, context, status=status_of(form))


def page_of(request, cycle, form, verdict) -> dict:
    status = status_of(form) if form.is_bound else None
    return {
        "cycle": cycle,
        "heading": profile_name(cycle),
        "figures": Kennzahl.objects.visible_to(request.user).of(cycle).select_related("owner"),
        "projects": Vorhaben.objects.of(cycle),
        "form": form,
        "verdict": verdict,
        "status": status,
        "now": clock.now(),
        "release": release_of(cycle, SUBJECT),
        "can_correct": not cycle.ended_on and right.may_take_back(request.user, cycle),
        "can_release": results.can_release(request.user, cycle, SUBJECT),
        "crumbs": crumbs(cycle),
    }


def address(cycle) -> str:
    return reverse("audits:profil", args=[cycle.pk])


def swot_form(cycle, data) -> SwotForm:
    row = Swot.objects.of(cycle).with_writer().first()
    url = reverse("audits:swot_save", args=[cycle.pk])
    write = partial(profile.save_swot, cycle=cycle)
    return SwotForm(data, subject=cycle, row=row, url=url, write=write)


@require_POST
def swot_save(request, pk):
    """What htmx sends while somebody writes."""
    if not request.htmx:
        return profil(request, pk)
    cycle = get_shared(request, pk)
    return autosave(request, cycle, swot_form(cycle, request.POST))


@require_POST
def profil_release(request, pk):
    cycle = get_shared(request, pk)
    results.release(cycle=cycle, subject=SUBJECT, by=request.user)
    messages.success(request, f"Freigegeben: {profile_name(cycle)}.")
    return redirect(address(cycle))


# --- figures --------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
def kennzahl_add(request, pk):
    cycle = get_shared(request, pk)
    form = KennzahlForm(request.POST or None, sides=profile.own_sides(request.user, cycle))
    save = partial(profile.add_figure, cycle=cycle, by=request.user)
    verdict = profile.can_write(request.user, cycle)
    return write(request, cycle, form, verdict, save, {"heading": "Kennzahl ergänzen"})


@require_http_methods(["GET", "HEAD", "POST"])
def kennzahl_change(request, pk):
    figure = get_own(request, Kennzahl, pk, "owner")
    cycle = figure.cycle
    sides = profile.own_sides(request.user, cycle)
    form = KennzahlForm(request.POST or None, sides=sides, instance=figure)

    def save(**fields):
        version = form.read_version
        return profile.change_figure(figure=figure, version=version, by=request.user, **fields)

    verdict = profile.can_write(request.user, figure.cycle)
    remove = ("Kennzahl streichen", reverse("audits:kennzahl_remove", args=[pk]))
    page = {"heading": "Kennzahl bearbeiten", "remove": remove}
    return write(request, cycle, form, verdict, save, page)


@require_http_methods(["GET", "HEAD", "POST"])
def kennzahl_remove(request, pk):
    figure = get_own(request, Kennzahl, pk, "owner")
    if request.method == "POST":
        profile.remove_figure(figure=figure, by=request.user)
        return removed(request, figure)
    profile.can_write(request.user, figure.cycle).require()
    return ask_to_remove(request, figure, "Kennzahl streichen")


# --- what is under way ----------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
def vorhaben_add(request, pk):
    cycle = get_shared(request, pk)
    form = VorhabenForm(request.POST or None)
    save = partial(profile.add_project, cycle=cycle, by=request.user)
    verdict = profile.can_write(request.user, cycle)
    return write(request, cycle, form, verdict, save, {"heading": "Vorhaben ergänzen"})


@require_http_methods(["GET", "HEAD", "POST"])
def vorhaben_change(request, pk):
    project = get_row(request, Vorhaben, pk)
    form = VorhabenForm(request.POST or None, instance=project)

    def save(**fields):
        version = form.read_version
        return profile.change_project(project=project, version=version, by=request.user, **fields)

    verdict = profile.can_write(request.user, project.cycle)
    remove = ("Vorhaben streichen", reverse("audits:vorhaben_remove", args=[pk]))
    page = {"heading": "Vorhaben bearbeiten", "remove": remove}
    return write(request, project.cycle, form, verdict, save, page)


@require_http_methods(["GET", "HEAD", "POST"])
def vorhaben_remove(request, pk):
    project = get_row(request, Vorhaben, pk)
    if request.method == "POST":
        profile.remove_project(project=project, by=request.user)
        return removed(request, project)
    profile.can_write(request.user, project.cycle).require()
    return ask_to_remove(request, project, "Vorhaben streichen")


# --- what both do alike ---------------------------------------------------------------------------


def write(request, cycle, form, verdict, save, page: dict):
    """A row as a form on a page of its own; what meets another saving is shown beside it."""
    form.stay = address(cycle)
    if request.method != "POST":
        verdict.require()
    elif row := attempt(form, verdict, save):
        messages.success(request, f"Gespeichert: {row}")
        return redirect(address(cycle))
    name = profile_name(cycle)
    context = page | {"cycle": cycle, "form": form, "context": f"{cycle} · {name}"}
    context |= {"back": address(cycle), "crumbs": crumbs(cycle, (name, address(cycle)))}
    return render(request, "audits/goal_write.html", context, status=status_of(form))


def ask_to_remove(request, row, heading: str):
    cycle = row.cycle
    trail = crumbs(cycle, (profile_name(cycle), address(cycle)))
    context = {"row": row, "cycle": cycle, "heading": heading, "back": address(cycle)}
    return render(request, "audits/profil_remove.html", context | {"crumbs": trail})


def removed(request, row):
    messages.success(request, f"Gestrichen: {row}")
    return redirect(address(row.cycle))
