"""The broker beside Celery: whether it answers, and which wake-ups are on their way already."""

from functools import cache

import redis
from celery import current_app
from django.conf import settings
from django.db import connection
from redis.backoff import NoBackoff
from redis.retry import Retry

LOST_AFTER = 60  # seconds: then the schedule has done what the wake-up was for


def client() -> redis.Redis:
    return _client(settings.CELERY_BROKER_URL)


@cache
def _client(url: str) -> redis.Redis:
    return redis.Redis.from_url(
        url, socket_connect_timeout=1, socket_timeout=1, retry=Retry(NoBackoff(), 0)
    )


def answers() -> bool:
    try:
        return bool(client().ping())
    except redis.RedisError:
        return False


def send_once(task: str) -> None:
    """A hundred changes need one wake-up: whoever hears it does all that is due by then."""
    if client().set(_flag(task), 1, nx=True, ex=LOST_AFTER):
        current_app.send_task(task)


def heard(task: str) -> None:
    """Before it begins: what changes from now on needs a wake-up of its own."""
    client().delete(_flag(task))


def _flag(task: str) -> str:
    return f"awake:{connection.settings_dict['NAME']}:{task}"
