"""Checking and freezing the goals and measures, and what was frozen: as page, PDF and text."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST, require_safe

from auditportal.documents import file_name
from auditportal.views.loading import get_visible
from audits.actions import fassung as fassungen
from audits.gates.fassung import draft_of
from audits.gates.zustimmung import is_asked
from audits.models import Begutachtung, Beschluss, Fassung, FassungKind
from audits.papers import differences, fassung_pdf, reading, stored
from audits.views.inside import crumbs, get_inside
from handlungsfelder.models import Word

UNSEEN = ""  # a POST that does not say what was checked freezes nothing


@require_safe
def agreement_check(request, pk):
    """What would be frozen now, how it differs from what was frozen, and what is missing."""
    cycle = get_inside(request, pk)
    frozen = list(frozen_agreements(cycle))
    holding = [one for one in frozen if not hasattr(one, "berichtigung")]
    draft = draft_of(cycle, next(iter(holding), None))
    context = {
        "cycle": cycle,
        "frozen": frozen,
        "latest": draft.latest,
        "felder": reading.agreement(draft.content),
        "changes": differences.between(draft.frozen, draft.content) if draft.frozen else [],
        "can_freeze": fassungen.can_freeze(request.user, cycle, draft),
        "fields": [("sha256", draft.sha256)],
        "crumbs": crumbs(cycle),
    }
    return render(request, "audits/agreement_check.html", context)


def frozen_agreements(cycle):
    """The newest first, each with who froze it and whether its PDF is there."""
    rows = cycle.fassungen.agreements().newest_first().with_pdf()
    return rows.select_related("frozen_by", "berichtigung")


@require_POST
def agreement_freeze(request, pk):
    cycle = get_inside(request, pk)
    checked = request.POST.get("sha256", UNSEEN)
    fassung = fassungen.freeze(cycle=cycle, checked=checked, by=request.user)
    messages.success(request, f"Eingefroren: {cycle.words[Word.AGREEMENT]}, {fassung}.")
    return redirect(fassung)


@require_safe
def fassung_detail(request, pk):
    """The frozen text, read from itself alone; a dossier has a page of its own."""
    fassung = get_frozen(request, pk)
    if fassung.kind == FassungKind.DOSSIER:
        sealed = get_object_or_404(Begutachtung, dossier=fassung)
        return redirect("audits:dossier_detail", sealed.pk)
    context = fassung_pdf.page_of(fassung) | {
        "is_intact": stored.is_intact(fassung),
        "can_be_agreed": fassung.kind == FassungKind.AGREEMENT and is_asked(fassung),
        "beschluesse": Beschluss.objects.on(fassung).with_berichtigung(),
        "crumbs": frozen_crumbs(fassung),
    }
    return render(request, "audits/fassung_detail.html", context)


def get_frozen(request, pk) -> Fassung:
    rows = Fassung.objects.visible_to(request.user).with_pdf()
    related = ("cycle", "frozen_by", "berichtigung__corrected_by")
    return get_object_or_404(rows.select_related(*related), pk=pk)


def frozen_crumbs(fassung):
    if fassung.kind != FassungKind.AGREEMENT:
        return crumbs(fassung.cycle)
    check = reverse("audits:agreement_check", args=[fassung.cycle_id])
    return crumbs(fassung.cycle, (fassung.cycle.words[Word.AGREEMENT], check))


@require_safe
def fassung_download(request, pk):
    """The stored PDF; as long as no worker has rendered it, a page that says so."""
    fassung = get_visible(Fassung, request, pk, "cycle")
    if pdf := fassung.rendered:
        return handed_out(fassung, bytes(pdf.data), "application/pdf", "pdf")
    context = {
        "fassung": fassung,
        "cycle": fassung.cycle,
        "title": fassung_pdf.title_of(fassung),
        "is_coming": fassung.is_to_be_rendered,
        "crumbs": frozen_crumbs(fassung),
    }
    status = 202 if context["is_coming"] else 404
    return render(request, "audits/fassung_pending.html", context, status=status)


@require_safe
def fassung_json(request, pk):
    """The very bytes that the hash is of."""
    fassung = get_visible(Fassung, request, pk, "cycle")
    return handed_out(fassung, fassung.content.encode(), "application/json", "json")


def handed_out(fassung: Fassung, data: bytes, content_type: str, extension: str) -> HttpResponse:
    title = f"{fassung_pdf.title_of(fassung)}-{fassung.cycle}-fassung-{fassung.number}"
    name = file_name(title, extension)
    response = HttpResponse(data, content_type=content_type)
    response["Content-Disposition"] = content_disposition_header(True, name)
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
