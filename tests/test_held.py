"""In every room who writes takes the lock before anything is read: a right that is lost while one
waits is lost, and a row is written as it stands then."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from django.db import models
from django.urls import reverse

from auditportal.action import action, unasked
from auditportal.actions import action as about_an_organisation
from auditportal.actions import mitgliedschaft as mitgliedschaften
from auditportal.lock import lock_of, locking
from auditportal.models import Contact, Mitgliedschaft, Organisation, Role, User
from auditportal.transaction import acting
from auditportal.views.loading import get_visible
from certificates.models import Zertifikat
from handlungsfelder.actions import programm as programme
from handlungsfelder.models import Entwurf, PhaseHelp, Programm
from tests.at_once.waiting import is_waiting, post_beside, somebody_inside, until
from tests.factories.auditportal import ContactFactory, InvitationFactory
from tests.factories.audits import a_traeger, a_user, a_version, an_organisation, member_of
from tests.handlungsfelder.drafts import a_draft


@dataclass
class Saving:
    """Somebody's saving: under whose lock, and what tells that it was written."""

    by: User
    lock: models.Model
    url: str
    typed: dict
    is_written: Callable[[], bool]
    status: int = 404


def a_town() -> Saving:
    town = an_organisation(name="Altstadt")
    typed = {"name": "Neustadt", "kind": "kommune", "version": 0}
    url = reverse("auditportal:organisation_change", args=[town.pk])
    rows = Organisation.objects.filter(name="Neustadt")
    return Saving(member_of(town, Role.EDITOR), town, url, typed, rows.exists)


def a_new_contact() -> Saving:
    town = an_organisation()
    url = reverse("auditportal:contact_create", args=[town.pk])
    by, rows = member_of(town, Role.EDITOR), Contact.objects.filter(name="Anna")
    return Saving(by, town, url, {"name": "Anna", "phone": "0 12"}, rows.exists)


def a_contact() -> Saving:
    one = ContactFactory(name="Anna")
    by, rows = member_of(one.organisation, Role.EDITOR), Contact.objects.filter(name="Berta")
    url = reverse("auditportal:contact_change", args=[one.pk])
    return Saving(
        by, one.organisation, url, {"name": "Berta", "phone": "0 12", "version": 0}, rows.exists
    )


def an_invitation() -> Saving:
    one = InvitationFactory()
    url = reverse("auditportal:invitation_withdraw", args=[one.pk])
    by, rows = member_of(one.organisation, Role.SIGNATORY), type(one).objects.pending()
    return Saving(by, one.organisation, url, {}, lambda: not rows.exists())


def a_part_of_a_draft() -> Saving:
    draft = a_draft()
    by = member_of(draft.owner, Role.OFFICE)
    url = reverse("handlungsfelder:row_change", args=[draft.pk, "handlungsfelder", 0])
    typed = {"of": "leben", "code": "leben", "name": "Wohnen im Ort", "version": draft.version}
    rows = Entwurf.objects.filter(data__handlungsfelder__0__name="Wohnen im Ort")
    return Saving(by, draft, url, typed, rows.exists)


def a_draft_that_is_presented() -> Saving:
    draft = a_draft()
    url = reverse("handlungsfelder:entwurf_present", args=[draft.pk])
    rows = Entwurf.objects.filter(presented_at__isnull=False)
    return Saving(member_of(draft.owner, Role.OFFICE), draft, url, {}, rows.exists)


def a_new_draft() -> Saving:
    owner = a_traeger()
    url, typed = reverse("handlungsfelder:entwurf_create"), {"code": "NEU", "name": "Neues"}
    by = member_of(owner, Role.OFFICE)
    return Saving(by, owner, url, typed, Entwurf.objects.exists, status=403)


def a_copied_version() -> Saving:
    version = a_version(owner=a_traeger())
    owner = version.verfahren.owner
    url = reverse("handlungsfelder:version_copy", args=[version.pk])
    return Saving(member_of(owner, Role.OFFICE), owner, url, {}, Entwurf.objects.exists)


