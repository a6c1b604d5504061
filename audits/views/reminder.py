"""Who was and will be reminded of what: the same for both sides."""

from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from auditportal import clock
from audits import permissions
from audits.models import AuditCycle, Task
from audits.reminding import recipients

PAGE = 20


@require_safe
def reminder_list(request, pk):
    readable = AuditCycle.objects.readable_by(request.user)
    cycle = get_object_or_404(readable, pk=pk)
    rows = Paginator(cycle.reminders.with_people(), PAGE).get_page(request.GET.get("page"))
    for row in rows:
        row.stage_text = recipients.stage_label(row.stage)
        row.day = recipients.day_of(row.due_on, row.stage)
    upcoming = recipients.upcoming(recipients.tasks(cycle=cycle), clock.now())
    context = {
        "cycle": cycle,
        "page": rows,
        "upcoming": [(one, *turn_of(request.user, cycle, one.task)) for one in upcoming],
    }
    return render(request, "audits/reminder_list.html", context)


def turn_of(user, cycle, task: Task) -> tuple[object, bool]:
    """Whose task it is, and whether this person can do it."""
    task.cycle = cycle
    who = task.assignee or cycle.version.party_label(task.party, task.right)
    return who, permissions.is_for(user, task)
