"""The ladder of an organisation, as a page and as a part of the organisation's own page."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from auditportal.models import Organisation
from auditportal.views.loading import get_visible, page_or_part
from audits.pages.leiter import ladders


@require_safe
def leiter_detail(request, pk):
    organisation = get_visible(Organisation, request, pk)
    context = {"organisation": organisation, "ladders": ladders(organisation, request.user)}
    template = page_or_part(request, "audits/leiter_detail.html", "leiter")
    return render(request, template, context)
