"""What can happen to a cycle, and its history in words."""

from enum import StrEnum

from django.db import models

from auditportal.models import Event
from audits.models.cycle import AuditCycle
from audits.models.reach import InCycleQuerySet


class CycleEventKind(StrEnum):
    """Which event it is. The history is frozen: no member ever goes or gets another value."""

    STARTED = "started"
    ADVANCED = "advanced"
    STOPPED = "stopped"
    CONTACT_NAMED = "contact_named"

    CORRECTED = "corrected"

    TAKEN_OVER = "taken_over"
    WEIGHED = "weighed"

    APPOINTED = "appointed"
    DECLARED = "declared"
    STEPPED_BACK = "stepped_back"
    DISMISSED = "dismissed"
    CLOSED = "closed"

    PARTNER_PROPOSED = "partner_proposed"
    PARTNER_INVITED = "partner_invited"
    PARTNER_JOINED = "partner_joined"
    PARTNER_DECLINED = "partner_declined"
    PARTNER_RELEASED = "partner_released"

    NOTED = "noted"

    BESCHLUSS_ENTERED = "beschluss_entered"
    BESCHLUSS_CONFIRMED = "beschluss_confirmed"
    BESCHLUSS_ATTACHED = "beschluss_attached"

    DOCUMENT_ADDED = "document_added"
    DOCUMENT_SIGNED = "document_signed"
    RELEASED = "released"

    EVENT_PLANNED = "event_planned"
    EVENT_CHANGED = "event_changed"
    EVENT_INVITED = "event_invited"
    EVENT_UNINVITED = "event_uninvited"
    EVENT_HELD = "event_held"

    ANSWER_SAVED = "answer_saved"
    FINDING_SAVED = "finding_saved"

    SWOT_SAVED = "swot_saved"
    FIGURE_ADDED = "figure_added"
    FIGURE_CHANGED = "figure_changed"
    FIGURE_REMOVED = "figure_removed"
    PROJECT_ADDED = "project_added"
    PROJECT_CHANGED = "project_changed"
    PROJECT_REMOVED = "project_removed"

    QUARTIER_DESCRIBED = "quartier_described"

    FELD_CHOSEN = "feld_chosen"
    FELD_DESCRIBED = "feld_described"
    FELD_MOVED = "feld_moved"
    FELD_DROPPED = "feld_dropped"

    GOAL_ADDED = "goal_added"
    GOAL_CHANGED = "goal_changed"
    GOAL_REMOVED = "goal_removed"
    GOAL_MOVED = "goal_moved"
    MEASURE_ADDED = "measure_added"
    MEASURE_CHANGED = "measure_changed"
    MEASURE_REMOVED = "measure_removed"
    MEASURE_MOVED = "measure_moved"

    ASSIGNED = "assigned"

    BRIDGED = "bridged"

    OFFERED = "offered"
    OFFER_WITHDRAWN = "offer_withdrawn"
    OFFER_ANSWERED = "offer_answered"

    FROZEN = "frozen"

    AGREED = "agreed"

    SUBMITTED = "submitted"
    VOTUM_SAVED = "votum_saved"
    VOTUM_SIGNED = "votum_signed"
    RESULT_PROPOSED = "result_proposed"
    SIGNED_OFF = "signed_off"

    AWARDED = "awarded"
    WITHDRAWN = "withdrawn"
    SUSPENDED = "suspended"
    RESUMED = "resumed"

    ENTRY_SAVED = "entry_saved"
    CARRIED_OVER = "carried_over"
    SUMMARY_SAVED = "summary_saved"
    REPORT_SUBMITTED = "report_submitted"
    REPORT_ACCEPTED = "report_accepted"
    REPORT_RETURNED = "report_returned"


class EventQuerySet(InCycleQuerySet):
    def with_people(self):
        return self.select_related("by")


class CycleEvent(Event):
    """The history of a cycle, in words."""

    cycle = models.ForeignKey(AuditCycle, models.PROTECT, related_name="events")

    objects = EventQuerySet.as_manager()

    class Meta(Event.Meta):
        verbose_name = "Ereignis"
        verbose_name_plural = "Ereignisse"
        indexes = [models.Index(fields=["cycle", "-happened_at", "-id"], name="event_of_cycle")]
