"""Texts that save themselves while several people write: one alone, or the whole page at once."""

from django.shortcuts import render

from auditportal import clock
from auditportal.verdict import Verdict
from auditportal.views.loading import status_of
from auditportal.views.versioned import attempt, beside
from audits import permissions
from audits.forms.bestandsaufnahme import TextForm


def autosave(request, cycle, form: TextForm):
    """The new state of one text; where it could not be saved, what is put beside it."""
    verdict = permissions.may_contribute(request.user, cycle)
    verdict.require()
    save(form, verdict, request.user)
    if form.is_unsaved:
        return beside(request, form)
    context = {"cycle": cycle, "form": form, "now": clock.now()}
    return render(request, "audits/text_entry.html#state", context, status=status_of(form))


def save_all(forms: list[TextForm], verdict: Verdict, by) -> None:
    """What this person has changed; a text that meets another one hinders none of the others."""
    verdict.who.require()
    for form in forms:
        if form.is_valid() and form.is_touched():
            save(form, verdict, by)


def save(form: TextForm, verdict: Verdict, by) -> None:
    """What says the same as the stored text is saved already."""

    def write(**texts):
        return form.write(version=form.read_version, by=by, **texts)

    if form.is_valid() and not form.is_news():
        form.go_on_from(form.row)
        form.just_saved = True
    else:
        form.just_saved = attempt(form, verdict, write) is not None


def status_of_all(forms: list[TextForm]) -> int:
    return max(map(status_of, forms), key=[200, 422, 409].index)
