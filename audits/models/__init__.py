from audits.models.angebot import Angebot, AngebotState, unanswered
from audits.models.award import Award, AwardState, AwardTurn, Validity
from audits.models.begutachtung import (
    FROM_THE_BEST,
    PASSED,
    Begutachtung,
    Judgement,
    Statement,
    Votum,
)
from audits.models.berichtigung import Berichtigung
from audits.models.berufung import (
    WINDOW,
    Berufung,
    BerufungFunction,
    binding,
    people_of_partners,
    person_known_to,
)
from audits.models.beschluss import Beratung, Beschluss, Competence, Result, Topic
from audits.models.bestandsaufnahme import (
    Answer,
    Finding,
    Text,
    answered_leitfragen,
    answers_to,
    what_is_found,
)
from audits.models.beteiligung import CycleParty, Mitwirkung, parties_of
from audits.models.cycle import (
    AuditCycle,
    Outcome,
    agreed_beside,
    cycle_in_full,
    cycle_inside,
    load_cycle,
)
from audits.models.document import CycleDocument, Signature
from audits.models.event import CycleEvent, CycleEventKind
from audits.models.fassung import (
    Fassung,
    FassungKind,
    FassungPdf,
    FassungPerson,
)
from audits.models.feld import CycleFeld
from audits.models.freigabe import Freigabe, releases_given
from audits.models.goal import (
    Goal,
    Influence,
    Mark,
    Measure,
    agreed_goals,
    agreed_in,
    goals_in_order,
    measures_in_order,
)
from audits.models.grant import CycleGrant
from audits.models.jahresbericht import (
    NEEDS_REASON,
    Ampel,
    Jahresbericht,
    Progress,
    ReportEntry,
    ReportState,
    entries_about,
    entries_in,
    entry_in,
    reports_of,
    unaccepted_reports,
)
from audits.models.profil import Kennzahl, Swot, Vorhaben
from audits.models.quartier import Quartier
from audits.models.reach import Circle, InCycleQuerySet, Reach, circle_of, row_of
from audits.models.reminder import Reminder
from audits.models.run import PhaseRun, Vermerk
from audits.models.task import FACTS, Task, stored_tasks, tasks_with_kind
from audits.models.veranstaltung import Teilnahme, Veranstaltung, days_of
from audits.models.zuordnung import Zuordnung, goal_place, measure_place, ties_of
from audits.models.zustimmung import Zustimmung

__all__ = [
    "FACTS",
    "FROM_THE_BEST",
    "NEEDS_REASON",
    "PASSED",
    "WINDOW",
    "Ampel",
    "Angebot",
    "AngebotState",
    "Answer",
    "AuditCycle",
    "Award",
    "AwardState",
    "AwardTurn",
    "Begutachtung",
    "Beratung",
    "Berichtigung",
    "Berufung",
    "BerufungFunction",
    "Beschluss",
    "Circle",
    "Competence",
    "CycleDocument",
    "CycleEvent",
    "CycleEventKind",
    "CycleFeld",
    "CycleGrant",
    "CycleParty",
    "Fassung",
    "FassungKind",
    "FassungPdf",
    "FassungPerson",
    "Finding",
    "Freigabe",
    "Goal",
    "InCycleQuerySet",
    "Influence",
    "Jahresbericht",
    "Judgement",
    "Kennzahl",
    "Mark",
    "Measure",
    "Mitwirkung",
    "Outcome",
    "PhaseRun",
    "Progress",
    "Quartier",
    "Reach",
    "Reminder",
    "ReportEntry",
    "ReportState",
    "Result",
    "Signature",
    "Statement",
    "Swot",
    "Task",
    "Teilnahme",
    "Text",
    "Topic",
    "Validity",
    "Veranstaltung",
    "Vermerk",
    "Vorhaben",
    "Votum",
    "Zuordnung",
    "Zustimmung",
    "agreed_beside",
    "agreed_goals",
    "agreed_in",
    "answered_leitfragen",
    "answers_to",
    "binding",
    "circle_of",
    "cycle_in_full",
    "cycle_inside",
    "days_of",
    "entries_about",
    "entries_in",
    "entry_in",
    "goal_place",
    "goals_in_order",
    "load_cycle",
    "measure_place",
    "measures_in_order",
    "parties_of",
    "people_of_partners",
    "person_known_to",
    "releases_given",
    "reports_of",
    "row_of",
    "stored_tasks",
    "tasks_with_kind",
    "ties_of",
    "unaccepted_reports",
    "unanswered",
    "what_is_found",
]
