from audits.models.award import Award, AwardState
from audits.models.begutachtung import PASSED, Begutachtung, Judgement, Statement, Votum
from audits.models.berufung import WINDOW, Berufung, BerufungFunction
from audits.models.beschluss import Beratung, Beschluss, Competence, Result, Topic
from audits.models.bestandsaufnahme import Answer, Finding
from audits.models.cycle import AuditCycle, CycleEvent, CycleParty, Freigabe, Outcome, Reach
from audits.models.document import CycleDocument, Signature
from audits.models.fassung import Fassung, FassungKind, FassungPdf, FassungPerson
from audits.models.goal import Goal, Measure, TargetGroup
from audits.models.grant import CycleGrant
from audits.models.jahresbericht import (
    NEEDS_REASON,
    Ampel,
    Jahresbericht,
    Progress,
    ReportEntry,
    ReportState,
)
from audits.models.reminder import Reminder
from audits.models.run import PhaseRun, Task, Vermerk
from audits.models.veranstaltung import Teilnahme, Veranstaltung

__all__ = [
    "NEEDS_REASON",
    "PASSED",
    "WINDOW",
    "Ampel",
    "Answer",
    "AuditCycle",
    "Award",
    "AwardState",
    "Begutachtung",
    "Beratung",
    "Berufung",
    "BerufungFunction",
    "Beschluss",
    "Competence",
    "CycleDocument",
    "CycleEvent",
    "CycleGrant",
    "CycleParty",
    "Fassung",
    "FassungKind",
    "FassungPdf",
    "FassungPerson",
    "Finding",
    "Freigabe",
    "Goal",
    "Jahresbericht",
    "Judgement",
    "Measure",
    "Outcome",
    "PhaseRun",
    "Progress",
    "Reach",
    "Reminder",
    "ReportEntry",
    "ReportState",
    "Result",
    "Signature",
    "Statement",
    "TargetGroup",
    "Task",
    "Teilnahme",
    "Topic",
    "Veranstaltung",
    "Vermerk",
    "Votum",
]
