"""Members of an organisation: another role, or the end."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from auditportal.actions import mitgliedschaft as mitgliedschaften
from auditportal.forms.invitation import RoleForm
from auditportal.models import Mitgliedschaft
from auditportal.views.loading import form_page, get_visible


@require_http_methods(["GET", "HEAD", "POST"])
def mitgliedschaft_change(request, pk):
    mitgliedschaft = get_visible(Mitgliedschaft, request, pk, "organisation", "user")
    mitgliedschaften.can_change_role(request.user, mitgliedschaft).require()
    form = RoleForm(request.POST or None, mitgliedschaft=mitgliedschaft, by=request.user)
    if form.is_valid():
        role = form.cleaned_data["role"]
        mitgliedschaften.change_role(mitgliedschaft=mitgliedschaft, role=role, by=request.user)
        messages.success(request, f"{mitgliedschaft.user} hat jetzt die Rolle „{role.label}“.")
        return redirect(mitgliedschaft.organisation)
    template = "auditportal/mitgliedschaft_change.html"
    return form_page(request, template, form, mitgliedschaft=mitgliedschaft)


@require_http_methods(["GET", "HEAD", "POST"])
def mitgliedschaft_end(request, pk):
    """GET asks once more, POST ends it."""
    mitgliedschaft = get_visible(Mitgliedschaft, request, pk, "organisation", "user")
    if request.method == "POST":
        mitgliedschaften.end(mitgliedschaft=mitgliedschaft, by=request.user)
        messages.success(request, f"Die Mitgliedschaft von {mitgliedschaft.user} ist beendet.")
        is_mine = mitgliedschaft.user == request.user  # who has left sees the page no more
        return redirect("account" if is_mine else mitgliedschaft.organisation)
    verdict = mitgliedschaften.can_end(request.user, mitgliedschaft)
    verdict.who.require()
    context = {"mitgliedschaft": mitgliedschaft, "can_end": verdict}
    return render(request, "auditportal/mitgliedschaft_end.html", context)
