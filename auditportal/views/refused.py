"""What can go wrong and is foreseen, said in the words of the portal: one table for all of it.

Nothing here asks the database: after most of these it does not answer, or not in this transaction.
"""

import errno
import logging
import sys
from collections.abc import Callable
from dataclasses import dataclass

from django.core.exceptions import RequestDataTooBig
from django.db import DataError, IntegrityError, InterfaceError, OperationalError
from django.db.models import ProtectedError, RestrictedError
from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.defaults import bad_request as plainly
from django.views.defaults import server_error

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


BUSY_NOW = Refusal(
    409,
    "Gerade speichert jemand anderes",
    "Ihre Eingabe ist noch nicht gespeichert. Bitte gehen Sie im Browser einen Schritt zurück und "
    "senden Sie sie in einem Augenblick noch einmal.",
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
)
DATABASE_AWAY = Refusal(
    503,
    "Das Portal ist gerade nicht erreichbar",
    "Es wurde nichts gespeichert. Bitte versuchen Sie es in einer Minute noch einmal. Was Sie "
    "geschrieben haben, finden Sie wieder, wenn Sie im Browser einen Schritt zurückgehen.",
    is_fault=True,
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
    page = render_to_string("refused.html", {"refusal": refusal})
    headers = {"Retry-After": str(RETRY_AFTER)} if refusal.status == 503 else {}
    return HttpResponse(page, status=refusal.status, headers=headers)


def failed(request):
    """For what fails outside of any view, such as the session; called while it is being raised."""
    error = sys.exc_info()[1]
    return (error and answer(request, error)) or server_error(request)


def bad_request(request, exception):
    """More text than any form takes is told so; what else is malformed is nobody's by accident."""
    if isinstance(exception, RequestDataTooBig):
        return render(request, "413.html", status=413)
    return plainly(request, exception)
