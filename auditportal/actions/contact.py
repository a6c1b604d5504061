"""People to call or write to who need no login."""

from typing import TypedDict, Unpack

from auditportal import permissions
from auditportal.actions.betreuung import take_up
from auditportal.history import record
from auditportal.models import Contact, Organisation, User
from auditportal.transaction import action
from auditportal.verdict import Verdict


class ContactData(TypedDict, total=False):
    name: str
    function: str
    email: str
    phone: str


def can_add(user: User, organisation: Organisation) -> Verdict:
    return permissions.may_change(user, organisation)


@action
def add(*, organisation: Organisation, by: User, **data: Unpack[ContactData]) -> Contact:
    can_add(by, organisation).require()
    contact = Contact.objects.create(organisation=organisation, **data)
    take_up(organisation, by)
    record(organisation=organisation, kind="contact", text="Kontakt angelegt.", by=by)
    return contact


def can_change(user: User, contact: Contact) -> Verdict:
    return permissions.may_change(user, contact.organisation)


@action
def change(*, contact: Contact, by: User, **data: Unpack[ContactData]) -> Contact:
    contact = Contact.objects.select_for_update(of=["self"]).get(pk=contact.pk)
    can_change(by, contact).require()
    for name, value in data.items():
        setattr(contact, name, value)
    contact.save()
    record(organisation=contact.organisation, kind="contact", text="Kontakt geändert.", by=by)
    return contact


def can_remove(user: User, contact: Contact) -> Verdict:
    return permissions.may_change(user, contact.organisation)


@action
def remove(*, contact: Contact, by: User) -> None:
    """Nothing of a contact is kept: it is a person's data that nobody needs any more."""
    contact = Contact.objects.select_for_update(of=["self"]).get(pk=contact.pk)
    can_remove(by, contact).require()
    contact.delete()
    record(organisation=contact.organisation, kind="contact", text="Kontakt entfernt.", by=by)
