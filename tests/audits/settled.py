"""What must hold after every action: the stored tasks are what the gates say now."""

from audits import gates
from audits.models import AuditCycle


def assert_settled(after: str = "") -> None:
    for cycle in AuditCycle.objects.select_related("version__verfahren"):
        fresh = sorted({gates._facts(task) for task in gates.fresh_tasks(cycle)}, key=str)
        stored = sorted((gates._facts(task) for task in cycle.tasks.all()), key=str)
        assert stored == fresh, after
        days = [task.due_on for task in cycle.tasks.all() if task.due_on]
        assert cycle.next_due_on == min(days, default=None), after
