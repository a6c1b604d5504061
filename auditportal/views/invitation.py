"""Inviting people, and the page on which they say yes."""

from allauth.account.forms import LoginForm
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from auditportal.actions import invitation as invitations
from auditportal.forms.invitation import AcceptForm, InvitationForm
from auditportal.models import Invitation, Organisation
from auditportal.models.invitation import token_hash
from auditportal.views.loading import form_page, get_visible, hold_first, read_under_lock

WELCOME = "Willkommen bei „{}“."


@require_http_methods(["GET", "HEAD", "POST"])
def invitation_create(request, pk):
    organisation = get_visible(Organisation, request, pk)
    invitations.can_invite(request.user, organisation).require()
    form = InvitationForm(request.POST or None, organisation=organisation, by=request.user)
    if form.is_valid():
        invitation = invitations.invite(
            organisation=organisation, by=request.user, **form.cleaned_data
        )
        messages.success(request, f"Die Einladung an {invitation.email} ist unterwegs.")
        return redirect(organisation)
    return form_page(request, "auditportal/invitation_form.html", form, organisation=organisation)


@require_POST
def invitation_renew(request, pk):
    invitation = get_visible(Invitation, request, pk, "organisation")
    invitations.renew(invitation=invitation, by=request.user)
    messages.success(request, f"Eine neue Einladung an {invitation.email} ist unterwegs.")
    return redirect(invitation.organisation)


@require_POST
def invitation_withdraw(request, pk):
    invitation = get_visible(Invitation, request, pk, "organisation")
    invitations.withdraw(invitation=invitation, by=request.user)
    messages.success(request, f"Die Einladung an {invitation.email} ist zurückgezogen.")
    return redirect(invitation.organisation)


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invitation_accept(request, token):
    """The link of the mail: whoever has a login confirms with it, everybody else gets one."""
    hold_first(request, Invitation, token_hash(token), column="token_hash")
    invitation = get_object_or_404(Invitation.objects.with_token(token))
    read_under_lock(request, invitation)
    if invitation.accepted_at and request.method != "POST":
        return accepted_before(request, invitation)
    invitations.is_open(invitation).require()
    if request.user.is_authenticated or invitations.person_with(invitation.email):
        return accept_as_member(request, invitation)
    return accept_as_new(request, invitation)


def accepted_before(request, invitation):
    """The link was opened once more: whoever has come by it goes on, everybody else logs in."""
    if request.user.is_authenticated and request.user == invitation.accepted_by:
        return redirect(invitation.organisation)
    form = LoginForm(initial={"login": invitation.email}, request=request)
    context = {"invitation": invitation, "form": form}
    return render(request, "auditportal/invitation_accepted.html", context)


def accept_as_member(request, invitation):
    known = request.user if request.user.is_authenticated else None
    if known and request.method == "POST":
        invitations.accept(invitation=invitation, by=known)
        messages.success(request, WELCOME.format(invitation.organisation))
        return redirect(invitation.organisation)
    context = {"invitation": invitation}
    if known:
        context["can_accept"] = invitations.can_accept(known, invitation)
    return render(request, "auditportal/invitation_confirm.html", context)


def accept_as_new(request, invitation):
    form = AcceptForm(request.POST or None, invitation=invitation)
    if form.is_valid():
        name, password = form.cleaned_data["name"], form.cleaned_data["password"]
        joined = invitations.accept_as_new(invitation=invitation, name=name, password=password)
        login(request, joined.user)
        messages.success(request, WELCOME.format(invitation.organisation))
        return redirect(invitation.organisation)
    return form_page(request, "auditportal/invitation_accept.html", form, invitation=invitation)
