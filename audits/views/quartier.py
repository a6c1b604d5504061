"""What a cycle is about: its description, its outline as a drawing, and how both are written."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from auditportal.views.loading import form_page
from auditportal.views.versioned import attempt
from audits.actions import quartier as quartiere
from audits.forms.quartier import QuartierForm
from audits.models import AuditCycle, Quartier
from audits.papers import outline
from audits.views.inside import crumbs, get_shared


def with_subject(request, pk) -> tuple[AuditCycle, Quartier | None]:
    cycle = get_shared(request, pk)
    if not cycle.version.subject_kind:
        raise Http404
    return cycle, Quartier.objects.of(cycle).with_writer().first()


@require_safe
def quartier_detail(request, pk):
    cycle, quartier = with_subject(request, pk)
    drawn = outline.draw(quartier.outline) if quartier and quartier.outline else None
    context = {
        "cycle": cycle,
        "quartier": quartier,
        "drawing": drawn,
        "can_describe": quartiere.can_describe(request.user, cycle),
        "crumbs": crumbs(cycle),
    }
    return render(request, "audits/quartier_detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def quartier_change(request, pk):
    cycle, quartier = with_subject(request, pk)
    form = QuartierForm(request.POST or None, files=request.FILES or None, instance=quartier)
    form.stay = reverse("audits:quartier_detail", args=[pk])

    def save(**fields):
        about = {"cycle": cycle, "version": form.read_version, "by": request.user}
        return quartiere.describe(**about, **fields)

    verdict = quartiere.can_describe(request.user, cycle)
    if request.method != "POST":
        verdict.require()
    elif attempt(form, verdict, save):
        messages.success(request, f"Gespeichert: {cycle.subject}.")
        return redirect(form.stay)
    way = crumbs(cycle, ("Quartier", form.stay))
    return form_page(request, "audits/quartier_change.html", form, cycle=cycle, crumbs=way)
