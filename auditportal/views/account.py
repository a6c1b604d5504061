"""What people settle about themselves."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from auditportal.actions import account as accounts
from auditportal.forms.account import AccountForm, DisplayForm
from auditportal.views.loading import form_page


@require_http_methods(["GET", "HEAD", "POST"])
def account_detail(request):
    form = AccountForm(request.POST or None, initial={"name": request.user.name})
    if form.is_valid():
        accounts.rename(by=request.user, **form.cleaned_data)
        messages.success(request, "Ihr Name ist gespeichert.")
        return redirect("account")
    context = {"mitgliedschaften": request.user.mitgliedschaften.open().by_organisation()}
    return form_page(request, "auditportal/account_detail.html", form, **context)


@require_POST
def display(request):
    """From the foot of every page, back to that page."""
    form = DisplayForm(request.POST)
    if form.is_valid():
        accounts.choose_display(by=request.user, **form.cleaned_data)
    else:
        messages.error(request, "Diese Darstellung gibt es nicht.")
    back = request.POST.get("next", "")
    is_here = url_has_allowed_host_and_scheme(back, {request.get_host()}, request.is_secure())
    return redirect(back if is_here else "account")


@login_not_required
@never_cache
@require_safe
def session(request):
    """For a page that is about to send something: who is logged in now, and with which token."""
    return JsonResponse({"person": request.user.pk, "token": get_token(request)})
