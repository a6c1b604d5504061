"""Beschlüsse: entered from the minutes, read, confirmed, and completed by the excerpt."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from auditportal.views.checking import Check, binds, check_page, is_to_be_checked, sent
from auditportal.views.loading import form_page, page_or_part
from audits import gates
from audits.actions import beschluss as beschluesse
from audits.actions import setting_right as right
from audits.forms.beschluss import BeschlussForm, ExcerptForm
from audits.models import Beschluss, PhaseRun, Topic
from audits.views.inside import crumbs, get_inside, get_row
from handlungsfelder.models import Word

ENTER = "audits/beschluss_enter.html"
SHOWN = (
    "run",
    "excerpt",
    "fassung",
    "amended_fassung",
    "entered_by",
    "confirmed_by",
    "berichtigung__corrected_by",
)
# The frozen texts are long.
HIDDEN = ("fassung__content", "amended_fassung__content")


@require_safe
def beschluss_list(request, pk):
    cycle = get_inside(request, pk)
    context = {
        "cycle": cycle,
        "beschluesse": cycle.beschluesse.with_berichtigung(),
        "crumbs": crumbs(cycle),
    }
    return render(request, "audits/beschluss_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def beschluss_enter(request, pk, topic):
    run = get_row(request, PhaseRun, pk)
    verdict = beschluesse.can_enter(request.user, run.cycle, topic)
    (verdict & gates.is_still_open(run)).require()
    form = entry_form(request, cycle=run.cycle, topic=topic)
    if binds(request, form):
        beschluss = beschluesse.enter(cycle=run.cycle, topic=topic, by=request.user, **form.facts)
        messages.success(request, f"Eingetragen: {beschluss}.")
        return redirect("audits:beschluss_detail", beschluss.pk)
    if is_to_be_checked(request, form):
        return check_page(request, form, check_of(run, topic))
    context = {"cycle": run.cycle, "run": run, "subject": subject(run.cycle, topic)}
    context["crumbs"] = crumbs(run.cycle, (str(run), run))
    return form_page(request, page_or_part(request, ENTER, "way"), form, **context)


def entry_form(request, make=BeschlussForm, **about):
    """Without JavaScript too, one more row is only a button of the form."""
    form = sent(request, make, **about)
    if "more" in request.POST:
        form = make(**about)
        form.come_back(request.POST, one_more=True)
    return form


def check_of(run, topic) -> Check:
    return Check(
        lead=f"Beschluss: {subject(run.cycle, topic)} · {run.cycle}",
        submit="Beschluss verbindlich eintragen",
        after="Der Eintrag ist verbindlich. Was daran falsch ist, lässt sich später mit Grund "
        "berichtigen; der erste Eintrag bleibt durchgestrichen stehen.",
        crumbs=crumbs(run.cycle, (str(run), run)),
    )


def subject(cycle, topic) -> str:
    """What the agreement is called is the version's to say."""
    return cycle.words[Word.AGREEMENT] if topic == Topic.AGREEMENT else Topic(topic).label


@require_safe
def beschluss_detail(request, pk):
    beschluss = loaded(request, pk)
    cycle = beschluss.cycle
    context = {
        "stops": beschluss.beratungen.in_order(),
        "subject": subject(cycle, beschluss.topic),
        "can_confirm": beschluesse.can_confirm(request.user, beschluss),
        "can_correct": right.may_correct(request.user, beschluss),
        "can_attach": beschluesse.can_attach(request.user, beschluss),
    } | below_list(beschluss)
    return render(request, "audits/beschluss_detail.html", context)


def loaded(request, pk):
    return get_row(request, Beschluss, pk, *SHOWN, without=HIDDEN)


def below_list(beschluss) -> dict:
    cycle = beschluss.cycle
    above = reverse("audits:beschluss_list", args=[cycle.pk])
    return {"beschluss": beschluss, "cycle": cycle, "crumbs": crumbs(cycle, ("Beschlüsse", above))}


@require_POST
def beschluss_confirm(request, pk):
    beschluss = get_row(request, Beschluss, pk)
    beschluesse.confirm(beschluss=beschluss, by=request.user)
    messages.success(request, f"Bestätigt: {beschluss}.")
    return redirect("audits:beschluss_detail", pk)


@require_http_methods(["GET", "HEAD", "POST"])
def beschluss_attach(request, pk):
    beschluss = loaded(request, pk)
    beschluesse.can_attach(request.user, beschluss).require()
    form = ExcerptForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        upload = form.cleaned_data["file"]
        beschluesse.attach(beschluss=beschluss, upload=upload, by=request.user)
        messages.success(request, "Der Niederschriftsauszug ist gespeichert.")
        return redirect("audits:beschluss_detail", pk)
    return form_page(request, "audits/beschluss_attach.html", form, **below_list(beschluss))
