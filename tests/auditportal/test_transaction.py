"""What is asked twice in a transaction is asked once, and never told when it has become stale."""

import pytest
from django.db import connection, transaction

from auditportal.action import action, nothing, unasked
from auditportal.lock import hold
from auditportal.models import Contact, Organisation
from auditportal.transaction import acting, joined, learn, once, tables_in
from tests.factories.audits import an_organisation

pytestmark = pytest.mark.django_db


def names_of(organisation):
    return list(organisation.contacts.values_list("name", flat=True))


@pytest.fixture
def organisation():
    organisation = an_organisation()
    organisation.contacts.create(name="Anna")
    return organisation


def test_the_same_question_is_asked_once_in_a_transaction(organisation, django_assert_num_queries):
    with joined(), django_assert_num_queries(1):
        assert once(names_of, organisation) == ["Anna"]
        assert once(names_of, organisation) == ["Anna"]


def test_outside_of_a_transaction_nothing_is_kept(organisation, django_assert_num_queries):
    with django_assert_num_queries(2):
        assert once(names_of, organisation) == once(names_of, organisation)


@pytest.mark.parametrize(
    "write",
    [
        lambda one: one.contacts.create(name="Berta"),
        lambda one: one.contacts.update(name="Berta"),
        lambda one: one.contacts.all().delete(),
        lambda one: Contact.objects.bulk_create([Contact(organisation=one, name="Berta")]),
        lambda one: connection.cursor().execute("update auditportal_contact set name = 'Berta'"),
    ],
)
def test_whoever_writes_a_table_makes_stale_what_was_read_from_it(organisation, write):
    with joined():
        assert once(names_of, organisation) == ["Anna"]

        write(organisation)

        assert once(names_of, organisation) == names_of(organisation) != ["Anna"]


def test_what_was_read_from_other_tables_stays(organisation, django_assert_num_queries):
    with joined():
        once(names_of, organisation)
        Organisation.objects.filter(pk=organisation.pk).update(ags="01001000")

        with django_assert_num_queries(0):
            once(names_of, organisation)


def test_an_answer_that_is_built_on_another_becomes_stale_with_it(organisation):
    def count(organisation):
        return len(once(names_of, organisation))

    with joined():
        assert (once(names_of, organisation), once(count, organisation)) == (["Anna"], 1)

        organisation.contacts.create(name="Berta")

        assert once(count, organisation) == 2


def test_another_lock_makes_everything_stale(organisation, django_assert_num_queries):
    with joined():
        once(names_of, organisation)
        hold(Organisation, 0)

        with django_assert_num_queries(1):
            once(names_of, organisation)


def test_what_a_failed_action_has_read_is_forgotten(organisation):
    @action(asks=unasked, locks=nothing)
    def fail(*, organisation):
        organisation.contacts.create(name="Berta")
        assert once(names_of, organisation) == ["Anna", "Berta"]
        raise ValueError("Mittendrin.")

    with joined():
        with pytest.raises(ValueError, match="Mittendrin"):
            fail(organisation=organisation)

        assert once(names_of, organisation) == ["Anna"]


def test_what_was_read_together_with_something_else_is_known(
    organisation, django_assert_num_queries
):
    with joined(), django_assert_num_queries(1):
        learn(names_of, organisation, answer=["Anna"], tables=["auditportal_contact"])
        assert once(names_of, organisation) == ["Anna"]

        Contact.objects.filter(pk=0).update(name="Berta")

    assert names_of(organisation) == ["Anna"]


@pytest.mark.parametrize(
    ("sql", "read", "written"),
    [
        ('SELECT 1 FROM "a" INNER JOIN "b" ON 1 WHERE x IN (SELECT y FROM "c" U0)', "abc", ""),
        ("with event as (select 1) insert into a select * from event", "event", "a"),
        ('INSERT INTO "a" (x) VALUES (1) ON CONFLICT (x) DO UPDATE SET x = 2', "", "a"),
        ('UPDATE "a" SET x = (SELECT y FROM "b" LIMIT 1)', "b", "a"),
        ('DELETE FROM "a" WHERE x = 1', "a", "a"),
    ],
)
def test_a_statement_says_which_tables_it_touches(sql, read, written):
    found, changed = tables_in(sql)

    assert found == ({read} if read == "event" else set(read))
    assert changed - {"SET"} == set(written)


# --- what the tests refuse -----------------------------------------------------------------------


def test_a_request_or_a_task_writes_nothing_without_an_action(organisation):
    @action(asks=unasked, locks=nothing)
    def rename(*, organisation, name):
        organisation.contacts.update(name=name)

    with acting(None):
        rename(organisation=organisation, name="Berta")
        refused = pytest.raises(AssertionError, match="outside of an action: auditportal_contact")
        with refused, transaction.atomic():
            organisation.contacts.update(name="Clara")

    assert names_of(organisation) == ["Berta"]
