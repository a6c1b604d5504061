"""The sealed dossier for those who may read it: as a page, as a ZIP, file by file."""

from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from auditportal.documents import file_name
from auditportal.views import download
from audits import permissions
from audits.models import Begutachtung, CycleDocument
from audits.papers import dossier
from audits.views.inside import crumbs, get_row

SHOWN = ("dossier", "submitted_by", "berichtigung__corrected_by")


def closed(request, begutachtung, verdict):
    """403 with the reason and, where there is one, the link that puts it right."""
    context = {"begutachtung": begutachtung, "cycle": begutachtung.cycle, "verdict": verdict}
    return render(request, "audits/dossier_closed.html", context, status=403)


@require_safe
def dossier_detail(request, pk):
    begutachtung = get_row(request, Begutachtung, pk, *SHOWN)
    verdict = permissions.may_read_dossier(request.user, begutachtung)
    if not verdict:
        return closed(request, begutachtung, verdict)
    cycle = begutachtung.cycle
    context = {
        "begutachtung": begutachtung,
        "cycle": cycle,
        "dossier": dossier.read(begutachtung),
        "crumbs": crumbs(cycle, ("Begutachtung", begutachtung)),
    }
    return render(request, "audits/dossier_detail.html", context)


@require_safe
def dossier_zip(request, pk):
    begutachtung = get_row(request, Begutachtung, pk, "dossier", "submitted_by")
    verdict = permissions.may_read_dossier(request.user, begutachtung)
    if not verdict:
        return closed(request, begutachtung, verdict)
    name = file_name(f"unterlagen {begutachtung.cycle} runde {begutachtung.round}", "zip")
    response = FileResponse(dossier.pack(begutachtung), as_attachment=True, filename=name)
    response["Cache-Control"] = "private, no-store"
    return response


@require_safe
def dossier_document(request, pk, document):
    """Only what the sealed text lists, and only as it was sealed."""
    begutachtung = get_row(request, Begutachtung, pk, "dossier", "submitted_by")
    verdict = permissions.may_read_dossier(request.user, begutachtung)
    if not verdict:
        return closed(request, begutachtung, verdict)
    document = get_object_or_404(CycleDocument, pk=document, cycle=begutachtung.cycle)
    if not dossier.lists(begutachtung, document):
        raise Http404
    dossier.is_unchanged(document).require()
    return download.send(document)
