"""People to call or write to who need no login."""

from typing import TypedDict, Unpack

from auditportal import permissions
from auditportal.action import happened
from auditportal.actions import action
from auditportal.actions.betreuung import take_up
from auditportal.actions.versioned import overwrite
from auditportal.models import Contact, Organisation, OrganisationEventKind, User
from auditportal.verdict import Verdict


class ContactData(TypedDict, total=False):
    name: str
    function: str
    email: str
    phone: str


def can_keep(user: User, organisation: Organisation) -> Verdict:
    return permissions.may_change(user, organisation)


@action(OrganisationEventKind.CONTACT, asks=can_keep)
def add(*, organisation: Organisation, by: User, **data: Unpack[ContactData]) -> Contact:
    contact = Contact.objects.create(organisation=organisation, **data)
    take_up(organisation, by)
    happened("Kontakt angelegt.")
    return contact


@action(OrganisationEventKind.CONTACT, asks=can_keep)
def change(
    *, contact: Contact, by: User, version: int | None = None, **data: Unpack[ContactData]
) -> Contact:
    overwrite(contact, version=version, by=by, **data)
    happened("Kontakt geändert.")
    return contact


@action(OrganisationEventKind.CONTACT, asks=can_keep)
def remove(*, contact: Contact, by: User) -> None:
    """Nothing of a contact is kept: it is a person's data that nobody needs any more."""
    contact.delete()
    happened("Kontakt entfernt.")
