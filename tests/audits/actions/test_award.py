import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied

from auditportal import clock
from auditportal.verdict import NotYet
from audits.actions import award as awards
from audits.models import Award
from tests.factories.audits import a_cycle, cast_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("first", "last"),
    [
        (dt.date(2010, 7, 1), dt.date(2013, 6, 30)),
        (dt.date(2024, 2, 29), dt.date(2027, 2, 27)),
        (dt.date(2026, 1, 1), dt.date(2028, 12, 31)),
    ],
)
def test_it_holds_for_36_months_less_a_day(first, last):
    assert awards.last_day(a_cycle(), first) == last


def test_award_rests_on_the_judgement_and_on_the_newest_frozen_version():
    cycle = a_cycle(at="zertifizierung")

    awarded = awards.award(
        cycle=cycle, number="FGK-1", valid_from=clock.today(), by=cast_of(cycle).director
    )

    assert awarded.begutachtung == cycle.begutachtungen.get()
    assert awarded.fassung == cycle.fassungen.get(kind="agreement")
    assert not cycle.tasks.filter(gate__kind="award").exists()


def test_award_is_refused_to_the_wrong_side_and_a_second_time():
    cycle = a_cycle(at="zertifizierung")
    cast = cast_of(cycle)
    facts = {"cycle": cycle, "number": "FGK-1", "valid_from": clock.today()}

    with pytest.raises(PermissionDenied):
        awards.award(by=cast.signatory, **facts)
    awards.award(by=cast.director, **facts)
    with pytest.raises(NotYet, match="Bereits verliehen: FGK-1"):
        awards.award(by=cast.director, **facts)

    assert Award.objects.count() == 1
