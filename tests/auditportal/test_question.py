"""Questions that are composed once: the same rows as the ORM's own, with other values each time."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.db.models import F, FilteredRelation, Q

from auditportal.models import Mitgliedschaft, Organisation, Role
from auditportal.question import Question
from tests.factories import MitgliedschaftFactory

pytestmark = pytest.mark.django_db
NEEDED_BY = "no row of the benchmark: it is tried here"


def members(organisation: int, role: str):
    rows = Mitgliedschaft.objects.filter(organisation=organisation, role=role)
    return rows.select_related("user").order_by("pk")


@pytest.fixture
def asked():
    return Question(members, NEEDED_BY)


@pytest.fixture
def editor():
    return MitgliedschaftFactory(role=Role.EDITOR)


def test_it_answers_with_the_rows_of_the_orm_and_what_is_read_with_them(asked, editor):
    MitgliedschaftFactory(role=Role.READER, organisation=editor.organisation)

    (found,) = asked(organisation=editor.organisation_id, role=Role.EDITOR)

    assert found == editor
    assert Mitgliedschaft.user.is_cached(found)
    assert found.user == editor.user


def test_other_values_bring_other_rows_and_none_brings_an_empty_list(asked, editor):
    reader = MitgliedschaftFactory(role=Role.READER)

    assert asked(organisation=editor.organisation_id, role="editor") == [editor]
    assert asked(organisation=reader.organisation_id, role="reader") == [reader]
    assert asked(organisation=reader.organisation_id, role="editor") == []
    assert asked.one(organisation=reader.organisation_id, role="reader") == reader
    assert asked.one(organisation=0, role="reader") is None


def test_it_is_composed_once(editor):
    composed = []

    def own(organisation):
        composed.append(organisation)
        return members(organisation, "editor")

    asked = Question(own, NEEDED_BY)
    for _ in range(3):
        assert asked(organisation=editor.organisation_id) == [editor]

    assert len(composed) == 1


def test_each_answer_is_asked_anew(asked, editor):
    about = {"organisation": editor.organisation_id, "role": Role.EDITOR}
    before = asked.one(**about)
    Mitgliedschaft.objects.filter(pk=editor.pk).update(role=Role.READER)

    assert asked(**about) == []
    assert before.role == Role.EDITOR


def test_columns_and_annotations_come_as_the_orm_gives_them(editor):
    def about(pk):
        open_one = FilteredRelation("mitgliedschaften", condition=Q(mitgliedschaften__role=pk))
        rows = Organisation.objects.alias(open_one=open_one).annotate(who=F("open_one__user"))
        return rows.filter(open_one__isnull=False).values_list("name", "who")

    asked = Question(about, NEEDED_BY)

    assert asked(pk=Role.EDITOR) == [(editor.organisation.name, editor.user_id)]
    assert asked(pk=Role.SIGNATORY) == []


@pytest.mark.django_db(transaction=True)
def test_threads_do_not_mix_up_their_values():
    rows = [MitgliedschaftFactory(role=Role.EDITOR) for _ in range(8)]
    asked = Question(members, NEEDED_BY)

    def ask(row):
        try:
            about = {"organisation": row.organisation_id, "role": "editor"}
            return all(asked(**about) == [row] for _ in range(25))
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(ask, rows))
