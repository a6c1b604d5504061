"""The only clock of the house; ruff bans every other. History alone asks the database (`Now()`)."""

import calendar
import datetime as dt
import zoneinfo
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.utils import timezone

ZONE = zoneinfo.ZoneInfo("Europe/Berlin")

_stopped_at: ContextVar[dt.datetime | None] = ContextVar("stopped_at", default=None)


def now() -> dt.datetime:
    return _stopped_at.get() or timezone.now()


def today() -> dt.date:
    return timezone.localdate(now())


def day_of(moment: dt.datetime) -> dt.date:
    """The day of a moment, as a calendar in Germany shows it."""
    return timezone.localdate(moment)


def months_after(day: dt.date, months: int) -> dt.date:
    """The same day that many months later, or the last day of that month (like BGB § 188 (3))."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def last_day(begin: dt.date, months: int) -> dt.date:
    """Of a time of so many months: the day before the same day; where the last month has no such
    day, its last one."""
    end = months_after(begin, months)
    return end if end.day < begin.day else end - dt.timedelta(days=1)


def is_stopped() -> bool:
    """Whether a past is being replayed, of which nobody is to be told."""
    return _stopped_at.get() is not None


@contextmanager
def stopped_at(moment: dt.datetime) -> Iterator[None]:
    """For tests and demos: inside the block it is this moment."""
    token = _stopped_at.set(moment)
    try:
        yield
    finally:
        _stopped_at.reset(token)
