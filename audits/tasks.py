"""What the clock starts in this room: a task finds its rows and calls an action."""

import logging

from celery import shared_task
from celery.exceptions import SoftTimeLimitExceeded

from auditportal import clock
from auditportal.transaction import acting
from audits.actions import berufung as berufungen
from audits.actions import fassung as fassungen
from audits.actions import reminder as reminders
from audits.models import Berufung, Fassung

logger = logging.getLogger(__name__)


@shared_task
def plan_reminders():
    with acting(None):
        reminders.plan()


@shared_task
def drain_reminders():
    reminders.drain()


@shared_task
def close_berufungen():
    """After their window assessors read no more."""
    for berufung in Berufung.objects.expired(clock.today()):
        with acting(None):
            berufungen.close(berufung=berufung, by=None)


@shared_task
def render_fassungen():
    """The PDF of everything that was frozen; one that fails does not keep the others waiting."""
    for fassung in list(Fassung.objects.unrendered().only("pk")):
        try:
            with acting(None):
                fassungen.render(fassung=fassung)
        except SoftTimeLimitExceeded:
            raise
        except Exception:
            logger.exception("Fassung %s could not be rendered", fassung.pk)
