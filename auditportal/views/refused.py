"""What can go wrong and is foreseen, said in the words of the portal: one table for all of it.

Nothing here asks the database: after most of these it does not answer, or not in this transaction.
"""

import errno
import logging
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace

from django.contrib import messages
from django.core.exceptions import RequestDataTooBig
from django.db import DataError, IntegrityError, InterfaceError, OperationalError
from django.db.models import ProtectedError, RestrictedError
from django.http import HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.defaults import bad_request as plainly
from django.views.defaults import server_error

from auditportal import taken
from auditportal.models import TakenForm
from auditportal.unsent import unsent

logger = logging.getLogger(__name__)

SAFE = {"GET", "HEAD", "OPTIONS"}
FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS}
# PostgreSQL's own codes (appendix A of its manual) for: somebody else holds what this one needs.
BUSY = {"55P03", "40P01", "40001"}
RETRY_AFTER = 10  # seconds


@dataclass(frozen=True)
class Refusal:
    """How one kind of failure is answered."""

    status: int
    title: str
    text: str
    is_fault: bool = False  # ours, so it is written down
    passes: str = ""  # the name of what is over soon: then the same can be sent once more


TAKEN = Refusal(
    409,
    "Das ist schon gespeichert",
    "Genau diese Angaben haben Sie hier schon gesendet. Es wurde nichts ein zweites Mal angelegt.",
)
SESSION_OVER = Refusal(
    401,
    "Ihre Sitzung ist zu Ende",
    "Ihre Eingabe ist noch nicht gespeichert. Melden Sie sich in einem neuen Fenster an, kommen "
    "Sie hierher zurück und senden Sie sie dann noch einmal.",
    passes="login",
)
STALE_TOKEN = Refusal(
    403,
    "Sie haben sich inzwischen neu angemeldet",
    "Ihre Eingabe stammt aus der Zeit davor und ist noch nicht gespeichert. Bitte senden Sie sie "
    "noch einmal.",
    passes="token",
)
BUSY_NOW = Refusal(
    409,
    "Gerade speichert jemand anderes",
    "Ihre Eingabe ist noch nicht gespeichert. Bitte senden Sie sie gleich noch einmal.",
    passes="busy",
)
IN_USE = Refusal(
    409,
    "Das wird noch gebraucht",
    "Andere Einträge beziehen sich darauf. Deshalb bleibt es erhalten, es wurde nichts geändert.",
)
CONTRADICTS = Refusal(
    409,
    "Das passt nicht zu dem, was gespeichert ist",
    "Vielleicht hat es inzwischen jemand anderes geändert oder schon eingetragen. Es wurde nichts "
    "gespeichert. Bitte laden Sie die Seite neu.",
    is_fault=True,
)
UNREADABLE = Refusal(
    400,
    "Diese Eingabe lässt sich nicht speichern",
    "Sie enthält Zeichen oder Zahlen, die es dort nicht geben kann. Bitte gehen Sie im Browser "
    "einen Schritt zurück und prüfen Sie Ihre Angaben.",
)
NOT_FOUND = Refusal(
    404,
    "Diese Seite gibt es nicht",
    "Vielleicht ist die Adresse unvollständig.",
)
FILE_AWAY = Refusal(
    404,
    "Diese Datei ist nicht mehr da",
    "Der Eintrag besteht, aber die Datei liegt nicht mehr dort, wo sie gespeichert wurde. Bitte "
    "melden Sie das der Geschäftsstelle.",
    is_fault=True,
)
DISK_FULL = Refusal(
    507,
    "Der Speicher ist voll",
    "Es wurde nichts gespeichert. Bitte melden Sie das der Geschäftsstelle und versuchen Sie es "
    "später noch einmal.",
    is_fault=True,
    passes="full",
)
DATABASE_AWAY = Refusal(
    503,
    "Das Portal ist gerade nicht erreichbar",
    "Es wurde nichts gespeichert. Bitte versuchen Sie es in einer Minute noch einmal.",
    is_fault=True,
    passes="away",
)


def refusal_of(error: BaseException, *, is_safe: bool) -> Refusal | None:
    """How this failure is answered; None where nobody foresaw it. The first that fits."""
    for kinds, answer in ANSWERS:
        if isinstance(error, kinds) and (refusal := answer(error, is_safe)):
            return refusal
    return None


def _busy_or_away(error: BaseException, is_safe: bool) -> Refusal:
    code = getattr(error.__cause__, "sqlstate", None)
    return BUSY_NOW if code in BUSY else DATABASE_AWAY


def _out_of_files(error: BaseException, is_safe: bool) -> Refusal | None:
    if isinstance(error, FileNotFoundError):
        return FILE_AWAY
    return DISK_FULL if getattr(error, "errno", None) in FULL else None


ANSWERS: tuple[tuple[tuple[type[BaseException], ...], Callable], ...] = (
    ((ProtectedError, RestrictedError), lambda error, is_safe: IN_USE),
    ((IntegrityError,), lambda error, is_safe: CONTRADICTS),
    ((DataError,), lambda error, is_safe: NOT_FOUND if is_safe else UNREADABLE),
    ((OperationalError, InterfaceError), _busy_or_away),
    ((OSError,), _out_of_files),
)


def answer(request, error: BaseException) -> HttpResponse | None:
    """The page for a failure that was foreseen."""
    refusal = refusal_of(error, is_safe=request.method in SAFE)
    if refusal is None:
        return None
    if refusal.is_fault:
        logger.error("%s %s: %s", request.method, request.path, refusal.title, exc_info=error)
    return say(request, refusal)


def say(request, refusal: Refusal, **context) -> HttpResponse:
    """In words for people, with everything that they had sent; for scripts by its name."""
    context |= {"refusal": refusal, "csrf_token": get_token(request)}
    if refusal.passes:
        context["unsent"] = unsent(request)
    answered = HttpResponse(render_to_string("refused.html", context), status=refusal.status)
    answered["Cache-Control"] = "no-store"
    if refusal.passes:
        answered["X-Refused"] = refusal.passes
    if refusal.status == 503:
        answered["Retry-After"] = str(RETRY_AFTER)
    return answered


def already_taken(request, earlier: TakenForm | None) -> HttpResponse:
    """htmx shows the page anew, and in it what is there already."""
    list(messages.get_messages(request))  # what the view has said is not so
    if request.htmx:
        messages.info(request, "Das war schon gespeichert.")
        return HttpResponse(headers={"HX-Refresh": "true"})
    typed = unsent(request)
    if typed:
        typed = replace(typed, fields=[*typed.fields, taken.again()])
    return say(request, TAKEN, earlier=earlier, unsent=typed)


def stale_token(request, reason=""):
    """Django's CSRF_FAILURE_VIEW: who logged in again elsewhere has a new token, and all rights."""
    if request.htmx or unsent(request):
        return say(request, STALE_TOKEN)
    return render(request, "403_csrf.html", status=403)


def failed(request):
    """For what fails outside of any view, such as the session; called while it is being raised."""
    error = sys.exc_info()[1]
    return (error and answer(request, error)) or server_error(request)


def bad_request(request, exception):
    """More text than any form takes is told so; what else is malformed is nobody's by accident."""
    if isinstance(exception, RequestDataTooBig):
        return render(request, "413.html", status=413)
    return plainly(request, exception)
