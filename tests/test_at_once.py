"""Some of tests/long/test_at_once.py, and that it leaves no action out."""

import pytest

from auditportal.actions import contact, invitation
from audits.actions import berichtigung
from certificates.actions import zertifikat
from handlungsfelder.actions import entwurf
from tests.at_once.callers import at_once, one_after_the_other
from tests.at_once.rows import ROWS
from tests.audits.test_settle import ACTIONS as OF_A_CYCLE
from tests.audits.test_settle import ELSEWHERE
from tests.factories.audits import the_version
from tests.test_house_rules import ACTIONS


def test_every_action_is_tried_twice_at_once():
    walked = set(OF_A_CYCLE) - ELSEWHERE
    listed = {f"{act.__module__}.{act.__name__}" for act in ROWS}

    assert walked | listed == set(ACTIONS)
    assert not walked & listed


@pytest.mark.parametrize(
    ("act", "answers"),
    [
        (berichtigung.correct_beschluss, {"done": 1, "refused": 1}),
        (contact.add, {"done": 2}),
        (contact.remove, {"done": 1, "refused": 1}),
        (invitation.accept, {"done": 1, "refused": 1}),
        (entwurf.save, {"done": 1, "refused": 1}),
        (zertifikat.issue, {"done": 1, "refused": 1}),
    ],
    ids=lambda one: getattr(one, "__name__", ""),
)
def test_two_at_once_end_as_one_after_the_other(
    act, answers, cloned, django_db_setup, django_db_blocker
):
    outcomes = []
    for way in (one_after_the_other, at_once):
        with django_db_blocker.unblock(), cloned.entered():
            the_version()
            outcomes.append(way(act, ROWS[act]()))

    assert outcomes[1] == outcomes[0]
    assert outcomes[1].answers == answers
