from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods

from auditportal.views.checking import Check, binds, check_page, is_to_be_checked, sent
from auditportal.views.loading import form_page
from audits.actions import vermerk as vermerke
from audits.forms.vermerk import VermerkForm
from audits.models import PhaseRun
from audits.views.inside import crumbs, get_row
from handlungsfelder.models import GateKind


@require_http_methods(["GET", "HEAD", "POST"])
def vermerk_note(request, pk, gate):
    run = get_row(request, PhaseRun, pk)
    gate = get_object_or_404(run.phase.gates, pk=gate, kind=GateKind.VERMERK)
    vermerke.can_note(request.user, run, gate).require()
    form = sent(request, VermerkForm, cycle=run.cycle, gate=gate)
    if binds(request, form):
        vermerke.note(run=run, gate=gate, by=request.user, **form.cleaned_data)
        messages.success(request, f"Vermerkt: {gate.parameters['label']}.")
        return redirect(run)
    if is_to_be_checked(request, form):
        return check_page(request, form, check_of(run, gate))
    way = crumbs(run.cycle, (str(run), run))
    context = {"run": run, "cycle": run.cycle, "gate": gate, "crumbs": way}
    return form_page(request, "audits/vermerk_note.html", form, **context)


def check_of(run, gate) -> Check:
    return Check(
        lead=f"{gate.parameters['label']} · {run.cycle}",
        submit="Verbindlich vermerken",
        after="Was an einem Vermerk falsch ist, lässt sich später mit einem Grund berichtigen.",
        crumbs=crumbs(run.cycle, (str(run), run)),
    )
