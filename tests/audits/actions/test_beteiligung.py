import pytest
from django.core.exceptions import PermissionDenied

from auditportal.models import OrganisationKind, Role
from auditportal.verdict import NotYet
from audits.actions import beteiligung as beteiligungen
from audits.actions import cycle as cycles
from audits.actions import goal as goals
from audits.models import AuditCycle
from handlungsfelder.models import Party
from tests.audits.settled import assert_settled
from tests.factories.audits import a_cycle, a_version, an_organisation, cast_of, member_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def cycle():
    return a_cycle("strategieworkshop", a_version(1, code="GWQ"))


@pytest.fixture
def cast(cycle):
    return cast_of(cycle)


@pytest.fixture
def guest():
    return an_organisation(OrganisationKind.PARTNER, "Nachbarschaftshaus")


def invite(cycle, guest, by):
    return beteiligungen.invite(cycle=cycle, organisation=guest, by=by)


def test_the_people_of_an_invited_organisation_contribute_and_sign_nothing(cycle, cast, guest):
    member = member_of(guest, Role.SIGNATORY)
    assert not AuditCycle.objects.visible_to(member)

    party = invite(cycle, guest, cast.editor)

    assert_settled()
    assert (party.function, party.signs, party.label) == (Party.PARTNER, False, "Mitwirkende")
    member.forget_rights()
    assert AuditCycle.objects.visible_to(member).get() == cycle
    feld = cycle.felder[0]
    assert goals.add_goal(cycle=cycle, handlungsfeld=feld, title="Ein Treff", by=member)
    with pytest.raises(PermissionDenied):
        cycles.advance(run=cycle.open_run, by=member)


def test_both_sides_and_the_office_invite_nobody_else_does(cycle, cast, guest):
    town = member_of(cycle.parties.get(side="kommune").organisation, Role.EDITOR)
    for by in (cast.reader, cast.auditor, cast.assessors[0], cast.stranger):
        with pytest.raises(PermissionDenied):
            invite(cycle, guest, by)

    for by in (town, cast.office):
        invite(cycle, an_organisation(OrganisationKind.PARTNER), by)

    assert cycle.parties.filter(function=Party.PARTNER).count() == 2


def test_a_guest_invites_nobody(cycle, cast, guest):
    invite(cycle, guest, cast.office)

    with pytest.raises(PermissionDenied):
        invite(cycle, an_organisation(), member_of(guest, Role.SIGNATORY))


def test_nobody_takes_part_twice_and_no_traeger_at_all(cycle, cast, guest):
    invite(cycle, guest, cast.office)

    for again in (guest, cycle.parties.first().organisation):
        with pytest.raises(NotYet, match="Schon beteiligt"):
            invite(cycle, again, cast.office)
    with pytest.raises(NotYet, match="Träger von Verfahren"):
        invite(cycle, cycle.owner, cast.office)


def test_release_takes_the_sight_and_leaves_the_work(cycle, cast, guest):
    member = member_of(guest, Role.EDITOR)
    party = invite(cycle, guest, cast.office)
    goals.add_goal(cycle=cycle, handlungsfeld=cycle.felder[0], title="Ein Treff", by=member)

    beteiligungen.release(party=party, by=cast.editor)

    assert_settled()
    member.forget_rights()
    assert not AuditCycle.objects.visible_to(member)
    assert cycle.goals.get().title == "Ein Treff"
    assert cycle.events.first().text == "Wirkt nicht mehr mit: Nachbarschaftshaus."


def test_a_side_of_its_own_is_not_released(cycle, cast):
    with pytest.raises(NotYet, match="nimmt selbst teil"):
        beteiligungen.release(party=cycle.parties.first(), by=cast.office)


def test_a_guest_may_take_part_in_several_running_cycles(cast, cycle, guest):
    other = a_cycle("strategieworkshop", cycle.version)
    office = member_of(cycle.owner, Role.OFFICE)

    for one in (cycle, other):
        invite(one, guest, office)

    assert guest.parties.count() == 2
