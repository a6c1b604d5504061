"""The page "Angaben prüfen": what will be recorded, and the only button that records it."""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.shortcuts import render

from auditportal.forms.checked import BINDS, CheckedForm
from auditportal.verdict import Verdict
from auditportal.views.loading import status_of

SURE, BACK = "sure", "back"
POSSIBLE = Verdict()
NOT_TYPED = {"csrfmiddlewaretoken", "more", BINDS, SURE, BACK}


@dataclass(frozen=True)
class Check:
    """What this page says beside the rows: about what it is, and what happens by its button.

    `rows` stand before those of the form; `verdict` is told where something stands in the way.
    """

    lead: str
    submit: str
    after: str
    crumbs: list[tuple[str, str]]
    rows: list[tuple[str, str]] = field(default_factory=list)
    consequences: list[str] = field(default_factory=list)
    kind: str = "primary"
    verdict: Verdict = POSSIBLE


def sent[Form: CheckedForm](request, make: Callable[..., Form], **about) -> Form:
    """The form as it was sent; shown again as it was typed to whoever goes back."""
    if BACK in request.POST:
        form = make(**about)
        form.come_back(request.POST)
        return form
    return make(request.POST or None, request.FILES or None, **about)


def binds(request, form: CheckedForm) -> bool:
    """Whether what was typed fits, and the button below it was pressed."""
    return form.is_bound and form.is_valid() and BINDS in request.POST and _is_sure(request, form)


def _is_sure(request, form) -> bool:
    return SURE in request.POST or not form.doubts


def is_to_be_checked(request, form: CheckedForm) -> bool:
    """What fits is checked; so is what went wrong only beside the button."""
    if not form.is_bound:
        return False
    beside = BINDS in request.POST and set(form.errors) <= set(form.ON_CHECK)
    return form.is_valid() or beside


def check_page(request, form: CheckedForm, check: Check):
    asked = BINDS in request.POST and form.is_valid() and not _is_sure(request, form)
    context = {
        "form": form,
        "check": check,
        "rows": [*check.rows, *form.rows],
        "typed": typed(request),
        "files": [form[name] for name in form.ON_CHECK],
        "is_asked_again": asked,
    }
    return render(request, "check.html", context, status=422 if asked else status_of(form))


def typed(request) -> list[tuple[str, str]]:
    """All that was sent, to be sent once more."""
    lists = ((name, values) for name, values in request.POST.lists() if name not in NOT_TYPED)
    return [(name, value) for name, values in lists for value in values]
