"""Saving what two people may edit at once, and what is answered when it could not be saved."""

from collections.abc import Callable

from django.shortcuts import render

from auditportal.forms.versioned import VersionedForm
from auditportal.verdict import NotYet, Overtaken, Verdict


def attempt(form: VersionedForm, verdict: Verdict, save: Callable):
    """The row as it is saved now; None where the form says beside what was typed why it is not."""
    verdict.who.require()
    if not verdict:
        form.refused = verdict
        return None
    if not form.is_valid():
        return None
    try:
        row = save(**form.fields_to_save)
    except Overtaken as overtaken:
        return form.meet(overtaken.theirs)
    except NotYet as refusal:
        form.refused = refusal.verdict
        return None
    form.go_on_from(row)
    return row


def beside(request, form: VersionedForm, **context):
    """What htmx puts beside a form that stays in the page as it is."""
    template = "components/conflict.html#beside"
    return render(request, template, {"form": form, "is_part": True} | context, status=409)
