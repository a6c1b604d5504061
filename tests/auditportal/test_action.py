"""An action is a block: what a body forgets is done for it, or refused when it is written."""

import pytest
from django.core.exceptions import PermissionDenied

from auditportal.action import action, happened, nothing, unasked
from auditportal.actions import action as about_an_organisation
from auditportal.models import Organisation, OrganisationEventKind, Role
from auditportal.verdict import WHO, unless
from tests.factories.audits import a_traeger, a_user, an_organisation, member_of

FOUNDED = OrganisationEventKind.FOUNDED


def stranger():
    user = a_user()
    user.name = "Fremd"
    return user


def can_rename(user, organisation):
    return unless(user.name != "Fremd", WHO, "Nein.")


@about_an_organisation(FOUNDED)
def rename(*, organisation, name, by):
    organisation.name = name
    organisation.save()
    happened(f"Heißt jetzt {name}.")
    return organisation


def test_an_action_without_its_question_is_not_even_written():
    with pytest.raises(TypeError, match="has no can_paint"):

        @action()
        def paint(*, wall, by):
            pass


def test_what_a_question_wants_to_know_is_an_argument_of_the_action():
    with pytest.raises(TypeError, match="can_rename wants organisation, paint has none"):

        @action(asks=can_rename)
        def paint(*, wall, by):
            pass


@pytest.mark.django_db
def test_a_body_that_does_not_say_what_has_happened_is_refused():
    @about_an_organisation(FOUNDED, asks=can_rename)
    def forget(*, organisation, by):
        pass

    with pytest.raises(AssertionError, match="forget does not say what has happened"):
        forget(organisation=an_organisation(), by=a_user())


def test_nothing_happens_outside_of_an_action():
    with pytest.raises(AssertionError, match="outside of an action"):
        happened("Etwas.")


@pytest.mark.django_db
def test_the_block_reads_afresh_asks_and_writes_down():
    organisation, by = an_organisation(), a_user()
    stale = Organisation.objects.get(pk=organisation.pk)
    Organisation.objects.filter(pk=organisation.pk).update(ags="01001000")

    renamed = rename(organisation=stale, name="Neustadt", by=by)

    assert (renamed.name, renamed.ags) == ("Neustadt", "01001000")
    event = organisation.events.get()
    assert (event.kind, event.text, event.by) == ("founded", "Heißt jetzt Neustadt.", by)


@pytest.mark.django_db
def test_who_may_not_changes_nothing():
    organisation = an_organisation(name="Altstadt")

    with pytest.raises(PermissionDenied, match="Nein"):
        rename(organisation=organisation, name="Neustadt", by=stranger())

    organisation.refresh_from_db()
    assert organisation.name == "Altstadt"
    assert not organisation.events.exists()


@pytest.mark.django_db
def test_nothing_of_an_action_that_fails_stays_and_its_rights_are_read_afresh():
    @about_an_organisation(FOUNDED, asks=unasked, locks=nothing)
    def fail(*, organisation, by):
        rename(organisation=organisation, name="Halb", by=by)
        raise ValueError("Mittendrin.")

    organisation, by = an_organisation(name="Ganz"), member_of(a_traeger(), Role.OFFICE)

    with pytest.raises(ValueError, match="Mittendrin"):
        fail(organisation=organisation, by=by)

    organisation.refresh_from_db()
    assert organisation.name == "Ganz"
