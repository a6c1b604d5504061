import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from auditportal.models import Role
from auditportal.verdict import NotYet
from audits.actions import cycle as cycles
from audits.actions import fassung as fassungen
from audits.actions import goal as goals
from audits.actions import zustimmung as zustimmungen
from audits.models import FassungKind, Task, Zustimmung
from audits.reminding import recipients
from handlungsfelder.models import GateKind
from tests.audits.settled import assert_settled
from tests.factories.audits import a_cycle, a_goal, a_measure, a_version, member_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def cycle():
    """Two sides with a frozen version, to which neither has agreed yet."""
    cycle = a_cycle("ausarbeitung", a_version(1, code="GWQ"))
    for feld in cycle.felder:
        a_measure(a_goal(cycle, feld), influence="direct")
    fassungen.freeze(cycle=cycle, by=of(cycle, "unternehmen", Role.EDITOR))
    return cycle


def side(cycle, code):
    return cycle.parties.get(side=code).organisation


def of(cycle, code, role=Role.SIGNATORY):
    return member_of(side(cycle, code), role)


def newest(cycle):
    return cycle.fassungen.filter(kind=FassungKind.AGREEMENT).order_by("number").last()


def agree(cycle, code, by=None):
    return zustimmungen.agree(
        fassung=newest(cycle),
        organisation=side(cycle, code),
        body="Aufsichtsrat",
        by=by or of(cycle, code),
    )


def consents(cycle):
    return cycle.tasks.filter(gate__kind=GateKind.CONSENT)


def test_every_side_has_its_own_task_and_sees_only_this(cycle):
    company, town = of(cycle, "unternehmen"), of(cycle, "kommune")

    texts = [
        [task.text for task in Task.objects.for_user(user).filter(gate__kind=GateKind.CONSENT)]
        for user in (company, town)
    ]

    assert texts == [
        [f"Die Zustimmung zu {newest(cycle)} fehlt: {side(cycle, code)}."]
        for code in ("unternehmen", "kommune")
    ]


def test_agree_opens_the_gate_only_when_both_have(cycle):
    agree(cycle, "unternehmen")

    assert [task.organisation for task in consents(cycle)] == [side(cycle, "kommune")]
    assert_settled()

    agree(cycle, "kommune")

    assert not cycle.tasks.exists()
    assert_settled()
    assert "stimmt zu: Zielvereinbarung" in cycle.events.first().text


@pytest.mark.parametrize("role", [Role.READER, Role.EDITOR])
def test_agree_needs_the_right_to_sign(cycle, role):
    with pytest.raises(PermissionDenied, match="Recht: Zeichnen"):
        agree(cycle, "kommune", by=of(cycle, "kommune", role))


def test_agree_is_refused_to_who_signs_for_the_other_side_or_the_traeger(cycle):
    director = member_of(cycle.owner, Role.DIRECTOR)

    for by in (of(cycle, "unternehmen"), director):
        with pytest.raises(PermissionDenied, match=f"Hier stimmt zu: {side(cycle, 'kommune')}"):
            agree(cycle, "kommune", by=by)

    assert not Zustimmung.objects.exists()


def test_agree_is_once_for_each_side(cycle):
    agree(cycle, "kommune")

    with pytest.raises(NotYet, match="Schon zugestimmt"):
        agree(cycle, "kommune")


def test_agree_is_refused_while_the_draft_has_moved_away(cycle):
    change(cycle)

    with pytest.raises(NotYet, match="Der Entwurf weicht"):
        agree(cycle, "kommune")

    assert all("neu" in task.text or task.waits_for for task in cycle.tasks.all())


def change(cycle):
    goal = cycle.goals.first()
    editor = of(cycle, "kommune", Role.EDITOR)
    goals.change_goal(goal=goal, title="Anders", description="", version=None, by=editor)
    return editor


def test_a_new_version_needs_the_agreement_of_both_anew(cycle):
    old = agree(cycle, "unternehmen").fassung
    fassungen.freeze(cycle=cycle, by=change(cycle))

    assert consents(cycle).count() == 2
    with pytest.raises(NotYet, match="Es gibt eine neuere Fassung"):
        zustimmungen.agree(
            fassung=old,
            organisation=side(cycle, "kommune"),
            body="Rat",
            by=of(cycle, "kommune"),
        )
    assert_settled()


def test_what_was_agreed_is_refused_any_change(cycle):
    given = agree(cycle, "unternehmen")

    for write in (lambda: given.delete(), lambda: Zustimmung.objects.update(body="Niemand")):
        with pytest.raises(IntegrityError, match="frozen"), transaction.atomic():
            write()


def test_the_phase_is_left_only_with_both(cycle):
    editor = of(cycle, "kommune", Role.EDITOR)
    agree(cycle, "unternehmen")
    with pytest.raises(NotYet, match="Die Zustimmung zu Fassung 1"):
        cycles.advance(run=cycle.open_run, by=editor)

    agree(cycle, "kommune")

    assert cycles.advance(run=cycle.open_run, by=editor).open_run.phase.code == "einreichung"


def test_only_the_people_of_the_missing_side_are_reminded(cycle):
    town = of(cycle, "kommune")
    of(cycle, "unternehmen")
    (task,) = recipients.tasks(organisation=side(cycle, "kommune"), gate__kind=GateKind.CONSENT)

    told = recipients.recipients(task, recipients.People.around([cycle.pk]))

    assert [one.email for one in told] == [town.email]
