"""The doors that only the demo has; elsewhere their addresses do not exist."""

from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from auditportal.demo import demo_roles, mails
from auditportal.models import User


@login_not_required
@require_POST
def log_in(request, pk):
    """One click, and one is somebody of the demo."""
    if pk not in {role["user_id"] for role in demo_roles()}:
        raise Http404
    user = get_object_or_404(User, pk=pk)
    login(request, user, backend=settings.AUTHENTICATION_BACKENDS[0])
    return redirect(settings.LOGIN_REDIRECT_URL)


@login_not_required
@require_safe
def mailbox(request):
    """All mails that the demo sent; none of them left the machine."""
    return render(request, "auditportal/demo_mailbox.html", {"mails": mails()})
