"""Where people begin, look for their cycles, and see how far one has come."""

from dataclasses import replace

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from auditportal import clock
from auditportal.actions.contact import ContactData
from auditportal.views.checking import Check, binds, check_page, is_to_be_checked, sent
from auditportal.views.loading import form_page, say_not_yet
from audits import permissions
from audits.actions import cycle as cycles
from audits.actions import setting_right as right
from audits.forms.cycle import BeginningChoice, ContactChoiceForm, CycleFilter, StartForm, StopForm
from audits.gates import tasks_of
from audits.gates.way import phases_of
from audits.models import (
    AuditCycle,
    PhaseRun,
    Reach,
    Task,
    Vermerk,
    cycle_in_full,
    parties_of,
    unanswered,
)
from audits.pages import overview
from audits.pages import turn as turns
from audits.views.inside import crumbs, get_cycle, get_inside, get_row
from handlungsfelder.models import GateKind, Party, PhaseHelp

LATEST = 5  # events on the first page of a cycle
SHORT = 7  # tasks on a start page, before "alle anzeigen"
PAGE = 20


@require_safe
def task_list(request):
    """The start page: what is to be done next, and how things stand."""
    mine = Task.objects.for_user(request.user).possible().select_related("cycle")
    mine = mine.by_due_day()
    everything = "alle" in request.GET
    page = Paginator(mine, PAGE if everything else SHORT).get_page(request.GET.get("page"))
    today = clock.today()
    context = {
        "groups": overview.by_day(page, today),
        "page": page,
        "everything": everything,
        "cycles": own_cycles(request.user),
        **unanswered(request.user),
        "counts": counts_for(request.user, today),
    }
    return render(request, "audits/task_list.html", context)


def own_cycles(user):
    """For everybody but a Träger's people: the few cycles they are part of."""
    if user.rights.is_traeger:
        return []
    listed = AuditCycle.objects.listed_for(user, clock.today()).with_state().with_certificate()
    return listed.running_or_certified()[:SHORT]


def counts_for(user, today):
    """For a Träger's people: how many run, and how many are late."""
    if not user.rights.is_traeger:
        return None
    running = AuditCycle.objects.visible_to(user).running()
    return {"running": running.count(), "overdue": running.overdue(today).count()}


@require_safe
def cycle_list(request):
    today = clock.today()
    filter_form = CycleFilter(request.GET)
    listed = AuditCycle.objects.listed_for(request.user, today)
    found = filter_form.narrow(listed, today)
    pages = Paginator(filter_form.sort(found.with_state()), PAGE)
    pages.count = found.count()  # without what only the rows of a page need
    page = pages.get_page(request.GET.get("page"))
    overview.enrich(page, today)
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "page": page,
        "filter": filter_form,
        "active": bool(query),
        "query": f"{query.urlencode()}&" if query else "",
        "can_start": request.user.rights.is_traeger,
    }
    return render(request, "audits/cycle_list.html", context)


def way(cycle):
    """The phases that it goes through and the runs through them."""
    return phases_of(cycle), list(cycle.runs.in_force())


@require_safe
def cycle_detail(request, pk):
    cycle = cycle_in_full.one(pk=pk)
    if cycle is None or cycle not in Reach.of(request.user).visible:
        raise Http404
    cycle.remember()
    if not permissions.may_share(request.user, cycle):
        return assessor_page(request, cycle)
    if not permissions.may_read(request.user, cycle):
        return shared_page(request, cycle)
    phases, runs = way(cycle)
    tasks = sorted(tasks_of(cycle), key=overview.by_due_day)
    run = next((run for run in runs if run.is_open), None)
    today = clock.today()
    steps = overview.steps(cycle, phases, runs, today)
    context = {
        "cycle": cycle,
        "run": run,
        "steps": steps,
        "here": overview.here(steps),
        "turn": turns.turn(request.user, cycle, tasks, run),
        "after": turns.after(steps),
        "lines": [overview.line(task, today, request.user, run) for task in tasks],
        "parties": parties_of(cycle),
        "events": cycle.events.with_people()[:LATEST],
        "can_stop": cycles.can_stop(request.user, cycle),
        "can_name_contact": cycles.can_name_contact(request.user, cycle),
    }
    return render(request, "audits/cycle_detail.html", context)


def shared_page(request, cycle):
    """For who was invited to contribute: where it stands, and the own tasks."""
    today, run = clock.today(), cycle.open_run
    phases, runs = way(cycle)
    steps = [replace(step, url="") for step in overview.steps(cycle, phases, runs, today)]
    own = [task for task in tasks_of(cycle) if permissions.is_for(request.user, task)]
    context = {
        "cycle": cycle,
        "steps": steps,
        "here": overview.here(steps),
        "lines": [overview.line(one, today, request.user, run) for one in own],
        "parties": parties_of(cycle),
    }
    return render(request, "audits/cycle_shared.html", context)


def assessor_page(request, cycle):
    """What somebody who judges may know before and beside the dossier."""
    berufungen = cycle.berufungen.active().with_people()
    own = next((one for one in berufungen if one.user_id == request.user.pk), None)
    if own is None or not own.reads(clock.today()):
        raise Http404
    context = {
        "cycle": cycle,
        "berufung": own,
        "auditors": [one.user for one in berufungen if one.function == Party.AUDITOR],
        "begutachtungen": cycle.begutachtungen.with_berichtigung().as_entered(),
    }
    return render(request, "audits/cycle_assessor.html", context)


