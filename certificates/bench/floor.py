"""The floor page R: the least that a page with a list can cost here.

Session, login, one query of 20 rows, a template, and every middleware; the speed of all other
pages is told in relation to it. Only the benchmark's own server process has these doors.
"""

import os
from importlib import import_module
from pathlib import Path

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.template import engines
from django.urls import path
from django.views.decorators.http import require_safe

from auditportal.flush import flush
from auditportal.models import Organisation

# Beside this file and not among the pages' templates: nobody shall take it for one of them.
SOURCE = Path(__file__).with_name("floor.html")
TEMPLATE = engines["django"].from_string(flush(SOURCE.read_text(encoding="utf-8")))
ROWS = 20


@require_safe
def floor(request):
    rows = Organisation.objects.order_by("-pk")[:ROWS]
    return HttpResponse(TEMPLATE.render({"rows": rows}, request))


@login_not_required
@require_safe
def process(request):
    """Which of the worker processes answers: the load is shared out evenly between them."""
    return HttpResponse(str(os.getpid()))


def open_doors() -> None:
    """In this process alone, before its first request."""
    doors = [path("grundseite/", floor), path("grundseite/prozess/", process)]
    import_module(settings.ROOT_URLCONF).urlpatterns[:0] = doors
