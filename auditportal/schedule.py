"""The scheduler of beat, which shows with each of its turns that it lives."""

import logging

from celery.beat import PersistentScheduler
from django.db import Error

from auditportal import health

logger = logging.getLogger(__name__)


class Scheduler(PersistentScheduler):
    """Its sign of life waits in no queue: a worker that is busy says nothing about beat."""

    def tick(self, *arguments, **names) -> float:
        pause = super().tick(*arguments, **names)
        try:
            health.beat("beat")
        except Error:
            logger.warning("No sign of life noted: the database does not answer")
        return pause
