from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods

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
    form = VermerkForm(request.POST or None, gate=gate)
    if form.is_valid():
        vermerke.note(run=run, gate=gate, by=request.user, **form.cleaned_data)
        messages.success(request, f"Vermerkt: {gate.parameters['label']}.")
        return redirect(run)
    way = crumbs(run.cycle, (str(run), run))
    context = {"run": run, "cycle": run.cycle, "gate": gate, "crumbs": way}
    return form_page(request, "audits/vermerk_note.html", form, **context)