@require_safe
def run_detail(request, pk):
    """One phase: what it is for, what it asks for, and the button that leaves it."""
    run = get_row(request, PhaseRun, pk, "berichtigung__corrected_by")
    cycle = run.cycle
    phases, runs = way(cycle)
    tasks = [task for task in tasks_of(cycle) if task.run_id == run.pk]
    gates = list(run.phase.gates.all())
    steps = overview.steps(cycle, phases, runs, clock.today())
    context = {
        "cycle": cycle,
        "run": run,
        "help": PhaseHelp.objects.of(run.phase).first(),
        "party": cycle.version.party_label(run.phase.party, run.phase.right),
        "gates": overview.gate_lines(request.user, run, gates, tasks),
        "steps": steps,
        "here": overview.here(steps),
        "turn": turns.turn(request.user, cycle, tasks, run) if run.is_open else None,
        "vermerke": noted_in(run, gates, request.user),
        "can_go_back": not (run.is_open or cycle.ended_on) and right.may_correct(request.user, run),
        "can_advance": cycles.can_advance(request.user, run),
        "belongings": overview.belongings(cycle, gates),
        "can_be_awarded": run.is_open and any(gate.kind == GateKind.AWARD for gate in gates),
    }
    return render(request, "audits/run_detail.html", context)


def noted_in(run, gates, user) -> list[tuple]:
    """Each Vermerk of a phase that asks for one, and whether this person may set it right."""
    asking = {gate.pk: gate for gate in gates if gate.kind == GateKind.VERMERK}
    if not asking:
        return []
    found = Vermerk.objects.in_run(run).select_related("noted_by", "berichtigung")
    rows = run.cycle.own(list(found.as_entered()))
    for row in rows:
        row.gate = asking[row.gate_id]
    is_running = run.cycle.ended_on is None
    return [(row, is_running and right.may_correct(user, row)) for row in rows]


@require_POST
def run_advance(request, pk):
    """The URL names the run it leaves, so that a second click changes nothing."""
    cycle = cycles.advance(run=get_row(request, PhaseRun, pk), by=request.user)
    run = cycle.open_run
    if run is None:
        messages.success(request, f"{cycle} ist abgeschlossen.")
        return redirect(cycle)
    messages.success(request, f"{cycle} steht jetzt in der Phase „{run.phase}“.")
    return redirect(run)


@require_safe
def cycle_history(request, pk):
    cycle = get_inside(request, pk)
    events = Paginator(cycle.events.select_related("by"), PAGE)
    page = events.get_page(request.GET.get("page"))
    context = {"cycle": cycle, "page": page}
    return render(request, "audits/cycle_history.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def cycle_start(request):
    """Two steps: whose cycle by which version, then what the version asks for and the contact."""
    permissions.may_begin(request.user).require()
    choice = BeginningChoice(
        request.GET if "organisation" in request.GET else None, user=request.user
    )
    if not choice.is_valid():
        return form_page(request, "audits/cycle_start.html", choice, step=1)
    chosen = choice.cleaned_data
    form = StartForm(request.POST or None, user=request.user, **chosen)
    cycle = begin(form, request.user) if request.method == "POST" and form.is_valid() else None
    if cycle:
        messages.success(request, f"Begonnen: {cycle}, {cycle.version}.")
        return redirect(cycle)
    return form_page(request, "audits/cycle_start.html", form, step=2, **chosen)


def begin(form: StartForm, user) -> AuditCycle | None:
    """With what was typed; what stands in the way is said beside it, with all kept."""
    data = form.cleaned_data
    verdict = cycles.can_start(user, form.beginning)
    verdict.who.require()
    if not verdict:
        say_not_yet(form, verdict)
        return None
    contact = data["contact"]
    typed: ContactData | None = None
    if not contact:
        typed = {"name": data["name"], "email": data["email"]}
    return cycles.start(beginning=form.beginning, contact=contact, new_contact=typed, by=user)


@require_http_methods(["GET", "HEAD", "POST"])
def cycle_contact(request, pk):
    cycle = get_inside(request, pk)
    cycles.can_name_contact(request.user, cycle).require()
    form = ContactChoiceForm(request.POST or None, cycle=cycle, user=request.user)
    if not form.is_bound or not form.is_valid():
        return form_page(request, "audits/cycle_contact.html", form, cycle=cycle)
    cycles.name_contact(cycle=cycle, by=request.user, **form.chosen)
    messages.success(request, "Gespeichert.")
    return redirect(cycle)


@require_http_methods(["GET", "HEAD", "POST"])
def cycle_stop(request, pk):
    cycle = get_cycle(request, pk)
    cycles.can_stop(request.user, cycle).require()
    form = sent(request, StopForm, title=cycle.title)
    if is_to_be_checked(request, form) and not binds(request, form):
        return check_page(request, form, stop_check(cycle))
    if not form.is_bound or not form.is_valid():
        return form_page(request, "audits/cycle_stop.html", form, cycle=cycle)
    cycles.stop(cycle=cycle, reason=form.cleaned_data["reason"], by=request.user)
    messages.success(request, f"{cycle} ist abgebrochen.")
    return redirect(cycle)


def stop_check(cycle) -> Check:
    return Check(
        lead=f"{cycle} · {cycle.version}",
        submit="Endgültig abbrechen",
        after="Ein abgebrochener Durchlauf lässt sich nicht wieder aufnehmen. "
        "Alles bisher Eingetragene bleibt lesbar.",
        crumbs=crumbs(cycle),
        kind="danger",
    )
