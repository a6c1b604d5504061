"""Every action there is, twice at once: it ends as if one had come after the other."""

import pytest
from django.db import connection, connections

from tests.at_once.callers import at_once, one_after_the_other
from tests.at_once.rows import ROWS
from tests.audits.test_settle import Way, agree, begin, judge, report, survey, take_part
from tests.factories.audits import the_version

pytestmark = pytest.mark.long
WAYS = (one_after_the_other, at_once)


@pytest.mark.parametrize("act", ROWS, ids=lambda act: f"{act.__module__}.{act.__name__}")
def test_two_at_once_end_as_one_after_the_other(act, cloned, django_db_setup, django_db_blocker):
    outcomes = []
    for way in WAYS:
        with django_db_blocker.unblock(), cloned.entered():
            the_version()
            outcomes.append(way(act, ROWS[act]()))

    assert outcomes[1] == outcomes[0]


class Twice(Way):
    """Every action of the walk, the first time that it comes: in two copies of what is there."""

    def __init__(self, cloned):
        super().__init__()
        self.cloned, self.outcomes = cloned, {}

    def do(self, act, by, **given):
        if act not in self.outcomes:
            self.outcomes[act] = [self.tried(way, act, given | {"by": by}) for way in WAYS]
        return super().do(act, by, **given)

    def tried(self, way, act, given):
        connections.close_all()
        connection.close_pool()
        with self.cloned.entered(self.cloned.current):
            return way(act, given)


def test_so_do_all_actions_of_a_whole_cycle(fresh_database, cloned):
    way = Twice(cloned)

    for part in (begin, survey, take_part, agree, judge, report):
        part(way)

    differing = {act: both for act, both in way.outcomes.items() if both[0] != both[1]}
    assert differing == {}
