"""Sending what was planned: to a real mail server, with what goes wrong there."""

import datetime as dt
import time
from threading import Thread
from uuid import uuid4

import pytest
from celery import current_app
from django.conf import settings
from django.core.mail import EmailMessage
from django.db import connection

from auditportal import broker, clock, mails, outbox, tasks
from auditportal.machine.engines.server import free_port
from auditportal.models import Mail, OutboxState
from tests import clones
from tests.factories import MailFactory
from tests.mailserver import Mailserver

SMTP = "django.core.mail.backends.smtp.EmailBackend"


def drain(**options) -> int:
    return outbox.drain(Mail, mails.compose, **options)


class Refusing(Mailserver):
    """Answers every recipient with one sentence."""

    answer = "550 No such user"

    async def handle_RCPT(self, server, session, envelope, address, rcpt_options):  # noqa: N802
        return self.answer


class Busy(Refusing):
    answer = "451 Come back later"


@pytest.fixture
def refused(settings):
    yield from serving(settings, Refusing)


@pytest.fixture
def busy(settings):
    yield from serving(settings, Busy)


def serving(settings, kind):
    server = kind(free_port())
    settings.MAILERS = server.settings()
    server.controller.start()
    yield server
    server.controller.stop()


def test_what_is_due_is_sent_once_and_its_secret_is_forgotten(db, smtp):
    planned = MailFactory(recipient="neu@kommune.example", subject="Einladung", body="Guten Tag")

    assert (drain(), drain()) == (1, 0)

    planned.refresh_from_db()
    (mail,) = smtp.to("neu@kommune.example")
    assert (planned.state, planned.link) == (OutboxState.SENT, "")
    assert planned.sent_at is not None
    assert mail["Subject"] == "Einladung"
    assert mail.get_content().split() == ["Guten", "Tag", "https://portal.example/geheim/"]
    assert mail["Auto-Submitted"] == "auto-generated"


def test_the_message_id_follows_from_the_key(db, smtp):
    MailFactory(key="invitation:1")

    drain()

    assert smtp.mails[0]["Message-ID"] == outbox.message_id("invitation:1")
    assert outbox.message_id("invitation:1") != outbox.message_id("invitation:2")


def test_what_is_not_yet_due_or_already_settled_is_left_alone(db, smtp):
    MailFactory(due_at=clock.now() + dt.timedelta(hours=1))
    for state in set(OutboxState) - {OutboxState.PLANNED}:
        MailFactory(state=state)

    assert drain() == 0
    assert smtp.mails == []


def test_a_lease_keeps_a_mail_from_everybody_else_until_it_ends(db, smtp):
    planned = MailFactory(leased_until=clock.now() + outbox.LEASE, attempts=1)

    assert drain() == 0
    with clock.stopped_at(planned.leased_until + dt.timedelta(seconds=1)):
        assert drain() == 1


def test_what_has_lost_its_point_is_dropped(db, smtp):
    planned = MailFactory()

    outbox.drain(Mail, lambda row: None)

    planned.refresh_from_db()
    assert (planned.state, planned.link) == (OutboxState.DROPPED, "")
    assert smtp.mails == []


def test_no_more_than_the_limit_goes_out_at_once(db, smtp):
    MailFactory.create_batch(3)

    assert drain(limit=2) == 2
    assert Mail.objects.filter(state=OutboxState.PLANNED).count() == 1


def test_while_the_mail_server_is_away_no_attempt_counts(db, settings, caplog):
    nowhere = {"host": "127.0.0.1", "port": free_port()}
    settings.MAILERS = {"default": {"BACKEND": SMTP, "OPTIONS": nowhere}}
    planned = MailFactory()

    assert drain() == 0

    planned.refresh_from_db()
    assert (planned.state, planned.attempts, planned.leased_until) == ("planned", 0, None)
    assert "cannot be reached" in caplog.text


def test_an_address_that_is_refused_for_good_is_not_tried_again(db, refused):
    planned = MailFactory()

    assert drain() == 0

    planned.refresh_from_db()
    assert (planned.state, planned.attempts) == (OutboxState.FAILED, 1)


def test_a_busy_server_is_asked_again_later_and_later_and_at_last_no_more(db, busy):
    planned = MailFactory()
    waits, now = [], clock.now()

    for _ in range(outbox.ATTEMPTS):
        with clock.stopped_at(now):
            drain()
        planned.refresh_from_db()
        if planned.leased_until:
            waits.append((planned.leased_until - now) / dt.timedelta(minutes=1))
            now = planned.leased_until + dt.timedelta(seconds=1)

    assert waits == [2, 4, 8, 16, 32, 64, 128]
    assert (planned.state, planned.attempts) == (OutboxState.FAILED, outbox.ATTEMPTS)


def test_one_bad_address_does_not_stop_the_others(db, smtp):
    MailFactory(recipient="kein mensch@kommune.example")
    MailFactory(recipient="gut@kommune.example")

    assert drain() == 1
    assert len(smtp.to("gut@kommune.example")) == 1
    assert Mail.objects.filter(state=OutboxState.FAILED).count() == 1