def a_help_text() -> Saving:
    version = a_version(owner=a_traeger())
    owner, phase = version.verfahren.owner, version.way[0]
    url = reverse("handlungsfelder:phasehelp_change", args=[version.pk, phase.pk])
    rows = PhaseHelp.objects.filter(text="So geht es.")
    typed = {"text": "So geht es.", "version": phase.help.version}
    return Saving(member_of(owner, Role.OFFICE), owner, url, typed, rows.exists)


def a_programme() -> Saving:
    owner = a_traeger()
    by = member_of(owner, Role.OFFICE)
    days = {"begins_on": dt.date(2026, 1, 1), "ends_on": dt.date(2027, 1, 1)}
    one = programme.create(owner=owner, by=by, code="DWK", name="Alt", **days)
    url = reverse("handlungsfelder:programm_change", args=[one.pk])
    typed = {"code": "DWK", "name": "Neu", "version": one.version} | days
    return Saving(by, one, url, typed, Programm.objects.filter(name="Neu").exists)


SAVINGS = [
    a_town, a_new_contact, a_contact, an_invitation, a_part_of_a_draft, a_draft_that_is_presented,
    a_new_draft, a_copied_version, a_help_text, a_programme,
]  # fmt: skip


@pytest.mark.parametrize("saving", SAVINGS)
def test_who_loses_the_right_while_the_saving_waits_saves_nothing(fresh_database, saving):
    one = saving()
    membership = Mitgliedschaft.objects.select_related("organisation").get(user=one.by)
    chief = Role.DIRECTOR if one.by.rights.is_traeger else Role.SIGNATORY
    by = member_of(membership.organisation, chief)

    def lose_the_right():
        mitgliedschaften.end(mitgliedschaft=membership, by=by)

    with somebody_inside(type(one.lock), one.lock.pk, who_leaves_with=lose_the_right):
        thread, answers = post_beside(one.by, one.url, one.typed)
        until(is_waiting)
    thread.join()

    assert [answer.status_code for answer in answers] == [one.status]
    assert not one.is_written()


@pytest.mark.django_db
@pytest.mark.parametrize("saving", SAVINGS)
def test_the_same_saving_is_written_when_nobody_is_faster(client, saving):
    one = saving()
    client.force_login(one.by)

    answer = client.post(one.url, one.typed)

    assert answer.status_code == 302, answer.context["form"].errors
    assert one.is_written()


# --- read once ----------------------------------------------------------------------------------


@action(asks=unasked)
def look(*, about, by):
    return about


@about_an_organisation(None, asks=unasked)
def look_at(*, about, by):
    return about


def held(rf, row, by):
    request = rf.post("/")
    request.user = by
    return get_visible(type(row), request, row.pk)


ROWS = [(look_at, an_organisation), (look_at, ContactFactory), (look, a_draft)]


@pytest.mark.django_db
@pytest.mark.parametrize(("act", "make"), ROWS)
def test_an_action_takes_the_row_that_the_request_has_read_under_the_lock(rf, act, make):
    row = make()
    by = member_of(getattr(row, "owner", None) or a_traeger(), Role.OFFICE)
    with acting(by.pk, is_request=True):
        found = held(rf, row, by)

        assert act(about=found, by=by) is found
        assert act(about=found, by=by) is not found, "the first one may have changed it"


@pytest.mark.django_db
@pytest.mark.parametrize(("act", "make"), ROWS)
def test_a_request_that_read_before_it_locked_is_refused(rf, act, make):
    row, by = make(), a_user()
    refused = pytest.raises(AssertionError, match="The request read before it locked")

    with acting(by.pk, is_request=True), refused:
        act(about=type(row).objects.get(pk=row.pk), by=by)


@pytest.mark.django_db
def test_each_row_says_which_one_is_its_lock():
    version = a_version(owner=a_traeger())
    owner, contact = version.verfahren.owner, ContactFactory()
    town = contact.organisation

    assert lock_of(town) == ("auditportal_organisation", town.pk)
    assert lock_of(contact) == ("auditportal_organisation", town.pk)
    assert lock_of(version.way[0]) == ("auditportal_organisation", owner.pk)
    assert locking(Zertifikat, "id")[0] == "audits_auditcycle"
