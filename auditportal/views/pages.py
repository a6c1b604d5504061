"""The pages that the law asks for, and help; everybody may read them."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render
from django.views.decorators.http import require_safe


@login_not_required
@require_safe
def impressum(request):
    return render(request, "auditportal/page_impressum.html")


@login_not_required
@require_safe
def datenschutz(request):
    return render(request, "auditportal/page_datenschutz.html")


@login_not_required
@require_safe
def barrierefreiheit(request):
    return render(request, "auditportal/page_barrierefreiheit.html")


@login_not_required
@require_safe
def hilfe(request):
    return render(request, "auditportal/page_hilfe.html")
