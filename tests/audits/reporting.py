"""Years of reports for tests: written by the actions, as people would."""

from auditportal.models import User
from audits.actions import jahresbericht as berichte
from audits.models import AuditCycle, Jahresbericht, Measure, Progress


def report_of(cycle: AuditCycle, number: int = 1) -> Jahresbericht:
    return Jahresbericht.objects.get(cycle=cycle, number=number)


def measures_of(cycle: AuditCycle) -> list[Measure]:
    return list(cycle.measures.order_by("goal__handlungsfeld__position", "pk"))


def enter(report: Jahresbericht, measure: Measure, by: User, **said):
    said = {"progress": Progress.RUNNING, "text": "Läuft.", "version": 0} | said
    return berichte.save_entry(report=report, measure=measure, by=by, **said)


def fill(report: Jahresbericht, by: User, **said) -> Jahresbericht:
    for measure in measures_of(report.cycle):
        enter(report, measure, by, **said)
    return report


def accepted(report: Jahresbericht, editor: User, office: User) -> Jahresbericht:
    """Whole, submitted and accepted: the next year may begin."""
    if report.entries.count() < report.cycle.measures.count():
        berichte.carry_over(report=report, by=editor)
    berichte.submit(report=report, by=editor)
    return berichte.accept(report=report, by=office)
