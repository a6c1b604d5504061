"""What the clock starts: signs of life, and mails that were planned."""

import logging
from itertools import count

from celery import shared_task, signals
from django.db import Error

from auditportal import attempts, health, mails, outbox
from auditportal.models import Mail
from auditportal.transaction import acting

logger = logging.getLogger(__name__)
turns = count()


@shared_task
def drain_mails() -> int:
    return outbox.drain(Mail, mails.compose)


@shared_task
def forget_attempts() -> int:
    with acting(None):
        return attempts.forget_faded()


# A message that waited longer proves nothing about the beat of now.
@shared_task(expires=30)
def beat_heartbeat():
    """Sent by beat, carried by the broker, done by a worker: if it arrives, beat lives."""
    health.beat("beat")


@signals.beat_init.connect
def beat_at_once(**_):
    """The schedule's first turn comes only after its first pause."""
    beat_heartbeat.delay()


@signals.heartbeat_sent.connect
def worker_heartbeat(**_):
    """Every two seconds the worker's main process is connected; every eighth time it is noted."""
    if next(turns) % 8:
        return
    try:
        health.beat("worker")
    except Error:
        logger.warning("No sign of life noted: the database does not answer")
