"""What the clock starts: signs of life, and mails that were planned."""

import logging
from itertools import count

import redis
from celery import shared_task, signals
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.db import Error
from django.db.models import Q

from auditportal import attempts, broker, health, mails, outbox, taken
from auditportal.models import Mail
from auditportal.transaction import acting

logger = logging.getLogger(__name__)
turns = count()
queues = set(settings.QUEUES)  # that this worker attends


@shared_task
def drain_mails() -> int:
    return outbox.drain(Mail, mails.compose)


@shared_task
def drain_codes() -> int:
    """For whoever sits and waits for a code or a link, in a queue where nothing else is."""
    return outbox.drain(Mail, mails.compose, only=Q(key__startswith=mails.CODES))


@shared_task
def forget_attempts() -> int:
    with acting(None):
        return attempts.forget_faded()


@shared_task
def forget_old() -> int:
    """Sessions that are over, and forms that nobody sends a second time any more."""
    SessionStore.clear_expired()
    with acting(None):
        return taken.forget()


@signals.task_prerun.connect
def wake_up_is_heard(task, **_):
    try:
        broker.heard(task.name)
    except redis.RedisError:
        logger.warning("The broker does not answer: wake-ups come by the schedule")


@signals.celeryd_init.connect
def know_queues(options, **_):
    """Each queue has a worker of its own, or several share one."""
    named = options.get("queues") or ()
    queues.intersection_update(named.split(",") if isinstance(named, str) else named or queues)


@signals.heartbeat_sent.connect
def worker_heartbeat(**_):
    """Every two seconds the worker's main process is connected; every eighth time it is noted."""
    if next(turns) % 8:
        return
    try:
        for queue in queues:
            health.beat(queue)
    except Error:
        logger.warning("No sign of life noted: the database does not answer")
