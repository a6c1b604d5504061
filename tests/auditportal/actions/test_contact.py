import pytest
from django.core.exceptions import PermissionDenied

from auditportal.actions import contact as contacts
from auditportal.models import Contact, Role
from tests.factories import ContactFactory, MitgliedschaftFactory, OrganisationFactory

DATA = {"name": "Leitung Jugendamt", "email": "jugendamt@kommune.example"}


@pytest.fixture
def editor():
    return MitgliedschaftFactory(role=Role.EDITOR)


def test_a_contact_is_entered_changed_and_removed_and_the_history_names_nobody(editor):
    organisation = editor.organisation

    made = contacts.add(organisation=organisation, by=editor.user, **DATA)
    contacts.change(contact=made, by=editor.user, phone="0234 1234")
    made.refresh_from_db()
    assert (made.name, made.phone) == ("Leitung Jugendamt", "0234 1234")
    contacts.remove(contact=made, by=editor.user)

    assert not Contact.objects.exists()
    texts = list(organisation.events.order_by("pk").values_list("text", flat=True))
    assert texts == ["Kontakt angelegt.", "Kontakt geändert.", "Kontakt entfernt."]


def test_a_reader_touches_no_contact():
    reader = MitgliedschaftFactory(role=Role.READER)
    contact = ContactFactory(organisation=reader.organisation)

    with pytest.raises(PermissionDenied, match="das Recht „Bearbeiten“"):
        contacts.add(organisation=reader.organisation, by=reader.user, **DATA)
    with pytest.raises(PermissionDenied):
        contacts.change(contact=contact, by=reader.user, name="Anders")
    with pytest.raises(PermissionDenied):
        contacts.remove(contact=contact, by=reader.user)


def test_an_editor_of_another_organisation_touches_no_contact(editor):
    contact = ContactFactory(organisation=OrganisationFactory())

    with pytest.raises(PermissionDenied):
        contacts.remove(contact=contact, by=editor.user)
