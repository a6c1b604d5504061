"""Workshops and meetings: planned, changed, invited to, held, and handed to calendars."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from auditportal import clock
from auditportal.documents import file_name
from auditportal.views.checking import Check, binds, check_page, is_to_be_checked, sent
from auditportal.views.loading import form_page, status_of
from auditportal.views.versioned import attempt
from audits.actions import setting_right as right
from audits.actions import veranstaltung as events
from audits.forms.veranstaltung import HoldForm, InviteForm, PlanForm
from audits.gates.veranstaltung import asked_for, asked_in
from audits.models import PhaseRun, Teilnahme, Veranstaltung
from audits.reminding import calendar
from audits.views.inside import crumbs, get_inside, get_row, get_shared

FORM = "audits/veranstaltung_form.html"
DETAIL = "audits/veranstaltung_detail.html"


@require_safe
def veranstaltung_list(request, pk):
    cycle = get_shared(request, pk)
    context = {
        "cycle": cycle,
        "events": cycle.veranstaltungen.with_berichtigung().with_invited(),
        "can_plan": events.can_plan(request.user, cycle),
        "crumbs": crumbs(cycle),
    }
    return render(request, "audits/veranstaltung_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def veranstaltung_add(request, pk, code):
    """One that this phase asks for, with its title from the template."""
    run = get_row(request, PhaseRun, pk)
    gate = asked_in(run, code)
    if gate is None:
        raise Http404
    events.can_plan(request.user, run.cycle, code).require()
    form = PlanForm(request.POST or None, initial={"title": gate.parameters["title"]})
    if form.is_valid():
        return planned(request, form, run.cycle, code)
    way = crumbs(run.cycle, (str(run), run))
    return form_page(
        request, FORM, form, cycle=run.cycle, phase=run, crumbs=way, back=run.get_absolute_url()
    )


@require_http_methods(["GET", "HEAD", "POST"])
def veranstaltung_add_free(request, pk):
    cycle = get_inside(request, pk)
    events.can_plan(request.user, cycle).require()
    form = PlanForm(request.POST or None)
    if form.is_valid():
        return planned(request, form, cycle, "")
    context = {"cycle": cycle, "phase": cycle.phase_name} | below_list(cycle)
    return form_page(request, FORM, form, **context)


def planned(request, form, cycle, code):
    event = events.plan(cycle=cycle, code=code, by=request.user, **form.fields_to_save)
    messages.success(request, f"Geplant: {event}. Tragen Sie nun ein, wer teilnimmt.")
    return redirect("audits:veranstaltung_detail", event.pk)


def below_list(cycle) -> dict:
    above = reverse("audits:veranstaltung_list", args=[cycle.pk])
    return {"crumbs": crumbs(cycle, ("Veranstaltungen", above)), "back": above}


def below_event(event) -> dict:
    above = reverse("audits:veranstaltung_list", args=[event.cycle_id])
    back = reverse("audits:veranstaltung_detail", args=[event.pk])
    way = crumbs(event.cycle, ("Veranstaltungen", above), (event.title, back))
    return {"event": event, "cycle": event.cycle, "crumbs": way, "back": back}


def loaded(request, pk):
    return get_row(request, Veranstaltung, pk, "minutes_document", "berichtigung__corrected_by")


@require_safe
def veranstaltung_detail(request, pk):
    event = loaded(request, pk)
    gate = asked_for(event.cycle, event.code)
    context = {
        "phase": gate.phase if gate else event.cycle.open_run,
        "can_change": events.can_change(request.user, event),
        "can_correct": right.may_correct(request.user, event),
        "crumbs": below_list(event.cycle)["crumbs"],
    } | people_of(request, event)
    return render(request, DETAIL, context)


def people_of(request, event, form=None) -> dict:
    """What the part with the participants shows; the form is unbound unless it did not fit."""
    return {
        "event": event,
        "cycle": event.cycle,
        "people": list(event.teilnahmen.all()),
        "can_invite": events.can_invite(request.user, event),
        "can_uninvite": events.can_change(request.user, event),
        "form": form or InviteForm(event=event),
    }


@require_http_methods(["GET", "HEAD", "POST"])
def veranstaltung_invite(request, pk):
    """Inline with htmx, else a page of its own."""
    event = loaded(request, pk)
    events.can_invite(request.user, event).require()
    form = InviteForm(request.POST or None, event=event)
    if form.is_valid():
        events.invite(event=event, by=request.user, **form.cleaned_data)
        return people_changed(request, event, f"Eingetragen: {form.cleaned_data['name']}.")
    if request.htmx:
        part = people_of(request, event, form)
        return render(request, f"{DETAIL}#people", part, status=status_of(form))
    return form_page(request, "audits/veranstaltung_invite.html", form, **below_event(event))


def people_changed(request, event, text):
    if request.htmx:
        return render(
            request, f"{DETAIL}#people", people_of(request, event) | {"announcement": text}
        )
    messages.success(request, text)
    return redirect("audits:veranstaltung_detail", event.pk)


@require_POST
def veranstaltung_uninvite(request, pk):
    teilnahme = get_row(request, Teilnahme, pk, "veranstaltung")
    event = teilnahme.veranstaltung
    event.cycle = teilnahme.cycle
    events.uninvite(event=event, teilnahme=teilnahme, by=request.user)
    return people_changed(request, event, f"Von der Liste genommen: {teilnahme.name}.")


@require_http_methods(["GET", "HEAD", "POST"])
def veranstaltung_change(request, pk):
    event = loaded(request, pk)
    form = PlanForm(request.POST or None, row=event)
    verdict = events.can_change(request.user, event)
    page = below_event(event)
    form.stay = page["back"]

    def save(plan):
        return events.change(event=event, plan=plan, version=form.read_version, by=request.user)

    if request.method != "POST":
        verdict.require()
    elif attempt(form, verdict, save):
        messages.success(request, "Gespeichert. Wer die Einladung schon hat, braucht sie neu.")
        return redirect(form.stay)
    return form_page(request, FORM, form, **page)


@require_http_methods(["GET", "HEAD", "POST"])
def veranstaltung_hold(request, pk):
    event = loaded(request, pk)
    events.can_change(request.user, event).require()
    initial = {"held_on": min(event.day, clock.today())}
    form = sent(request, HoldForm, event=event, initial=initial)
    if is_to_be_checked(request, form) and not binds(request, form):
        return check_page(request, form, hold_check(event))
    if form.is_valid():
        event = events.hold(event=event, by=request.user, **form.facts)
        messages.success(request, f"Durchgeführt und protokolliert: {event}.")
        return redirect("audits:veranstaltung_detail", pk)
    return form_page(request, "audits/veranstaltung_hold.html", form, **below_event(event))


def hold_check(event) -> Check:
    return Check(
        lead=f"{event} · {event.cycle}",
        submit="Durchgeführt und protokolliert",
        after="Damit gilt die Veranstaltung als durchgeführt. Ein falsches Protokoll lässt sich "
        "später mit Grund berichtigen.",
        crumbs=below_event(event)["crumbs"],
    )


@require_safe
def veranstaltung_ics(request, pk):
    event = loaded(request, pk)
    content = calendar.invitation(event, request.user)
    name = file_name(f"{event.day:%Y-%m-%d}-{event.title}", "ics")
    headers = {"Content-Disposition": content_disposition_header(True, name)}
    return HttpResponse(content, "text/calendar; charset=utf-8", headers=headers)
