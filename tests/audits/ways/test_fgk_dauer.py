"""The third rung: from the first award over the second to the one without an end."""

import datetime as dt

import pytest

from auditportal import clock
from audits.actions import award as awards
from audits.actions import goal as goals
from audits.gates.beschluss import latest_agreement
from audits.gates.fassung import agreement_is_open
from audits.models import AuditCycle, AwardState, Mark
from tests.audits.ways.walking import Way
from tests.factories.audits import a_cycle, a_version, the_version

pytestmark = pytest.mark.django_db


def the_next(before: AuditCycle, code: str, **about) -> Way:
    version = a_version(1, owner=before.owner, code=code)
    return Way(version, before.parties.get().organisation, before=before, **about)


@pytest.fixture
def way():
    """The second award holds, its reports go on."""
    second = a_version(1, owner=the_version().verfahren.owner, code="FGK-BIL")
    return the_next(a_cycle(at="umsetzung", version=second), "FGK-DAUER", rhythm_months=18)


def test_from_the_first_award_to_the_one_without_an_end():
    first = a_cycle(at="umsetzung")
    second = the_next(first, "FGK-BIL").to("umsetzung").cycle

    cycle = the_next(second, "FGK-DAUER").to("erhaltungsworkshop").cycle

    award = cycle.awards.get()
    assert cycle.rhythm_months == 12
    assert award.valid_to is None
    assert award.state == AwardState.ACTIVE
    assert award.period.startswith("dauerhaft ab ")
    states = [one.awards.get().state for one in (first, second)]
    assert states == [AwardState.REPLACED, AwardState.REPLACED]


def test_the_workshop_comes_in_the_chosen_rhythm_again_and_again(way):
    way.to("erhaltungsworkshop")
    begun = clock.today()
    assert way.cycle.open_run.due_on == clock.months_after(begun, 18)

    later = clock.now() + dt.timedelta(days=500)
    with clock.stopped_at(later):
        way.to("erhaltungsworkshop")

        run = way.cycle.open_run
        assert run.round == 2
        assert run.due_on == clock.months_after(clock.day_of(later), 18)
        assert [task.text for task in way.cycle.tasks.all()] == [
            "Noch nicht geplant: Erhaltungsworkshop."
        ]
        way.to("erhaltungsworkshop")

    assert way.cycle.open_run.round == 3
    assert latest_agreement(way.cycle).number == 3


def test_every_fortschreibung_freezes_a_version_of_its_own(way):
    way.to("fortschreibung")
    before = latest_agreement(way.cycle)

    assert [task.gate.kind for task in way.cycle.tasks.all()] == ["fassung"]

    way.to("erhaltungsworkshop")

    assert latest_agreement(way.cycle).number == before.number + 1


def test_goals_are_closed_while_the_award_is_due_and_open_in_every_round_after_it(way):
    open_in = {}
    for _ in range(6):
        open_in.setdefault(way.phase, bool(agreement_is_open(way.cycle)))
        way.step()

    assert open_in == {
        "mitgliedschaft": True,
        "uebernahme": True,
        "zertifizierung": False,
        "erhaltungsworkshop": True,
        "fortschreibung": True,
    }


def test_what_no_longer_fits_stays_as_a_record_of_the_earlier_agreement(way):
    way.to("erhaltungsworkshop")
    goal = way.cycle.goals.filter(mark=Mark.CONTINUED).first()

    way.do(goals.remove_goal, way.editor, goal=goal)
    way.to("fortschreibung").to("erhaltungsworkshop")

    goal.refresh_from_db()
    assert goal.mark == Mark.BALANCED
    assert f'"{goal.title}"' not in latest_agreement(way.cycle).content


def test_it_rests_when_the_workshop_is_missing_holds_again_and_can_be_withdrawn(way):
    way.to("erhaltungsworkshop")
    award = way.cycle.awards.get()

    award = way.do(awards.suspend, way.director, awarded=award, reason="Kein Workshop.")
    assert (award.state, award.state_on) == (AwardState.SUSPENDED, clock.today())

    way.to("fortschreibung")
    award = way.do(awards.resume, way.director, awarded=award)
    assert (award.state, award.state_on, award.state_reason) == (AwardState.ACTIVE, None, "")

    award = way.do(awards.withdraw, way.director, awarded=award, reason="Austritt.")
    assert (award.state, award.state_reason) == (AwardState.WITHDRAWN, "Austritt.")
    kinds = list(way.cycle.events.order_by("pk").values_list("kind", flat=True))
    assert [one for one in kinds if one in ("suspended", "resumed", "withdrawn")] == [
        "suspended",
        "resumed",
        "withdrawn",
    ]
