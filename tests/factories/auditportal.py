"""One factory for each model of the room, each with the least that makes a valid row."""

import datetime as dt

import factory
from factory.django import DjangoModelFactory

from auditportal import clock
from auditportal.models import (
    Contact,
    Invitation,
    Mail,
    Mitgliedschaft,
    Organisation,
    OrganisationKind,
    RegisterEntry,
    RegisterLevel,
    Role,
    User,
    sort_key,
)
from auditportal.models.invitation import token_hash
from auditportal.permissions import grant_role

__all__ = [
    "PASSWORD",
    "ContactFactory",
    "InvitationFactory",
    "KreisFactory",
    "MailFactory",
    "MitgliedschaftFactory",
    "OrganisationFactory",
    "RegisterEntryFactory",
    "TraegerFactory",
    "UserFactory",
]

PASSWORD = "drei-kleine-Worte"


def token_for(email: str) -> str:
    return email.partition("@")[0]


class UserFactory(DjangoModelFactory):
    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"person-{n}@kommune.example")
    name = factory.Sequence(lambda n: f"Person {n}")
    password = factory.django.Password(PASSWORD)


class OrganisationFactory(DjangoModelFactory):
    class Meta:
        model = Organisation

    name = factory.Sequence(lambda n: f"Kommune {n:03}")
    kind = OrganisationKind.KOMMUNE


class KreisFactory(OrganisationFactory):
    name = factory.Sequence(lambda n: f"Kreis {n:03}")
    kind = OrganisationKind.KREIS


class TraegerFactory(OrganisationFactory):
    name = factory.Sequence(lambda n: f"Verein {n:03}")
    kind = OrganisationKind.TRAEGER


class MitgliedschaftFactory(DjangoModelFactory):
    """With the grants of the role: `MitgliedschaftFactory(role=Role.EDITOR).user`."""

    class Meta:
        model = Mitgliedschaft

    organisation = factory.SubFactory(OrganisationFactory)
    user = factory.SubFactory(UserFactory)
    role = Role.READER

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        created = super()._create(model_class, *args, **kwargs)
        role = None if created.ended_on else created.role
        grant_role(user=created.user, organisation=created.organisation, role=role)
        return created


class ContactFactory(DjangoModelFactory):
    class Meta:
        model = Contact

    organisation = factory.SubFactory(OrganisationFactory)
    name = factory.Sequence(lambda n: f"Kontakt {n}")
    phone = "0234 0000"


class InvitationFactory(DjangoModelFactory):
    """Its link ends with the `token` of the object."""

    class Meta:
        model = Invitation
        skip_postgeneration_save = True

    organisation = factory.SubFactory(OrganisationFactory)
    email = factory.Sequence(lambda n: f"neu-{n}@kommune.example")
    name = "Neue Person"
    role = Role.EDITOR
    token_hash = factory.LazyAttribute(lambda made: token_hash(token_for(made.email)))
    invited_at = factory.LazyFunction(clock.now)
    expires_at = factory.LazyAttribute(lambda made: made.invited_at + dt.timedelta(days=14))

    @factory.post_generation
    def token(self, create, extracted, **kwargs):
        self.token = token_for(self.email)


class MailFactory(DjangoModelFactory):
    class Meta:
        model = Mail

    key = factory.Sequence(lambda n: f"test:{n}")
    recipient = factory.Sequence(lambda n: f"person-{n}@kommune.example")
    due_at = factory.LazyFunction(clock.now)
    subject = "Ein Betreff"
    body = "Guten Tag"
    link = "https://portal.example/geheim/"


class RegisterEntryFactory(DjangoModelFactory):
    class Meta:
        model = RegisterEntry

    level = RegisterLevel.GEMEINDE
    ars = factory.Sequence(lambda n: f"{n:012}")
    ags = factory.Sequence(lambda n: f"{n:08}")
    name = factory.Sequence(lambda n: f"Gemeinde {n}")
    sort_name = factory.LazyAttribute(lambda made: sort_key(made.name))
    type_code = "64"
    inhabitants = 1000
    as_of = dt.date(2023, 11, 30)
