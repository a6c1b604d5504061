"""Two at the same time: the row of the organisation lets one of them in first."""

from threading import Barrier, Thread

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection

from auditportal.actions import invitation as invitations
from auditportal.actions import mitgliedschaft as mitgliedschaften
from auditportal.models import Invitation, Mitgliedschaft, Role, User
from auditportal.verdict import NotYet
from tests.auditportal.grants import earned, granted
from tests.factories import InvitationFactory, MitgliedschaftFactory, TraegerFactory

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*calls) -> list[str]:
    """What each call came to, when all begin in the same moment."""
    barrier, outcomes = Barrier(len(calls)), []

    def run(call):
        try:
            barrier.wait()
            call()
            outcomes.append("done")
        except (NotYet, PermissionDenied) as refusal:
            outcomes.append(type(refusal).__name__)
        finally:
            connection.close()

    threads = [Thread(target=run, args=[call]) for call in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(outcomes)


def test_two_directors_who_remove_each_other_leave_one():
    one = MitgliedschaftFactory(role=Role.DIRECTOR, organisation=TraegerFactory())
    two = MitgliedschaftFactory(role=Role.DIRECTOR, organisation=one.organisation)

    outcomes = at_once(
        lambda: mitgliedschaften.end(mitgliedschaft=two, by=User.objects.get(pk=one.user_id)),
        lambda: mitgliedschaften.end(mitgliedschaft=one, by=User.objects.get(pk=two.user_id)),
    )

    assert outcomes == ["PermissionDenied", "done"]
    assert Mitgliedschaft.objects.open().filter(role=Role.DIRECTOR).count() == 1
    assert granted() == earned()


def test_a_double_click_on_an_invitation_makes_one_login():
    invitation = InvitationFactory()
    data = {"invitation": invitation, "name": "Neue Person", "password": "vier-grosse-Worte"}

    outcomes = at_once(*[lambda: invitations.accept_as_new(**data)] * 2)

    assert outcomes == ["NotYet", "done"]
    assert User.objects.filter(email=invitation.email).count() == 1
    assert Mitgliedschaft.objects.open().count() == 1


def test_two_invitations_of_one_address_at_once_become_one():
    signatory = MitgliedschaftFactory(role=Role.SIGNATORY)
    data = {"organisation": signatory.organisation, "email": "neu@kommune.example"}
    data |= {"name": "Neue Person", "role": Role.READER}

    def invite():
        invitations.invite(by=User.objects.get(pk=signatory.user_id), **data)

    assert at_once(invite, invite) == ["NotYet", "done"]
    assert Invitation.objects.pending().count() == 1
