"""The ground of all tests: real PostgreSQL, as the application, and nothing left behind."""

import os

import psycopg
import pytest
from django.db import ProgrammingError, connection

from auditportal.models import Heartbeat


def ask(question):
    with connection.cursor() as cursor:
        cursor.execute(question)
        return cursor.fetchone()


@pytest.mark.django_db
def test_tests_work_as_a_role_that_neither_owns_tables_nor_passes_by_policies():
    flags = ask(
        "select rolsuper, rolbypassrls, rolcreatedb, rolcreaterole,"
        " (select count(*) from pg_class where relowner = r.oid)"
        " from pg_roles r where rolname = current_user"
    )

    assert flags == (False, False, False, False, 0)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "statement",
    [
        "truncate auditportal_heartbeat",
        "drop table auditportal_heartbeat",
        "alter table auditportal_heartbeat disable trigger all",
        "create table mine (id int)",
        "delete from django_migrations",
    ],
)
def test_the_application_may_not_touch_the_schema(statement):
    with pytest.raises(ProgrammingError):
        ask(statement)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", [1, 2])
def test_what_a_test_commits_is_gone_for_the_next_one(turn):
    before = Heartbeat.objects.count()
    Heartbeat.objects.create(name="once")

    assert before == 0


@pytest.mark.django_db
def test_the_shared_clone_stays_empty():
    assert not Heartbeat.objects.exists()


def test_a_fresh_database_is_named_to_every_process(fresh_database):
    assert ask("select current_database()") == (fresh_database,)
    assert os.environ["DATABASE_URL"].endswith(fresh_database)


def test_a_clone_is_dropped_even_while_a_process_is_still_connected(cloned):
    name = cloned.make()
    with psycopg.connect(cloned.app_url(name)) as guest:
        cloned.drop(name)

        with pytest.raises(psycopg.OperationalError):
            guest.execute("select 1")


def test_no_connection_is_left_in_the_pool_of_a_dropped_database(cloned, django_db_blocker):
    with django_db_blocker.unblock(), cloned.entered() as name:
        ask("select 1")

    with cloned.server() as server:
        rows = server.execute("select 1 from pg_database where datname = %s", [name])
        assert rows.fetchall() == []
