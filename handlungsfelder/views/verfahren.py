"""What a Träger offers: its published versions, explained to everybody who asks."""

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from handlungsfelder import explanation
from handlungsfelder.models import Verfahren, VerfahrenVersion
from handlungsfelder.picture import way_of
from handlungsfelder.template import Template, examine
from handlungsfelder.version_tables import as_data

PAGE = 20


@login_not_required
@require_safe
def verfahren_list(request):
    """Each Verfahren with its newest version first; the older ones stay to be read."""
    page = Paginator(Verfahren.objects.offered(), PAGE).get_page(request.GET.get("page"))
    return render(request, "handlungsfelder/verfahren_list.html", {"page": page})


@login_not_required
@require_safe
def verfahren_detail(request, pk):
    published = VerfahrenVersion.objects.published().select_related("verfahren__owner")
    version = get_object_or_404(published, pk=pk)
    template = template_of(version)
    others = version.verfahren.versions.published().beside(version)
    context = {
        "version": version,
        "participants": explanation.participants(version),
        "outcome": explanation.outcome(version),
        "ladder": explanation.ladder(version),
        "way": way_of(template),
        "others": others.newest_first(),
    }
    return render(request, "handlungsfelder/verfahren_detail.html", context)


def template_of(version: VerfahrenVersion) -> Template:
    """Its tables as they were published, the help texts as they are now."""
    return examine(as_data(version))[0]
