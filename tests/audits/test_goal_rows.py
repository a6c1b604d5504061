"""The rows that Jinja2 draws: whatever people can fill in stays text, whatever they fill in."""

import re

import pytest
from django import forms
from django.db.models import CharField, TextField

from audits.models import Measure
from audits.papers.comparison import Row
from audits.templatetags.goal import (
    goal_add,
    goal_cards,
    goal_head,
    goal_line,
    sealed_goals,
)
from audits.templatetags.jahresbericht import report_row
from audits.views.goal import alone, itself
from tests.factories.audits import a_cycle, a_goal, a_measure, a_user

EVIL = "<script>alert(1)</script>\"'"
# The two engines write quotes in two ways.
HARMLESS = re.compile("&lt;script&gt;alert\\(1\\)&lt;/script&gt;&(quot|#34);&#(x27|39);")

pytestmark = pytest.mark.django_db


def fillable(model) -> list[str]:
    """The columns that take any words."""
    return [
        one.name
        for one in model._meta.concrete_fields
        if isinstance(one, CharField | TextField) and one.editable and not one.choices
    ]


def evil(row):
    """With hostile words in every column of people, and no other."""
    for name in fillable(type(row)):
        setattr(row, name, EVIL)
    return row


def assert_harmless(html: str, times: int) -> None:
    assert "<script" not in html
    assert len(HARMLESS.findall(html)) == html.count("alert(1)") == times


@pytest.fixture
def goal():
    return a_goal(a_cycle("zielvereinbarungsworkshop"), by=a_user(), title=EVIL)


def test_whatever_somebody_types_about_a_goal_stays_text(goal):
    evil(goal)

    assert_harmless(goal_head(alone(goal), can_change=True), 4)
    assert_harmless(goal_add(goal), 1)


@pytest.mark.parametrize("name", fillable(Measure))
def test_whatever_somebody_types_in_a_column_of_a_measure_stays_text(goal, name):
    measure = a_measure(goal, a_user(), title="Radweg")
    setattr(measure, name, EVIL)

    html = goal_line(itself(measure, measure.cycle), can_change=True)

    assert_harmless(html, 3 if name == "title" else 1)


def test_a_whole_card_is_as_harmless_as_its_rows(goal):
    first, second = (a_measure(goal, a_user(), title=f"Nr. {n}") for n in (1, 2))
    goal.lines = [itself(evil(one), goal.cycle) for one in (first, second)]

    html = goal_cards([alone(evil(goal))], can_change=True)

    assert "<script" not in html
    assert len(HARMLESS.findall(html)) == html.count("alert(1)")
    assert html.count("Nach oben") == html.count("Nach unten") == 1


def test_whatever_was_sealed_about_goals_and_measures_stays_text():
    measure = {"title": EVIL, "description": EVIL, "lines": [(EVIL, EVIL)]}
    goal = {"title": EVIL, "description": f"{EVIL}\n\n{EVIL}", "measures": [measure]}

    html = sealed_goals([goal])

    assert_harmless(html, 7)
    assert html.count("<p>") == 3


def test_whatever_is_typed_into_a_form_stays_text():
    class Typed(forms.Form):
        line = forms.CharField(label=EVIL, help_text="Ein Satz.")
        choice = forms.ChoiceField(label=EVIL, choices=[("a", EVIL)], required=False)
        groups = forms.MultipleChoiceField(
            label=EVIL, choices=[("a", EVIL)], widget=forms.CheckboxSelectMultiple
        )
        agreed = forms.BooleanField(label=EVIL)

    form = Typed({"line": EVIL, "choice": EVIL})
    for name in form.fields:
        form.add_error(name, EVIL)

    # Labels, values, what can be chosen, and every error; a choice that is none is told back.
    assert_harmless(str(form), len(HARMLESS.findall(str(form))))
    assert str(form).count("<script") == 0


def test_whatever_is_written_in_a_report_stays_text():
    now, last = ({"progress": one, "text": EVIL} for one in ("done", "running"))
    row = Row(1, EVIL, EVIL, EVIL, 1, now, last)

    assert_harmless(report_row(row, can_write=True), 3)
