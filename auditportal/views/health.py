"""Signs of life for people and machines; without a session, since nobody is logged in then."""

from django.contrib.auth.decorators import login_not_required
from django.http import JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from auditportal import health


@login_not_required
@never_cache
@require_safe
def portal(request):
    """Everything: for people and for the monitoring."""
    return answer(health.portal())


@login_not_required
@never_cache
@require_safe
def web(request):
    """This process and the database: restarting it mends nothing else."""
    return answer({"database": health.database_is_there()})


def answer(parts: dict[str, bool]) -> JsonResponse:
    return JsonResponse(parts, status=200 if all(parts.values()) else 503)
