import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from auditportal import clock
from auditportal.models import Mail, OrganisationKind, Role
from auditportal.verdict import NotYet
from audits.actions import beteiligung as beteiligungen
from audits.actions import cycle as cycles
from audits.actions import document as documents
from audits.actions import goal as goals
from audits.models import AuditCycle
from handlungsfelder.models import Party
from tests.audits.settled import assert_settled
from tests.factories.audits import (
    a_cycle,
    a_partner,
    a_user,
    a_version,
    an_organisation,
    cast_of,
    member_of,
)

pytestmark = pytest.mark.django_db
GONE = "nicht mehr offen|schon entschieden"


@pytest.fixture
def cycle():
    return a_cycle("strategieworkshop", a_version(1, code="GWQ"))


@pytest.fixture
def cast(cycle):
    return cast_of(cycle)


@pytest.fixture
def guest():
    return an_organisation(OrganisationKind.PARTNER, "Nachbarschaftshaus")


def propose(cycle, guest, by):
    return beteiligungen.propose(cycle=cycle, organisation=guest, by=by)


def invited(cycle, guest, cast):
    proposed = propose(cycle, guest, cast.editor)
    return beteiligungen.give(mitwirkung=proposed, by=cast.signatory)


def sees(user, cycle):
    user.forget_rights()
    return cycle in AuditCycle.objects.visible_to(user)


def test_nobody_sees_anything_before_it_is_proposed_given_and_accepted(cycle, cast, guest):
    member = member_of(guest, Role.SIGNATORY)

    proposed = propose(cycle, guest, cast.editor)
    assert not sees(member, cycle)
    given = beteiligungen.give(mitwirkung=proposed, by=cast.signatory)
    assert not sees(member, cycle)
    party = beteiligungen.accept(mitwirkung=given, by=member)

    assert_settled()
    assert (party.function, party.signs, party.label) == (Party.PARTNER, False, "Mitwirkende")
    assert sees(member, cycle)
    assert [event.text for event in cycle.events.all()[:3]] == [
        "Wirkt mit: Nachbarschaftshaus.",
        "Zur Mitwirkung eingeladen: Nachbarschaftshaus.",
        "Zur Mitwirkung vorgeschlagen: Nachbarschaftshaus.",
    ]


def test_who_contributes_works_on_the_contents_and_acts_for_nobody(cycle, cast, guest):
    member = member_of(a_partner(cycle, guest), Role.SIGNATORY)

    assert goals.add_goal(cycle=cycle, handlungsfeld=cycle.felder[0], title="Treff", by=member)
    for act in (
        lambda: cycles.advance(run=cycle.open_run, by=member),
        lambda: documents.can_add(member, cycle, "kooperation").require(),
        lambda: propose(cycle, an_organisation(), member),
    ):
        with pytest.raises(PermissionDenied):
            act()


@pytest.mark.parametrize("role", ["reader", "auditor", "stranger", "assessor"])
def test_who_does_not_work_on_it_for_a_side_proposes_nobody(cycle, cast, guest, role):
    by = cast.assessors[0] if role == "assessor" else getattr(cast, role)

    with pytest.raises(PermissionDenied):
        propose(cycle, guest, by)


def test_both_sides_and_the_office_propose(cycle, cast):
    town = member_of(cycle.parties.get(side="kommune").organisation, Role.EDITOR)

    for by in (town, cast.office, cast.editor):
        propose(cycle, an_organisation(OrganisationKind.PARTNER), by)

    assert cycle.mitwirkungen.open().count() == 3


@pytest.mark.parametrize("role", ["editor", "office", "director", "auditor", "stranger"])
def test_only_who_signs_for_a_side_lets_somebody_in(cycle, cast, guest, role):
    proposed = propose(cycle, guest, cast.editor)

    with pytest.raises(PermissionDenied):
        beteiligungen.give(mitwirkung=proposed, by=getattr(cast, role))

    assert not cycle.parties.filter(function=Party.PARTNER).exists()


