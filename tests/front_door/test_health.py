"""/gesund/ tells the truth about four parts, /gesund/web/ about what a restart could mend."""

import datetime as dt
import os
import subprocess
import time

import pytest
from django.conf import settings as project
from django.db import connection
from django.test import RequestFactory

from auditportal import clock, health, tasks
from auditportal.machine import processes
from auditportal.machine.engines.server import free_port
from auditportal.models import Heartbeat
from auditportal.views import health as views
from tests.factories.auditportal import MailFactory


def wait_for(question, seconds=30):
    patience = time.monotonic() + seconds
    while not (answer := question()) and time.monotonic() < patience:
        time.sleep(0.1)
    return answer


@pytest.fixture
def beat_process(fresh_database, broker_url, cloned, tmp_path):
    mine = {"BROKER_URL": broker_url, "AUDITPORTAL_STATE": str(tmp_path)}
    environment = os.environ | cloned.environment(fresh_database) | mine
    with (tmp_path / "beat.log").open("wb") as log:
        process = subprocess.Popen(
            processes.beat(), env=environment, stdout=log, stderr=log, cwd=project.BASE_DIR
        )
    yield process
    process.terminate()
    process.wait(20)


def test_everything_is_well_until_the_worker_stops(client, celery_worker_process, beat_process):
    well = wait_for(lambda: client.get("/gesund/").status_code == 200)
    celery_worker_process.terminate()
    celery_worker_process.wait(30)
    Heartbeat.objects.exclude(name="beat").delete()
    ill = wait_for(lambda: client.get("/gesund/").status_code == 503)

    assert (well, ill) == (True, True)
    assert client.get("/gesund/").json() == {
        "database": True,
        "broker": True,
        "worker": False,
        "beat": True,
        "mail": True,
    }
    assert client.get("/gesund/web/").status_code == 200


def test_a_worker_shows_that_it_lives_without_any_beat(client, celery_worker_process):
    parts = client.get("/gesund/").json()

    assert parts == {
        "database": True,
        "broker": True,
        "worker": True,
        "beat": False,
        "mail": True,
    }


@pytest.mark.django_db
def test_a_sign_of_life_grows_old():
    long_ago = clock.now() - health.SILENT_FOR - dt.timedelta(seconds=1)
    Heartbeat.objects.create(name="worker", at=long_ago)

    assert not Heartbeat.objects.since(health.SILENT_FOR).exists()


def test_beat_shows_that_it_lives_while_no_worker_does(client, beat_process):
    assert wait_for(lambda: client.get("/gesund/").json()["beat"])
    assert client.get("/gesund/").json()["worker"] is False


def test_beat_takes_its_turns_often_enough():
    assert health.SILENT_FOR.total_seconds() >= 3 * project.CELERY_BEAT_MAX_LOOP_INTERVAL


@pytest.mark.parametrize("queue", project.QUEUES)
def test_each_queue_has_its_own_sign_of_life(queue, monkeypatch):
    monkeypatch.setattr(tasks, "queues", set(project.QUEUES))

    tasks.know_queues({"queues": queue})

    assert tasks.queues == {queue}


WAITING = dt.timedelta(minutes=20)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("due", "leased", "is_well"),
    [
        (-WAITING, None, False),
        (-WAITING, -WAITING, False),
        (-WAITING, WAITING, True),  # put off: the server of that address did not want it yet
        (dt.timedelta(minutes=-2), None, True),
        (WAITING, None, True),
    ],
)
def test_health_says_that_mail_is_stuck(client, due, leased, is_well):
    now = clock.now()
    MailFactory(due_at=now + due, leased_until=leased and now + leased)

    assert client.get("/gesund/").json()["mail"] is is_well


@pytest.mark.django_db
def test_a_lost_broker_is_found_within_seconds(client, settings):
    settings.CELERY_BROKER_URL = f"redis://127.0.0.1:{free_port()}/0"

    began = time.monotonic()
    response = client.get("/gesund/")

    assert response.status_code == 503
    assert response.json()["broker"] is False
    assert time.monotonic() - began < 3


@pytest.mark.django_db
@pytest.mark.parametrize("view", [views.portal, views.web])
def test_a_lost_database_is_found_within_seconds(view, monkeypatch):
    monkeypatch.setitem(connection.settings_dict, "PORT", free_port())

    began = time.monotonic()
    response = view(RequestFactory().get("/gesund/"))

    assert response.status_code == 503
    assert time.monotonic() - began < 3


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/gesund/", "/gesund/web/"])
def test_health_needs_no_session_and_only_reads(client, path):
    assert client.get(path).status_code in (200, 503)
    assert client.get(path).headers["Content-Type"] == "application/json"
    assert "no-store" in client.get(path).headers["Cache-Control"]
    assert client.post(path).status_code == 405
