"""What every request goes through: its session, its size, its one transaction, what is refused, and
caches."""

from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404
from django.shortcuts import render
from django.utils.cache import patch_vary_headers

from auditportal import sessions, taken
from auditportal.transaction import acting, has_acted
from auditportal.unsent import unsent
from auditportal.verdict import NotYet
from auditportal.views import refused


class SessionLimitMiddleware:
    """Before anything asks who it is; whether the portal is alive nobody must be logged in for."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if not request.path.startswith("/gesund/"):
            sessions.prolong(request.session)
        return self.get_response(request)


class LoginMiddleware(LoginRequiredMiddleware):
    """Whose session ends while they type is told so, and can still send what was typed."""

    def handle_no_permission(self, request, view_func):
        if request.htmx or unsent(request):
            return refused.say(request, refused.SESSION_OVER)
        return super().handle_no_permission(request, view_func)


class UploadLimitMiddleware:
    """A request far beyond every limit is answered before a byte of its body is read."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if int(request.META.get("CONTENT_LENGTH") or 0) > settings.REQUEST_MAX_BYTES:
            return render(request, "413.html", status=413)
        return self.get_response(request)


class LineEndsMiddleware:
    """A line ends with one sign, as the browser counts it and the portal stores it."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.method == "POST":
            request.POST = with_own_line_ends(request.POST)
        return self.get_response(request)


def with_own_line_ends(sent):
    if not any("\r" in value for values in sent.lists() for value in values[1]):
        return sent
    changed = sent.copy()
    for name, values in sent.lists():
        changed.setlist(name, [value.replace("\r\n", "\n") for value in values])
    return changed


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


class TakenOnceMiddleware:
    """Within the transaction: a form that has made something makes it no second time. Where the
    action itself says why not, its sentence is the better one."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        has_made = response.status_code < 400 and has_acted() and taken.makes_something(request)
        if has_made and not taken.take(request, response.get("Location", "")):
            request.is_refused = True  # of what it made just now nothing is kept
            return refused.already_taken(request, taken.earlier(request))
        return response


class PrivateMiddleware:
    """What somebody sees who is logged in stays in no cache, not even for the way back after the
    logout, unless a view says otherwise. And no cache takes a part of a page, which htmx gets at
    the same address, for the page."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        patch_vary_headers(response, ["HX-Request"])
        is_plain = response.status_code >= 500  # and to ask who it is may be what failed
        if not (is_plain or response.has_header("Cache-Control")) and request.user.is_authenticated:
            response["Cache-Control"] = "private, no-store"
        return response
