"""Published versions as the people of their Träger work with them."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from auditportal.permissions import may_run_any
from auditportal.views.loading import get_visible
from handlungsfelder import template
from handlungsfelder.actions import entwurf as entwuerfe
from handlungsfelder.differences import between
from handlungsfelder.forms.entwurf import VersionChoiceForm
from handlungsfelder.models import VerfahrenVersion
from handlungsfelder.version_tables import as_data
from handlungsfelder.views.entwurf import PAGE, as_file

RELATED = ("verfahren__owner", "published_by")


@require_safe
def version_list(request):
    may_run_any(request.user).require()
    versions = VerfahrenVersion.objects.visible_to(request.user).select_related(*RELATED)
    page = Paginator(versions.by_verfahren(), PAGE)
    context = {"page": page.get_page(request.GET.get("page"))}
    return render(request, "handlungsfelder/version_list.html", context)


@require_POST
def version_copy(request, pk):
    version = get_visible(VerfahrenVersion, request, pk, *RELATED)
    entwurf = entwuerfe.copy(version=version, by=request.user)
    messages.success(request, f"Kopiert: {version}. Dies ist der Entwurf der nächsten Version.")
    return redirect("handlungsfelder:entwurf_detail", entwurf.pk)


@require_safe
def version_export(request, pk):
    version = get_visible(VerfahrenVersion, request, pk, *RELATED)
    return as_file(as_data(version), f"{version.verfahren.code}-{version.number}")


@require_safe
def version_compare(request, pk):
    """What is other than in another version; first of all in the one before it."""
    version = get_visible(VerfahrenVersion, request, pk, *RELATED)
    before = version.verfahren.versions.published().before(version)
    asked = request.GET if "mit" in request.GET else {"mit": before and before.pk}
    form = VersionChoiceForm(asked if asked["mit"] else None, user=request.user)
    context = {"form": form, "subject": version, "crumbs": crumbs()}
    if form.is_valid():
        other = context["other"] = form.cleaned_data["mit"]
        old, new = (template.examine(as_data(one))[0] for one in (other, version))
        context["changes"] = between(old, new)
    return render(request, "handlungsfelder/version_compare.html", context)


def crumbs() -> list[tuple[str, str]]:
    return [
        ("Vorlagen", reverse("handlungsfelder:entwurf_list")),
        ("Veröffentlichte Versionen", reverse("handlungsfelder:version_list")),
    ]
