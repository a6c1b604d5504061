"""What every request goes through: its size, its one transaction, what is refused, and caches."""

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404
from django.shortcuts import render

from auditportal.transaction import acting
from auditportal.verdict import NotYet
from auditportal.views import refused


class UploadLimitMiddleware:
    """A request far beyond every limit is answered before a byte of its body is read."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if int(request.META.get("CONTENT_LENGTH") or 0) > settings.REQUEST_MAX_BYTES:
            return render(request, "413.html", status=413)
        return self.get_response(request)


class TransactionMiddleware:
    """After the login: open the transaction, name the actor, keep nothing of what failed."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.path.startswith("/gesund/"):  # it says itself that the database is gone
            return self.get_response(request)
        with acting(request.user.pk, is_request=True):
            request.is_refused = False
            response = self.get_response(request)
            # Only now: until it is rendered, the answer still reads.
            if request.is_refused or response.status_code >= 500:
                transaction.set_rollback(True)
        return response

    def process_exception(self, request, exception):
        """An action too early or too late is answered 409, with what stands in the way; what else
        was foreseen by its own page. Of all of it nothing is kept."""
        if isinstance(exception, NotYet):
            request.is_refused = True
            return render(request, "409.html", {"verdict": exception.verdict}, status=409)
        response = refused.answer(request, exception)
        request.is_refused = response is not None or isinstance(
            exception, (PermissionDenied, Http404)
        )
        return response


class PrivateMiddleware:
    """What somebody sees who is logged in stays in no cache, not even for the way back after the
    logout, unless a view says otherwise."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        is_plain = response.status_code >= 500  # and to ask who it is may be what failed
        if not (is_plain or response.has_header("Cache-Control")) and request.user.is_authenticated:
            response["Cache-Control"] = "private, no-store"
        return response
