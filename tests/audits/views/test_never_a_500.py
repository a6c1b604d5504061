"""What goes wrong in nobody's hands is answered with a sentence, and nothing is half done."""

import errno
import resource
import time
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.db import DataError, IntegrityError, OperationalError, connection
from django.db.models import ProtectedError
from django.urls import reverse
from psycopg import errors

from auditportal.actions import contact as contacts
from auditportal.machine.engines.server import free_port
from auditportal.models import Contact
from auditportal.views.refused import refusal_of
from audits.models import CycleDocument
from tests.audits.uploads import a_pdf
from tests.factories.audits import a_cycle, cast_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def cycle():
    return a_cycle("kooperationsvereinbarung")


@pytest.fixture
def editor(client, cycle):
    """As in production: what no page foresees is answered, not raised."""
    client.raise_request_exception = False
    editor = cast_of(cycle).editor
    client.force_login(editor)
    return editor


def add_document(client, cycle):
    url = reverse("audits:document_add", args=[cycle.open_run.pk, "kooperation"])
    return client.post(url, {"title": "Vereinbarung", "file": a_pdf("auszug.pdf")})


@pytest.mark.parametrize("path", ["/zertifikate/pruefen/%00/", "/zertifikate/pruefen/a%00b/"])
def test_an_address_with_a_sign_that_no_text_can_hold_is_no_page(client, path):
    assert client.get(path).status_code == 404


def test_a_contact_that_an_audit_uses_stays_and_the_page_says_why(client, cycle, editor):
    organisation = cycle.parties.get().organisation
    contact = contacts.add(
        organisation=organisation, by=editor, name="Jugendamt", email="amt@stadt.example"
    )
    type(cycle).objects.filter(pk=cycle.pk).update(contact=contact)

    answer = client.post(reverse("auditportal:contact_remove", args=[contact.pk]))

    assert answer.status_code == 409
    assert "Das wird noch gebraucht" in answer.text
    assert Contact.objects.filter(pk=contact.pk).exists()


def test_a_stored_file_that_is_away_is_told(client, cycle, editor):
    add_document(client, cycle)
    document = CycleDocument.objects.get()
    Path(document.file.path).unlink()

    answer = client.get(reverse("audits:document_download", args=[document.pk]))

    assert answer.status_code == 404
    assert "Diese Datei ist nicht mehr da" in answer.text


@contextmanager
def no_file_longer_than(size: int):
    """The kernel refuses to write on, as on a disk that is full."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_a_full_disk_keeps_neither_a_row_nor_half_a_file(client, cycle, editor, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path

    with no_file_longer_than(10):
        answer = add_document(client, cycle)

    assert answer.status_code == 507
    assert "Der Speicher ist voll" in answer.text
    assert not CycleDocument.objects.exists()
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


@pytest.mark.django_db(transaction=True)
def test_a_database_that_is_away_is_told_within_seconds(client, cycle, editor, monkeypatch):
    connection.close()
    connection.close_pool()
    monkeypatch.setitem(connection.settings_dict, "PORT", free_port())
    pool = connection.settings_dict["OPTIONS"]["pool"]
    monkeypatch.setitem(pool, "timeout", 3)  # as in production; tests wait longer for a clone

    began = time.monotonic()
    answer = client.get("/")
    took = time.monotonic() - began
    connection.close_pool()
    monkeypatch.undo()

    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "10"
    assert "gerade nicht erreichbar" in answer.text
    assert took < 4


def caused_by(error: Exception, cause: Exception) -> Exception:
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    ("error", "is_safe", "status"),
    [
        (ProtectedError("x", []), False, 409),
        (IntegrityError("x"), False, 409),
        (DataError("x"), True, 404),
        (DataError("x"), False, 400),
        (caused_by(OperationalError("x"), errors.LockNotAvailable()), False, 409),
        (caused_by(OperationalError("x"), errors.DeadlockDetected()), False, 409),
        (OperationalError("x"), True, 503),
        (OSError(errno.ENOSPC, "x"), False, 507),
        (FileNotFoundError("x"), True, 404),
        (PermissionError(errno.EACCES, "x"), True, None),
        (KeyError("x"), True, None),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, Exception) else None,
)
def test_each_kind_of_failure_has_its_status_and_a_bug_has_none(error, is_safe, status):
    refusal = refusal_of(error, is_safe=is_safe)

    assert getattr(refusal, "status", None) == status
    assert refusal is None or refusal.text.endswith(".")


def test_private_pages_stay_in_no_cache(client, editor):
    assert client.get("/").headers["Cache-Control"] == "private, no-store"


def test_public_pages_may_be_kept(client):
    assert "Cache-Control" not in client.get("/impressum/").headers
