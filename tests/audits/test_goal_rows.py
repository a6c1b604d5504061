"""The rows of goals and measures are written without a template: nobody's words become HTML."""

import pytest

from audits.templatetags.goal import goal_head, goal_line
from audits.views.goal import alone, itself
from tests.factories.audits import a_cycle, a_goal, a_measure, a_user

EVIL = "<script>alert(1)</script>\"'"
HARMLESS = "&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#x27;"

pytestmark = pytest.mark.django_db


@pytest.fixture
def goal():
    return a_goal(a_cycle("zielvereinbarungsworkshop"), by=a_user(), title=EVIL)


def test_whatever_somebody_types_about_a_goal_stays_text(goal):
    goal.description = EVIL

    html = goal_head(alone(goal), can_change=True)

    assert "<script" not in html
    assert html.count(HARMLESS) == html.count("alert(1)") == 4


def test_whatever_somebody_types_about_a_measure_stays_text(goal):
    texts = dict.fromkeys(["title", "description", "responsible", "partners", "indicator"], EVIL)
    a_measure(goal, a_user(), title="Zuerst")
    measure = a_measure(goal, a_user(), **texts)

    html = goal_line(itself(measure, measure.cycle), can_change=True)

    assert "<script" not in html
    assert html.count("alert(1)") == 8  # the title also names two links and a button
    assert "Nach oben" in html
    assert "Nach unten" not in html
