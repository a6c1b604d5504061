"""The programmes of a Träger: listed, entered, changed by its Geschäftsstelle."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from auditportal.models import Organisation
from auditportal.permissions import may_run_any
from auditportal.views.loading import form_page, get_visible
from auditportal.views.versioned import attempt
from handlungsfelder.actions import programm as programme
from handlungsfelder.forms.programm import ProgrammForm
from handlungsfelder.models import Programm

PAGE = 20


def crumbs() -> list[tuple[str, str]]:
    return [("Programme", reverse("handlungsfelder:programm_list"))]


@require_safe
def programm_list(request):
    may_run_any(request.user).require()
    rows = Programm.objects.visible_to(request.user).newest_first()
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    return render(request, "handlungsfelder/programm_list.html", {"page": page})


@require_http_methods(["GET", "HEAD", "POST"])
def programm_create(request):
    may_run_any(request.user).require()
    owners = Organisation.objects.run_by(request.user).by_name()
    form = ProgrammForm(request.POST or None, owners=owners)
    if form.is_valid():
        row = programme.create(owner=form.chosen, by=request.user, **form.fields_to_save)
        messages.success(request, f"Angelegt: {row}.")
        return redirect("handlungsfelder:programm_list")
    page = {"heading": "Neues Programm", "crumbs": crumbs()}
    return form_page(request, "handlungsfelder/programm_form.html", form, **page)


@require_http_methods(["GET", "HEAD", "POST"])
def programm_change(request, pk):
    row = get_visible(Programm, request, pk, "owner")
    form = ProgrammForm(request.POST or None, owners=Organisation.objects.none(), instance=row)
    form.stay = reverse("handlungsfelder:programm_list")

    def save(**fields):
        about = {"programm": row, "version": form.read_version, "by": request.user}
        return programme.change(**about, **fields)

    verdict = programme.can_change(request.user, row)
    if request.method != "POST":
        verdict.require()
    elif attempt(form, verdict, save):
        messages.success(request, "Das Programm ist gespeichert.")
        return redirect(form.stay)
    page = {"heading": str(row), "crumbs": crumbs()}
    return form_page(request, "handlungsfelder/programm_form.html", form, **page)
