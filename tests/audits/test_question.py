"""A question that is composed once says the same as the ORM, to which it is pinned here.

It rests on the inside of Django's compiler (`auditportal/question.py`): a version that changes that
fails these tests.
"""

import inspect
import pkgutil
from collections.abc import Iterator
from importlib import import_module
from itertools import product

import pytest
from django.apps import apps
from django.db import models

from auditportal import clock
from auditportal.models import OrganisationKind
from auditportal.question import Question
from audits import gates
from audits.models import (
    Answer,
    AuditCycle,
    Finding,
    Freigabe,
    Goal,
    InCycleQuerySet,
    Jahresbericht,
    PhaseRun,
    Progress,
    ReportEntry,
    Veranstaltung,
    Zuordnung,
    row_of,
)
from certificates.bench import pages
from handlungsfelder.models import Referenz, Referenzrahmen
from tests.audits.counting import asked
from tests.factories.audits import (
    a_cycle,
    a_measure,
    an_organisation,
    cast_of,
    member_of,
)

pytestmark = pytest.mark.django_db
APART = (".migrations", ".wsgi", ".machine.development")  # no questions, and settings of their own
ROOMS = ("auditportal", "handlungsfelder", "audits", "certificates")


def modules() -> Iterator:
    for room in ROOMS:
        for found in pkgutil.walk_packages(import_module(room).__path__, f"{room}."):
            is_apart = ".migrations" in found.name or found.name.endswith(
                ("wsgi", "development_urls")
            )
            if not is_apart:
                yield import_module(found.name)


def questions() -> dict[str, Question]:
    """All that stand in a module, by their names."""
    return {
        one.__name__: one
        for module in modules()
        for one in vars(module).values()
        if isinstance(one, Question)
    }


QUESTIONS = questions()
# Models whose rows are loaded one by one, each by a question of its own.
ROWS = [one for one in apps.get_models() if isinstance(one._default_manager.all(), InCycleQuerySet)]


@pytest.fixture
def world() -> AuditCycle:
    """A cycle in its first year of reports, and something of everything that can be asked for."""
    before, cycle = a_cycle("umsetzung"), a_cycle("umsetzung")
    cast = cast_of(cycle)
    goal = cycle.goals.first()
    measure = a_measure(goal, cast.editor, title="Noch eine")
    tie(cycle, goal=goal)
    tie(cycle, measure=measure)
    ReportEntry.objects.create(
        cycle=cycle, jahresbericht=cycle.jahresberichte.first(), measure=measure, version=1,
        progress=Progress.RUNNING, text="Läuft", saved_at=clock.now(), saved_by=cast.editor,
    )  # fmt: skip
    survey(cycle, cast.editor)
    # A cycle of the same organisation that has frozen what it agreed on, and people to appoint.
    before.parties.update(organisation=cycle.parties.get().organisation, is_running=False)
    member_of(an_organisation(OrganisationKind.PARTNER))
    gates.settle(cycle)
    return cycle


def survey(cycle, by):
    """An answer and a finding, their release, and a Veranstaltung."""
    feld = cycle.felder[0]
    about = {"cycle": cycle, "version": 1, "saved_at": clock.now(), "saved_by": by}
    Answer.objects.create(leitfrage=feld.leitfragen.first(), text="So ist es", **about)
    Finding.objects.create(handlungsfeld=feld, strengths="Viel", **about)
    Freigabe.objects.create(
        cycle=cycle, subject="bestandsaufnahme", released_at=clock.now(), released_by=by
    )
    Veranstaltung.objects.create(
        cycle=cycle, code="abend", title="Abend", place="Rathaus", day=clock.today()
    )


def tie(cycle, **about):
    rahmen, _ = Referenzrahmen.objects.get_or_create(code="SDG", defaults={"name": "Ziele"})
    number = rahmen.referenzen.count() + 1
    referenz = Referenz.objects.create(
        rahmen=rahmen, position=number, code=str(number), title=f"Ziel {number}"
    )
    Zuordnung.objects.create(cycle=cycle, referenz=referenz, **about)


# --- what can be asked for ------------------------------------------------------------------------


def keys(model: type[models.Model], at_most: int = 4) -> list[int]:
    return list(model._default_manager.order_by("-pk").values_list("pk", flat=True)[:at_most])


def possible(question: Question, name: str) -> list:
    """Values under this name, also such that find nothing."""
    few = {
        "before": lambda: [0, *keys(Jahresbericht)],
        "code": lambda: list(Veranstaltung.objects.values_list("code", flat=True)),
        "cycle": lambda: keys(AuditCycle),
        "leitfrage": lambda: [*Answer.objects.values_list("leitfrage", flat=True), 0],
        "measure": lambda: [*ReportEntry.objects.values_list("measure", flat=True), 0],
        "owner": lambda: list(AuditCycle.objects.values_list("owner", flat=True)),
        "pk": lambda: [*keys(question.__wrapped__(*question.slots).model), 0],
        "report": lambda: keys(Jahresbericht, 9),
        "subject": lambda: ["bestandsaufnahme", "profil"],
        "run": lambda: keys(PhaseRun),
    }
    return few[name]()


def asking(question: Question) -> Iterator[dict]:
    names = [slot.name for slot in question.slots]
    for values in product(*(possible(question, name) for name in names)):
        yield dict(zip(names, values, strict=True))


def facts(row):
    """All that a row knows, also of the rows that came with it."""
    if not isinstance(row, models.Model):
        return row
    own = {name: value for name, value in vars(row).items() if name != "_state"}
    related = {name: facts(one) for name, one in row._state.fields_cache.items() if one}
    return type(row), own, related


def says_the_same(question: Question) -> int:
    """How many rows were found and compared."""
    rows = 0
    for values in asking(question):
        composed, plain = [], []
        counts = [
            asked(lambda values=values, into=composed: into.extend(question(**values))),
            asked(lambda values=values, into=plain: into.extend(question.__wrapped__(**values))),
        ]
        about = f"{question.__name__}: {values}"
        assert [facts(row) for row in composed] == [facts(row) for row in plain], about
        assert counts[0] == counts[1], about
        rows += len(plain)
    return rows


# --- the contract ---------------------------------------------------------------------------------


def test_questions_stand_beside_the_rows_that_they_ask_for():
    assert {
        one.__module__ for one in QUESTIONS.values() if ".models." not in one.__module__
    } == set()


def test_every_composed_question_says_what_the_plain_one_says(world):
    found = {name: says_the_same(question) for name, question in QUESTIONS.items()}

    assert [name for name, rows in found.items() if not rows] == []


def test_so_does_the_question_for_one_row_of_every_model(world):
    found = {model.__name__: says_the_same(row_of(model, (), ())) for model in ROWS}
    related = says_the_same(row_of(PhaseRun, ("cycle", "left_by"), ("due_on",)))

    assert (found["PhaseRun"] > 0, found["Measure"] > 0, related > 0) == (True, True, True)


def test_a_value_is_a_parameter_and_never_a_part_of_the_statement(world):
    titled = Question(lambda title: Goal.objects.filter(title=title), "")
    title = world.goals.first().title

    assert titled(title="' or true --") == []
    assert {goal.title for goal in titled(title=title)} == {title}


def test_every_question_names_the_row_of_the_benchmark_that_needs_it():
    rows = inspect.getsource(pages)

    assert [one for one in QUESTIONS.values() if f'"{one.needed_by}"' not in rows] == []
