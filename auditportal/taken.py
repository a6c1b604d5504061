"""A form that makes something is taken once: what was typed is its key.

Whoever clicks twice, goes back and saves again, or sends once more because the answer got lost, has
typed the same. Whoever wants the same once more is asked.
"""

import datetime as dt
import hashlib
import json
from uuid import uuid4

from django.db import connection
from django.http import HttpRequest

from auditportal import clock
from auditportal.models import TakenForm
from auditportal.unsent import Field

# The last word of a route's name is its verb: these make something new each time.
VERBS = {"add", "appoint", "copy", "create", "enter", "import", "invite", "note", "offer", "start"}
TOKEN = "csrfmiddlewaretoken"
AGAIN = "noch_einmal"
KEPT_FOR = dt.timedelta(hours=12)
TAKE = "insert into {} (key, location, at) values (%s, %s, %s) on conflict do nothing"


def makes_something(request: HttpRequest) -> bool:
    match = request.resolver_match
    words = (match.url_name or "").split("_") if match else []
    return request.method == "POST" and not VERBS.isdisjoint(words[1:])


def key_of(request: HttpRequest) -> str:
    typed = sorted((name, values) for name, values in request.POST.lists() if name != TOKEN)
    files = sorted(
        (name, str(one.name), one.size)
        for name, several in request.FILES.lists()
        for one in several
    )
    said = json.dumps([request.user.pk, request.path, typed, files])
    return hashlib.sha256(said.encode()).hexdigest()


def earlier(request: HttpRequest) -> TakenForm | None:
    return TakenForm.objects.filter(pk=key_of(request)).first()


def take(request: HttpRequest, location: str) -> bool:
    """Whether nobody was faster: of two at once the second waits here for the first."""
    row = (key_of(request), location[:500], clock.now())
    with connection.cursor() as cursor:
        cursor.execute(TAKE.format(TakenForm._meta.db_table), row)
        return cursor.rowcount == 1


def again() -> Field:
    """With it the same is knowingly something else."""
    return Field(AGAIN, uuid4().hex)


def forget() -> int:
    return TakenForm.objects.filter(at__lt=clock.now() - KEPT_FOR).delete()[0]
