"""The embedded engines: started by us, closed to others, gone afterwards."""

import os
import shutil
import signal
from pathlib import Path

import psutil
import psycopg
import pytest

from auditportal.machine.engines import database, lease, place, secret
from auditportal.machine.engines.postgres import HASTY, Postgres
from auditportal.machine.engines.valkey import Valkey


@pytest.fixture
def folder(monkeypatch, tmp_path):
    """A machine's folder for engines that no other test and no demo knows."""
    monkeypatch.setenv("AUDITPORTAL_STATE", str(tmp_path / "state"))
    yield place.engines()
    shutil.rmtree(place.engines())


@pytest.fixture
def postgres(folder):
    server = Postgres(folder / "postgres", HASTY)
    yield server
    server.stop()


@pytest.fixture
def valkey(folder):
    server = Valkey(folder / "valkey")
    yield server
    server.stop()


@pytest.fixture(params=["postgres", "valkey"])
def server(request):
    return request.getfixturevalue(request.param)


def modes(paths):
    return {path: path.stat().st_mode for path in paths if path.exists()}


def foreign_folders(folder):
    """Every folder above the engines, the wheels and this test's own state."""
    starts = [folder, Path(psycopg.__file__).parent, place.state()]
    return {parent for start in starts for parent in start.resolve().parents}


def test_an_engine_starts_answers_and_ends_without_a_trace(server):
    server.start()
    process = server.process()
    family = [process, *process.children(recursive=True)]
    answers = server.answers()
    server.stop()

    assert answers
    assert [relative for relative in family if relative.is_running()] == []
    assert server.process() is None


def test_an_engine_runs_without_the_rights_of_root(server):
    server.start()

    assert server.process().uids().real != 0


def test_an_engine_changes_no_mode_of_a_folder_that_is_not_its_own(server, folder):
    before = modes(foreign_folders(folder))
    server.start()
    server.stop()

    assert modes(foreign_folders(folder)) == before


def test_an_engine_listens_on_this_machine_alone(server):
    server.start()
    doors = {
        connection.laddr.ip
        for connection in server.process().net_connections()
        if connection.status == psutil.CONN_LISTEN
    }

    assert doors == {"127.0.0.1"}


def test_data_and_passwords_are_closed_to_others(server):
    server.start()
    passwords = list(server.folder.glob("*password"))

    assert server.data.stat().st_mode & 0o077 == 0
    assert passwords != []
    assert {path.stat().st_mode & 0o777 for path in passwords} == {0o600}


def test_a_port_is_kept_from_one_start_to_the_next(server):
    server.start()
    first = server.port
    server.stop()
    server.start()

    assert server.port == first


def test_after_a_crash_an_engine_starts_again(server):
    server.start()
    process = server.process()
    workers = process.children(recursive=True)
    process.send_signal(signal.SIGKILL)
    psutil.wait_procs([process, *workers], timeout=10)
    server.start()

    assert server.answers()


def test_a_pid_file_whose_number_somebody_else_has_now_stops_nothing(postgres):
    postgres.start()
    postgres.stop()
    (postgres.data / postgres.pid_name).write_text(f"{os.getpid()}\n")
    postgres.start()

    assert postgres.answers()


def test_nobody_enters_the_database_without_the_password(postgres):
    postgres.start()
    wrong = postgres.url("postgres").replace(secret.kept(postgres.folder / "owner-password"), "x")

    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(wrong)


def test_the_engine_brings_what_the_search_will_need(postgres, folder):
    postgres.start()
    ways = database.prepared(postgres.url(), folder)

    with database.connection(ways.owner_url) as connection:
        for extension in ("unaccent", "pg_trgm", "btree_gist"):
            connection.execute(f"CREATE EXTENSION {extension}")
        answer = connection.execute("SELECT lower('ÄÖÜ'), unaccent('Köln')").fetchone()

    assert answer == ("äöü", "Koln")


def test_whoever_names_only_the_owner_gets_a_role_for_the_application(postgres, folder):
    postgres.start()
    ways = database.prepared(postgres.url("gemeinde"), folder)

    with database.connection(ways.app_url) as connection:
        role = connection.execute(
            "SELECT rolname, rolsuper, rolbypassrls, rolcreatedb, rolcreaterole FROM pg_roles"
            " WHERE rolname = current_user"
        ).fetchone()
    assert role == ("gemeinde_app", False, False, False, False)
    assert database.prepared(postgres.url("gemeinde"), folder) == ways


def test_engines_end_with_the_last_who_uses_them(folder, valkey):
    with lease.lease(folder, [valkey]):
        with lease.lease(folder, [valkey]):
            shared = valkey.process()
        after_the_first = valkey.process()

    assert shared == after_the_first
    assert valkey.process() is None
