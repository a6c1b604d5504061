"""Who accompanies and judges a cycle: appointed, declared, ended."""

from django.contrib import messages
from django.db.models import Prefetch, prefetch_related_objects
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from auditportal import clock, notation
from auditportal.views.loading import form_page, status_of
from audits import permissions
from audits.actions import berufung as berufungen
from audits.forms.berufung import AppointForm, DeclareForm, DismissForm, StepBackForm
from audits.models import Berufung, BerufungFunction
from audits.views.inside import crumbs, get_inside, get_row


@require_safe
def berufung_list(request, pk):
    return list_page(request, with_people(get_inside(request, pk)))


@require_POST
def berufung_appoint(request, pk, function):
    if function not in BerufungFunction:
        raise Http404
    cycle = with_people(get_inside(request, pk))
    berufungen.can_appoint_as(request.user, cycle, function).require()
    pool = berufungen.candidates(cycle)
    form = AppointForm(request.POST, cycle=cycle, function=function, pool=pool)
    if not form.is_valid():
        return list_page(request, cycle, form)
    user, function = form.cleaned_data["user"], BerufungFunction(function)
    berufungen.appoint(cycle=cycle, user=user, function=function, by=request.user)
    messages.success(request, f"Berufen als {form.label}: {user}.")
    return redirect("audits:berufung_list", pk)


def with_people(cycle):
    """Everybody who was ever sent here, in one query; those who still are come first."""
    rows = Berufung.objects.with_people().active_first()
    prefetch_related_objects([cycle], Prefetch("berufungen", rows))
    return cycle


def list_page(request, cycle, form=None):
    """The page with every function; `form` is the one that was filled in and did not fit."""
    may_run = bool(berufungen.can_appoint(request.user, cycle).who)
    pool = berufungen.candidates(cycle) if may_run else []
    sections = [section(cycle, function, may_run) for function in BerufungFunction]
    for one in sections if may_run else ():
        function = one["function"]
        one["verdict"] = berufungen.can_appoint_as(request.user, cycle, function)
        own = form if form and form.function == function else None
        one["form"] = own or AppointForm(cycle=cycle, function=function, pool=pool)
    context = {
        "cycle": cycle,
        "crumbs": crumbs(cycle),
        "sections": sections,
        "may_run": may_run,
        "form": form,
    }
    status = status_of(form) if form else 200
    return render(request, "audits/berufung_list.html", context, status=status)


def section(cycle, function, may_run):
    """One function and its people; why somebody left is read by the Träger alone."""
    rows = [row for row in cycle.berufungen.all() if row.function == function]
    return {
        "label": cycle.version.party_label(function),
        "function": function,
        "rows": [(row, *state_of(row), row.end_reason if may_run else "") for row in rows],
    }


def state_of(berufung) -> tuple[str, str, str]:
    """A Berufung in a word, the kind of its badge, and since or until when."""
    if berufung.ended_on:
        return "Beendet", "ruht", f"am {notation.day(berufung.ended_on)}"
    if berufung.reads_until:
        return "Einsicht", "ruht", f"bis {notation.day(berufung.reads_until)}"
    if berufung.function == BerufungFunction.AUDITOR:
        return "Berufen", "erledigt", ""
    if berufung.declared_at:
        day = clock.day_of(berufung.declared_at)
        return "Unbefangenheit erklärt", "erledigt", f"am {notation.day(day)}"
    return "Erklärung offen", "offen", ""


@require_http_methods(["GET", "HEAD", "POST"])
def berufung_dismiss(request, pk):
    berufung = get_row(request, Berufung, pk, "user")
    berufungen.can_dismiss(request.user, berufung).require()
    form = DismissForm(request.POST or None)
    if form.is_valid():
        berufungen.dismiss(berufung=berufung, by=request.user, **form.cleaned_data)
        messages.success(request, f"Die Berufung ist beendet: {berufung.user}.")
        return redirect("audits:berufung_list", berufung.cycle_id)
    cycle = berufung.cycle
    context = {"berufung": berufung, "cycle": cycle, "crumbs": crumbs(cycle)}
    return form_page(request, "audits/berufung_dismiss.html", form, **context)


@require_http_methods(["GET", "HEAD", "POST"])
def berufung_declare(request, pk):
    """All that an assessor may know before declaring, and the one question."""
    berufung = get_row(request, Berufung, pk)
    permissions.may_declare(request.user, berufung).require()
    form = DeclareForm(request.POST or None)
    if request.method == "POST":
        berufungen.can_declare(request.user, berufung).require()
    if form.is_valid():
        return declare(request, berufung, form)
    context = known_before(berufung.cycle) | {"berufung": berufung}
    return form_page(request, "audits/berufung_declare.html", form, **context)


def known_before(cycle):
    """The parties, the Verfahren, who accompanied it, and dates; nothing else."""
    return {
        "cycle": cycle,
        "crumbs": crumbs(cycle),
        "parties": [one.organisation for one in cycle.parties.with_organisations()],
        "companions": cycle.berufungen.auditors().with_people(),
        "begutachtung": cycle.begutachtungen.newest(),
    }


def declare(request, berufung, form):
    if form.is_unbiased:
        berufungen.declare(berufung=berufung, by=request.user)
        messages.success(request, "Danke. Sie können die Unterlagen jetzt lesen.")
        return redirect(berufung.cycle)
    reason = form.cleaned_data["reason"]
    berufungen.step_back(berufung=berufung, reason=reason, by=request.user)
    messages.success(request, "Danke. Ihre Berufung ist beendet, die Geschäftsstelle weiß es.")
    return redirect("/")


@require_http_methods(["GET", "HEAD", "POST"])
def berufung_step_back(request, pk):
    """For who has declared already and cannot go on."""
    berufung = get_row(request, Berufung, pk)
    berufungen.can_step_back(request.user, berufung).require()
    form = StepBackForm(request.POST or None)
    if form.is_valid():
        berufungen.step_back(berufung=berufung, by=request.user, **form.cleaned_data)
        messages.success(request, "Danke. Ihre Berufung ist beendet, die Geschäftsstelle weiß es.")
        return redirect("/")
    context = {"berufung": berufung, "cycle": berufung.cycle, "crumbs": crumbs(berufung.cycle)}
    return form_page(request, "audits/berufung_step_back.html", form, **context)
