"""Real servers for every test: PostgreSQL as the application's role, a broker, SMTP, a browser.

A test that commits (`django_db(transaction=True)`, a live portal, a worker) gets a clone of its
own in a twentieth of a second; all others share one and roll back.
"""

import os
import subprocess
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

import pytest
from celery import current_app
from django.conf import settings
from django.test import TransactionTestCase
from playwright.sync_api import sync_playwright
from pytest_django.live_server_helper import LiveServer

from auditportal.machine import processes
from auditportal.machine.bootstrap import system
from auditportal.machine.engines import for_tests
from auditportal.machine.engines.server import free_port
from tests import clones
from tests.factories.audits import the_version
from tests.mailserver import Mailserver
from tests.reading import read_pages_as_people_do
from tests.visitor import Visitor

CHROMIUM = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking"
    " --disable-component-update --disable-sync"
)


KEPT = pytest.StashKey[ExitStack]()


def pytest_configure(config):
    if not hasattr(config, "workerinput"):
        # The process that starts an engine must end it, and outlive all that use it.
        config.stash[KEPT] = ExitStack()
        config.stash[KEPT].enter_context(for_tests.leased())
    settings.MEDIA_ROOT = Path(tempfile.mkdtemp(prefix="auditportal-files-"))
    read_pages_as_people_do()
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def pytest_unconfigure(config):
    if KEPT in config.stash:
        config.stash[KEPT].close()


# --- engines and databases ----------------------------------------------------------------------


@pytest.fixture(scope="session")
def servers():
    with for_tests.leased() as found:
        settings.CELERY_BROKER_URL = os.environ["BROKER_URL"] = found.broker_url
        current_app.conf.broker_url = found.broker_url
        yield found


@pytest.fixture(scope="session")
def broker_url(servers):
    return servers.broker_url


@pytest.fixture(scope="session")
def cloned(servers):
    """Makes clones of the migrated template."""
    shop = clones.Clones(servers.owner_url)
    shop.prepare()
    return shop


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment, cloned, django_db_blocker):
    """Takes the place of pytest-django's: one clone for all tests that roll back."""
    TransactionTestCase._fixture_setup = classmethod(lambda case: enter_clone(case, cloned))
    TransactionTestCase._fixture_teardown = lambda case: case.stay.__exit__(None, None, None)
    stay = cloned.entered()
    with django_db_blocker.unblock():
        stay.__enter__()
        the_version()
    yield
    with django_db_blocker.unblock():
        stay.__exit__(None, None, None)


def enter_clone(case, cloned) -> None:
    case.stay = cloned.entered()
    case.stay.__enter__()


@pytest.fixture
def fresh_database(transactional_db, cloned):
    """A clone for this test alone, in which it may commit. The name of the database."""
    return cloned.current


@pytest.fixture(scope="module")
def module_database(django_db_setup, django_db_blocker, cloned):
    """A clone for all tests of a module, which build upon each other or only read."""
    with django_db_blocker.unblock(), cloned.entered() as name:
        yield name


@pytest.fixture(scope="session")
def demo_template(django_db_setup, cloned):
    """The demo's data, replayed once, to be cloned as often as needed."""
    return cloned.demo()


@pytest.fixture(scope="module")
def demo_database(demo_template, django_db_blocker, cloned):
    """A clone of the demo's data for all tests of a module."""
    with django_db_blocker.unblock(), cloned.entered(demo_template) as name:
        yield name


# --- processes ----------------------------------------------------------------------------------


@pytest.fixture
def live_portal(fresh_database):
    """The portal behind a real socket, on this test's own database. It has a `url`."""
    yield from serve()


@pytest.fixture(scope="module")
def demo_portal(demo_database):
    """The portal with the demo's data behind a real socket, for a module."""
    yield from serve()


def serve():
    server = LiveServer("127.0.0.1")
    yield server
    server.stop()


@pytest.fixture
def celery_worker_process(fresh_database, broker_url, cloned, tmp_path):
    """A real worker on this test's own database, ready for its first task."""
    log = tmp_path / "worker.log"
    environment = os.environ | cloned.environment(fresh_database) | {"BROKER_URL": broker_url}
    with log.open("wb") as output:
        process = subprocess.Popen(
            processes.worker(), env=environment, stdout=output, stderr=output, cwd=settings.BASE_DIR
        )
    try:
        wait_until(lambda: b" ready." in log.read_bytes(), process, log)
        yield process
    finally:
        process.terminate()
        process.wait(30)


def wait_until(is_ready, process, log, seconds=30) -> None:
    patience = time.monotonic() + seconds
    while not is_ready():
        if process.poll() is not None or time.monotonic() > patience:
            pytest.fail(f"The process did not get ready:\n{log.read_text()}")
        time.sleep(0.05)


@pytest.fixture
def smtp(settings):
    """A real mail server, to which the portal sends in this test; `mails` and `to(address)`."""
    server = Mailserver(free_port())
    settings.MAILERS = server.settings()
    server.controller.start()
    yield server
    server.controller.stop()


# --- browser ------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def browser():
    """The system's Chromium. Where there is none, the tests fail: they are not skipped."""
    path = system.chromium()
    if not path:
        pytest.fail("Chromium fehlt: `python3 manage.py test` sagt, wie es zu installieren ist.")
    # Playwright's loop runs in this thread; the tests talk to the database from it all the same.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=CHROMIUM.split())
        yield chromium
        chromium.close()


@pytest.fixture
def visit(browser, request):
    """Makes visitors of `live_portal` or `demo_portal`; none may have had a problem at the end."""
    visitors = []

    def arrive(portal, user=None, **manner) -> Visitor:
        visitors.append(Visitor(browser, portal.url, user=user, **manner))
        return visitors[-1]

    yield arrive
    problems = [problem for visitor in visitors for problem in visitor.problems]
    for visitor in visitors:
        visitor.context.close()
    assert problems == []