def test_a_mail_that_cannot_be_written_holds_up_no_other(db, smtp, caplog):
    broken = MailFactory(subject="kaputt", due_at=clock.now() - dt.timedelta(hours=1))
    MailFactory(recipient="gut@kommune.example")

    def compose(row):
        if row.pk == broken.pk:
            raise LookupError("the row it is about has gone")
        return mails.compose(row)

    assert outbox.drain(Mail, compose) == 1

    broken.refresh_from_db()
    assert (broken.state, broken.attempts) == (OutboxState.PLANNED, 1)
    assert len(smtp.to("gut@kommune.example")) == 1
    assert "the row it is about has gone" in caplog.text


def test_a_mail_whose_senders_died_too_often_is_put_aside(db, smtp):
    planned = MailFactory(attempts=outbox.ATTEMPTS)

    assert drain() == 0

    planned.refresh_from_db()
    assert (planned.state, smtp.mails) == (OutboxState.FAILED, [])


@pytest.mark.django_db(transaction=True)
def test_no_row_is_locked_while_the_mail_server_takes_its_time(smtp):
    planned = MailFactory()
    seen = []

    def compose(row):
        """Asked while the row is leased: another connection may read and lock it at once."""
        other = Thread(target=lambda: seen.append(state_for_others(planned.pk)))
        other.start()
        other.join()
        return mails.compose(row)

    outbox.drain(Mail, compose)

    assert seen == [("planned", True)]


def state_for_others(pk):
    try:
        with connection.cursor() as cursor:
            cursor.execute("set lock_timeout = '1s'")
            cursor.execute(
                "select state, leased_until > now() from auditportal_mail where id = %s for update",
                [pk],
            )
            return cursor.fetchone()
    finally:
        connection.close()


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_send_each_mail_once(smtp):
    MailFactory.create_batch(20)
    workers = [Thread(target=drain_and_leave) for _ in range(2)]

    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    ids = [mail["Message-ID"] for mail in smtp.mails]
    assert (len(ids), len(set(ids))) == (20, 20)


def drain_and_leave():
    try:
        drain()
    finally:
        connection.close()


@pytest.mark.django_db(transaction=True)
def test_after_a_crash_the_mail_goes_out_again_under_the_same_id(smtp):
    """The worst case: the server has taken the mail, and the worker dies before it says so."""
    planned = MailFactory()

    class Died(BaseException):
        pass

    def compose(row):
        message = mails.compose(row)
        if row.attempts == 1:
            sent = EmailMessage(message.subject, message.body, to=message.to)
            sent.extra_headers["Message-ID"] = outbox.message_id(row.key)
            sent.send()
            raise Died
        return message

    with pytest.raises(Died):
        outbox.drain(Mail, compose)
    with clock.stopped_at(clock.now() + outbox.LEASE + dt.timedelta(seconds=1)):
        outbox.drain(Mail, compose)

    ids = [mail["Message-ID"] for mail in smtp.mails]
    planned.refresh_from_db()
    assert ids == [outbox.message_id(planned.key)] * 2
    assert planned.state == OutboxState.SENT


def test_waking_waits_for_the_commit(db, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as callbacks:
        outbox.wake(mails.DRAIN)

    assert len(callbacks) == 1


def test_every_thread_of_the_web_server_wakes_the_same_broker():
    addresses = []
    thread = Thread(target=lambda: addresses.append(current_app.conf.broker_url))

    thread.start()
    thread.join()

    assert addresses == [settings.CELERY_BROKER_URL]


@pytest.fixture
def worker_sends_here(monkeypatch, smtp):
    """Stands before `celery_worker_process`, which inherits the environment."""
    monkeypatch.setenv("MAIL_URL", f"smtp://127.0.0.1:{smtp.port}")


def test_a_planned_mail_wakes_a_worker_that_sends_it(
    worker_sends_here, celery_worker_process, smtp
):
    planned = MailFactory()

    outbox.wake(mails.DRAIN)

    patience = time.monotonic() + 15
    while not smtp.mails and time.monotonic() < patience:
        time.sleep(0.05)
    assert [mail["Message-ID"] for mail in smtp.mails] == [outbox.message_id(planned.key)]


def test_a_broker_that_is_away_stops_nobody(fresh_database, cloned):
    nowhere = {"BROKER_URL": f"redis://127.0.0.1:{free_port()}/0"}
    command = ["traeger_anlegen", "--name", "Verein", "--email", "leitung@verein.example"]

    clones.manage(*command, **cloned.environment(fresh_database) | nowhere)

    assert Mail.objects.get().state == OutboxState.PLANNED


# --- queues --------------------------------------------------------------------------------------


def test_a_hundred_changes_send_one_wake_up_until_it_is_heard(broker_url, monkeypatch, db):
    sent = []
    monkeypatch.setattr(current_app, "send_task", sent.append)
    name = f"drain-{uuid4()}"

    for _ in range(100):
        broker.send_once(name)
    broker.heard(name)
    broker.send_once(name)

    assert sent == [name, name]


def test_codes_mails_and_papers_wait_in_queues_of_their_own():
    queues = {
        name: current_app.amqp.router.route({}, name)["queue"].name
        for name in (mails.DRAIN_CODES, mails.DRAIN, "audits.tasks.render_fassungen")
    }

    assert list(queues.values()) == ["codes", "mails", "papers"]


@pytest.mark.django_db(transaction=True)
def test_a_code_goes_out_before_everything_that_waits(smtp):
    MailFactory.create_batch(3)
    mails.plan_account_mail(EmailMessage("Code", "ABC", to=["anna@kommune.example"]))

    tasks.drain_codes()

    assert [mail["Subject"] for mail in smtp.mails] == ["Code"]
