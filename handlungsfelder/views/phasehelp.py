"""The help texts of a published version, which may be put better at any time."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from auditportal.views.loading import form_page, get_visible
from auditportal.views.versioned import attempt
from handlungsfelder import permissions
from handlungsfelder.actions import phasehelp
from handlungsfelder.forms.phasehelp import PhaseHelpForm
from handlungsfelder.models import PhaseHelp, VerfahrenVersion
from handlungsfelder.views.version import RELATED, crumbs


@require_safe
def phasehelp_list(request, pk):
    version = get_visible(VerfahrenVersion, request, pk, *RELATED)
    texts = PhaseHelp.objects.all().texts(pk)
    rows = [(phase, texts.get(phase.pk, "")) for phase in version.way]
    context = {
        "version": version,
        "rows": rows,
        "can_explain": permissions.may_write(request.user, version.verfahren.owner),
        "crumbs": crumbs(),
    }
    return render(request, "handlungsfelder/phasehelp_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def phasehelp_change(request, pk, phase):
    version = get_visible(VerfahrenVersion, request, pk, *RELATED)
    phase = next((one for one in version.way if one.pk == phase), None)
    if phase is None:
        raise Http404
    stored = PhaseHelp.objects.of(phase).first()
    form = PhaseHelpForm(request.POST or None, row=stored)
    form.stay = back = reverse("handlungsfelder:phasehelp_list", args=[pk])

    def save(text):
        about = {"phase": phase, "version": form.read_version, "by": request.user}
        return phasehelp.explain(text=text, **about)

    verdict = phasehelp.can_explain(request.user, phase)
    if request.method != "POST":
        verdict.require()
    elif attempt(form, verdict, save):
        messages.success(request, f"Gespeichert: Hilfetext zu „{phase}“.")
        return redirect(back)
    context = {"phase": phase, "back": back, "crumbs": [*crumbs(), ("Hilfetexte", back)]}
    return form_page(request, "handlungsfelder/phasehelp_change.html", form, **context)
