"""What every request goes through: its size, its one transaction, and the answer "not yet"."""

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404
from django.shortcuts import render

from auditportal.transaction import acting
from auditportal.verdict import NotYet


class UploadLimitMiddleware:
    """A request far beyond every limit is answered before a byte of its body is read."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if int(request.META.get("CONTENT_LENGTH") or 0) > settings.REQUEST_MAX_BYTES:
            return render(request, "413.html", status=413)
        return self.get_response(request)


SAFE = {"GET", "HEAD", "OPTIONS"}


class TransactionMiddleware:
    """After the login: open the transaction, name the actor, keep nothing of what failed."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.path.startswith("/gesund/"):  # it says itself that the database is gone
            return self.get_response(request)
        with acting(request.user.pk):
            # What writes can be taken back whole, and the answer can still be read and rendered.
            request.before = None if request.method in SAFE else transaction.savepoint_create()
            response = self.get_response(request)
            if response.status_code >= 500:
                transaction.set_rollback(True)
        return response

    def process_exception(self, request, exception):
        """An action too early or too late is answered 409, with what stands in the way."""
        refused = isinstance(exception, (NotYet, PermissionDenied, Http404))
        if refused and request.before:
            transaction.savepoint_rollback(request.before)
        if not isinstance(exception, NotYet):
            return None
        return render(request, "409.html", {"verdict": exception.verdict}, status=409)
