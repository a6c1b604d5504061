"""Sending what was planned with its cause: each mail once, after a crash at most twice.

A row is claimed and leased in one short transaction and sent outside of it, so that a slow mail
server holds no lock. Whoever receives a mail twice sees the same Message-ID.
"""

import datetime as dt
import hashlib
import logging
import smtplib
from collections.abc import Callable
from contextlib import suppress
from functools import partial

from django.conf import settings
from django.core import mail
from django.db import connection, transaction
from django.db.models import F, Q

from auditportal import broker, clock
from auditportal.models import OutboxMail, OutboxState
from auditportal.signs import one_line
from auditportal.transaction import acting

LEASE = dt.timedelta(minutes=5)  # as long as a task may live (CELERY_TASK_TIME_LIMIT)
ATTEMPTS = 8

logger = logging.getLogger(__name__)


def wake(task: str) -> None:
    """Ask a worker to drain after the commit; what nobody hears, the schedule does in a minute."""
    transaction.on_commit(partial(broker.send_once, task), robust=True)


def drain[Row: OutboxMail](
    model: type[Row],
    compose: Callable[..., mail.EmailMessage | None],
    limit: int = 200,
    *,
    together: str = "",
    only: Q | None = None,
) -> int:
    """Send what is due; `compose` answers None for what lost its point. How many went out.

    With `together`, the name of a field, compose gets all ready rows that share it, for one mail;
    a row of them that it leaves as DROPPED is not told. `only` are the rows that are meant.
    """
    if not model.objects.ready(clock.now()).filter(only or Q()).exists():
        return 0
    mailer = mail.mailers.default
    sent = 0
    try:
        mailer.open()  # nothing is claimed, and no attempt counted, while the server is away
        for _ in range(limit):
            rows = _claim(model, together, only or Q())
            if not rows:
                break
            sent += _deliver(rows, compose, mailer)
    except OSError:
        logger.exception("The mail server cannot be reached")
    finally:
        _close(mailer)
    return sent


def _claim[Row: OutboxMail](model: type[Row], together: str, only: Q) -> list[Row]:
    with acting(None):
        now = clock.now()
        ready = model.objects.ready(now).filter(only).order_by("due_at", "pk")
        if together:
            _wait_for_turn(model)
        row = ready.select_for_update(skip_locked=True).first()
        rows = [row] if row else []
        if row and together:
            same = ready.filter(**{together: getattr(row, together)})
            rows = list(same.select_for_update(skip_locked=True))
        _write(rows, attempts=F("attempts") + 1, leased_until=now + LEASE)
        for row in rows:
            row.attempts += 1
    return rows


def _write[Row: OutboxMail](rows: list[Row], **values) -> None:
    """The same into all of them, by one statement."""
    if rows:
        type(rows[0]).objects.filter(pk__in=[row.pk for row in rows]).update(**values)


def _wait_for_turn(model) -> None:
    """Two drains would claim two halves of what belongs together; a claim takes milliseconds."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtext(%s))", [model._meta.db_table])


def _deliver[Row: OutboxMail](rows: list[Row], compose, mailer) -> bool:
    """One attempt; what failed too often, or for good, is put aside."""
    spent = [row for row in rows if row.attempts > ATTEMPTS]
    if spent:
        return _finish(spent, OutboxState.FAILED)
    key = rows[0].key
    try:
        with acting(None):
            message = compose(*rows)
    except Exception:  # a mail that cannot be written holds up no other
        logger.exception("Mail %s cannot be composed", key)
        return _postpone(rows)
    if message is None:
        return _finish(rows, OutboxState.DROPPED)
    message.subject = one_line(message.subject)  # old names may hold what a header cannot
    message.extra_headers |= {"Message-ID": message_id(key), "Auto-Submitted": "auto-generated"}
    try:
        mailer.send_messages([message])
    except (OSError, ValueError) as error:  # smtplib's are OSErrors
        logger.warning("Mail %s: attempt %s failed: %s", key, rows[0].attempts, error)
        _close(mailer)
        return _postpone(rows, final=_is_final(error))
    return _finish(rows, OutboxState.SENT)


def _finish[Row: OutboxMail](rows: list[Row], state: OutboxState) -> bool:
    """For all but those that `compose` dropped; what nobody may read any more is emptied."""
    done = [row for row in rows if row.state != OutboxState.DROPPED]
    dropped = [row for row in rows if row.state == OutboxState.DROPPED]
    sent_at = clock.now() if state == OutboxState.SENT else None
    empty = dict.fromkeys(rows[0].transient, "")
    with acting(None):
        _write(done, state=state, leased_until=None, sent_at=sent_at, **empty)
        _write(dropped, state=OutboxState.DROPPED, leased_until=None, **empty)
    return state == OutboxState.SENT


def _postpone[Row: OutboxMail](rows: list[Row], *, final: bool = False) -> bool:
    """Again after 2, 4, 8 … minutes; the lease keeps it from everybody until then."""
    least = min(row.attempts for row in rows)
    if final or least >= ATTEMPTS:
        return _finish(rows, OutboxState.FAILED)
    with acting(None):
        _write(rows, leased_until=clock.now() + dt.timedelta(minutes=2**least))
    return False


def _is_final(error: Exception) -> bool:
    """An address that the server refuses for good, or that is none at all."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(code >= 500 for code, _ in error.recipients.values())
    return isinstance(error, ValueError)


def _close(mailer) -> None:
    """The next mail opens it again; a connection that is already gone needs no farewell."""
    with suppress(OSError):
        mailer.close()


def message_id(key: str) -> str:
    digest = hashlib.sha256(key.encode()).hexdigest()[:40]
    return f"<{digest}@{settings.PUBLIC_HOST}>"
