"""How every view gets hold of a row and shows a form; loading is the access check."""

from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, render

from auditportal.lock import hold
from auditportal.transaction import opened
from auditportal.verdict import Verdict

SAFE = {"GET", "HEAD", "OPTIONS"}
STATUS = {"too_large": 413, "not_yet": 409}  # of a form that is answered with one of these codes


def get_visible(model, request, pk, *related):
    """The only way a view gets hold of a row, with related ones; strangers see a 404.

    Who writes takes its lock first: rights and row are read under it, and never again.
    """
    hold_first(request, model, pk)
    rows = model.objects.visible_to(request.user)
    row = get_object_or_404(rows.select_related(*related) if related else rows, pk=pk)
    return read_under_lock(request, row)


def hold_first(request, model, value, *, column: str = "id") -> None:
    """Who writes takes the lock before anything is read, also what this person may do."""
    if request.method not in SAFE:
        hold(model, value, column=column)
        if request.user.is_authenticated:
            request.user.forget_rights()


def read_under_lock(request, row):
    """The first action of a request that writes need not read it again."""
    if request.method not in SAFE:
        opened().keep_fresh(row)
    return row


def form_page(request, template, form, **context):
    """A page with a form and all that was typed: 422 if it does not fit, 409 at the wrong time."""
    return render(request, template, {"form": form} | context, status=status_of(form))


def status_of(form) -> int:
    if getattr(form, "is_unsaved", False):
        return 409
    if not form.is_bound or form.is_valid():
        return 200
    codes = {error.code for errors in form.errors.as_data().values() for error in errors}
    return next((STATUS[code] for code in STATUS if code in codes), 422)


def say_not_yet(form, verdict: Verdict) -> None:
    """What stands in the way, beside what was typed."""
    reasons = [ValidationError(str(reason), code="not_yet") for reason in verdict.reasons]
    form.add_error(None, reasons)


def page_or_part(request, template: str, part: str) -> str:
    """htmx asks for one part of a page, everybody else gets the whole: `page.html#part`."""
    wants_part = request.htmx and not request.htmx.history_restore_request
    return f"{template}#{part}" if wants_part and not request.htmx.boosted else template
