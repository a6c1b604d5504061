"""How every view gets hold of a row and shows a form; loading is the access check."""

from django.shortcuts import get_object_or_404, render


def get_visible(model, request, pk, *related):
    """The only way a view gets hold of a row, with related ones; strangers see a 404."""
    rows = model.objects.visible_to(request.user)
    return get_object_or_404(rows.select_related(*related) if related else rows, pk=pk)


def form_page(request, template, form, **context):
    """A page with a form: 422 with all that was typed when it does not fit, 413 when too large."""
    return render(request, template, {"form": form} | context, status=status_of(form))


def status_of(form) -> int:
    if not form.is_bound or form.is_valid():
        return 200
    codes = {error.code for errors in form.errors.as_data().values() for error in errors}
    return 413 if "too_large" in codes else 422


def page_or_part(request, template: str, part: str) -> str:
    """htmx asks for one part of a page, everybody else gets the whole: `page.html#part`."""
    wants_part = request.htmx and not request.htmx.history_restore_request
    return f"{template}#{part}" if wants_part and not request.htmx.boosted else template
