"""Texts that save themselves while several people write: one alone, or the whole page at once."""

from django.shortcuts import render

from auditportal import clock
from auditportal.verdict import NotYet, Overtaken, Verdict
from audits import permissions
from audits.forms.bestandsaufnahme import TextForm

ENTRY = "audits/text_entry.html"


def autosave(request, cycle, form: TextForm):
    """The new state of one text; where it could not be saved, the whole text with the reason."""
    permissions.may_contribute(request.user, cycle).require()
    if form.is_valid() and form.is_news():
        save(form, request.user, version=form.newest_version())
    elif form.is_valid():
        form.keep(form.row)
    status = status_of([form])
    part = "entry" if status == 409 else "state"
    context = {"cycle": cycle, "form": form, "now": clock.now()}
    return render(request, f"{ENTRY}#{part}", context, status=status)


def save_all(forms: list[TextForm], verdict: Verdict, by) -> None:
    """What this person has changed; a text that meets another one hinders none of the others."""
    verdict.who.require()
    for form in forms:
        if not verdict:
            form.refused = verdict
        elif form.is_valid() and form.is_touched() and form.is_news():
            save(form, by, version=form.read_version())


def save(form: TextForm, by, *, version: int) -> None:
    try:
        form.keep(form.write(version=version, by=by, **form.texts()))
    except Overtaken as overtaken:
        form.meet(overtaken.theirs)
    except NotYet as refusal:
        form.refused = refusal.verdict


def status_of(forms: list[TextForm]) -> int:
    if any(form.is_unsaved() for form in forms):
        return 409
    return 422 if any(form.errors for form in forms) else 200