def test_who_signs_proposes_and_invites_at_once(cycle, cast, guest):
    assert propose(cycle, guest, cast.signatory).given_by == cast.signatory


def test_the_invited_answer_for_themselves_and_only_when_they_are_asked(cycle, cast, guest):
    proposed = propose(cycle, guest, cast.editor)
    signatory, editor = member_of(guest, Role.SIGNATORY), member_of(guest, Role.EDITOR)
    with pytest.raises(NotYet, match=GONE):
        beteiligungen.accept(mitwirkung=proposed, by=signatory)

    given = beteiligungen.give(mitwirkung=proposed, by=cast.signatory)

    for by in (editor, cast.signatory, cast.office):
        with pytest.raises(PermissionDenied):
            beteiligungen.accept(mitwirkung=given, by=by)
    beteiligungen.accept(mitwirkung=given, by=signatory)
    with pytest.raises(NotYet, match=GONE):
        beteiligungen.accept(mitwirkung=given, by=signatory)


@pytest.mark.parametrize("by", ["guest", "editor"])
def test_either_side_says_no_while_it_is_open(cycle, cast, guest, by):
    given = invited(cycle, guest, cast)
    signatory = member_of(guest, Role.SIGNATORY)

    beteiligungen.decline(mitwirkung=given, by=signatory if by == "guest" else cast.editor)

    with pytest.raises(NotYet, match=GONE):
        beteiligungen.accept(mitwirkung=given, by=signatory)
    assert propose(cycle, guest, cast.editor), "asked again another day"


def test_both_who_decide_are_told_by_mail(cycle, cast, guest):
    signatory = member_of(guest, Role.SIGNATORY)

    invited(cycle, guest, cast)

    assert {(mail.recipient, mail.subject) for mail in Mail.objects.all()} == {
        (cast.signatory.email, "Vorschlag zur Mitwirkung: Nachbarschaftshaus"),
        (signatory.email, f"Einladung zur Mitwirkung: {cycle}"),
    }


def test_nobody_takes_part_twice_and_no_traeger_at_all(cycle, cast, guest):
    propose(cycle, guest, cast.office)

    with pytest.raises(NotYet, match="Schon vorgeschlagen"):
        propose(cycle, guest, cast.office)
    with pytest.raises(NotYet, match="Schon beteiligt"):
        propose(cycle, cycle.parties.first().organisation, cast.office)
    with pytest.raises(NotYet, match="Träger von Verfahren"):
        propose(cycle, cycle.owner, cast.office)


@pytest.mark.parametrize("role", ["editor", "office", "guest"])
def test_release_takes_the_sight_and_leaves_the_work(cycle, cast, guest, role):
    member = member_of(a_partner(cycle, guest), Role.SIGNATORY)
    goals.add_goal(cycle=cycle, handlungsfeld=cycle.felder[0], title="Ein Treff", by=member)
    party = cycle.parties.get(organisation=guest)

    by = member if role == "guest" else getattr(cast, role)
    beteiligungen.release(party=party, by=by)

    assert_settled()
    assert not sees(member, cycle)
    assert cycle.goals.get().title == "Ein Treff"
    assert cycle.events.first().text == "Wirkt nicht mehr mit: Nachbarschaftshaus."
    assert not cycle.mitwirkungen.running().exists()


def test_a_side_of_its_own_is_not_released(cycle, cast):
    with pytest.raises(NotYet, match="nimmt selbst teil"):
        beteiligungen.release(party=cycle.parties.first(), by=cast.office)


def test_a_guest_may_take_part_in_several_running_cycles(cycle, guest):
    other = a_cycle("strategieworkshop", cycle.version)

    for one in (cycle, other):
        a_partner(one, guest)

    assert guest.parties.count() == 2


def test_the_database_itself_wants_it_given_before_it_is_accepted(cycle, cast, guest):
    proposed = propose(cycle, guest, cast.editor)

    with pytest.raises(IntegrityError, match="given_before"), transaction.atomic():
        cycle.mitwirkungen.filter(pk=proposed.pk).update(
            accepted_at=clock.now(), accepted_by=a_user()
        )
