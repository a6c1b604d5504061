"""What somebody can bring about by letting in whom they like: a closure over all that admits.

Each person tries every act that gives somebody a right, for a login of their own (an alias), and
the alias tries again, until nothing new is reached. The table is written from the field: a Träger
comes to an organisation by being the first or by its consent, members come by those who sign.
"""

import itertools

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from auditportal.actions import betreuung as betreuungen
from auditportal.actions import invitation as invitations
from auditportal.actions import mitgliedschaft as mitgliedschaften
from auditportal.models import Betreuung, Invitation, OrganisationKind, Role, User
from auditportal.verdict import NotYet
from audits.actions import cycle as cycles
from audits.models import AuditCycle
from tests.factories.audits import a_traeger, a_version, an_organisation, member_of

pytestmark = pytest.mark.django_db
REFUSED = (NotYet, PermissionDenied, IntegrityError)
MEMBERS = (Role.SIGNATORY, Role.EDITOR)
numbers = itertools.count(1)


class World:
    """Two Träger, a Kommune with people in the care of the first, and one that nobody has yet."""

    def __init__(self):
        self.first, self.second = a_traeger(), a_traeger()
        self.town = an_organisation(OrganisationKind.KOMMUNE, "Stadt")
        self.free = an_organisation(OrganisationKind.KOMMUNE, "Neuland")
        self.places = {
            "Erster Träger": self.first,
            "Zweiter Träger": self.second,
            "Stadt": self.town,
            "Neuland": self.free,
        }
        self.people = {
            "office of the first": member_of(self.first, Role.OFFICE),
            "director of the first": member_of(self.first, Role.DIRECTOR),
            "office of the second": member_of(self.second, Role.OFFICE),
            "director of the second": member_of(self.second, Role.DIRECTOR),
            "reader of the town": member_of(self.town, Role.READER),
            "editor of the town": member_of(self.town, Role.EDITOR),
            "signatory of the town": member_of(self.town, Role.SIGNATORY),
        }
        self.versions = [
            a_version(1, owner=owner, code="DAKS") for owner in (self.first, self.second)
        ]
        beginning = cycles.Beginning(self.town, self.versions[0])
        self.cycle = cycles.start(
            beginning=beginning, contact=None, by=self.people["office of the first"]
        )

    def reached_by(self, name: str) -> set[tuple[str, str]]:
        """(organisation, right) of this person and of every alias; "sees the audit" beside."""
        persons, before = [self.people[name]], None
        while before != (before := self.state_of(persons)):
            for person in list(persons):
                aliases = self.aliases_of(person)
                self.everything_else_that_admits(person)
                known = set().union(*map(self.held_by, persons))
                persons += [alias for alias in aliases if self.held_by(alias) - known]
        return set().union(*map(self.held_by, persons))

    def state_of(self, persons: list[User]) -> tuple:
        held = frozenset().union(*map(self.held_by, persons))
        return held, Betreuung.objects.granted().count()

    def aliases_of(self, person: User) -> list[User]:
        """Everybody whom this person can bring in, each as what is most."""
        tried = itertools.product(self.places.values(), (Role.DIRECTOR, Role.OFFICE, *MEMBERS))
        found = [
            attempt(lambda p=place, r=role: self.invite(person, p, r)) for place, role in tried
        ]
        return [alias for alias in found if alias]

    def everything_else_that_admits(self, person: User) -> None:
        for member, role in itertools.product(person.mitgliedschaften.open(), Role):
            attempt(
                lambda m=member, r=role: mitgliedschaften.change_role(
                    mitgliedschaft=m, role=r, by=person
                )
            )
        for pending in Invitation.objects.pending():
            attempt(lambda one=pending: invitations.accept(invitation=one, by=person))
        for place in self.places.values():
            attempt(lambda p=place: betreuungen.ask(organisation=p, by=person))
        for asked in Betreuung.objects.filter(granted_at=None):
            attempt(lambda one=asked: betreuungen.grant(betreuung=one, by=person))
        for version, place in itertools.product(self.versions, (self.town, self.free)):
            beginning = cycles.Beginning(place, version)
            attempt(lambda b=beginning: cycles.start(beginning=b, contact=None, by=person))

    def invite(self, person: User, place, role: Role) -> User:
        email = f"alias-{next(numbers)}@woanders.example"
        invitation = invitations.invite(
            organisation=place, email=email, name="Alias", role=role, by=fresh(person)
        )
        return invitations.accept_as_new(
            invitation=invitation, name="Alias", password="drei-kleine-Worte"
        ).user

    def held_by(self, person: User) -> set[tuple[str, str]]:
        person = fresh(person)
        names = {place.pk: name for name, place in self.places.items()}
        rights = {
            (names[pk], right)
            for pk, held in person.rights.by_organisation.items()
            for right in held
        }
        sees = AuditCycle.objects.visible_to(person).filter(pk=self.cycle.pk).exists()
        return rights | ({("Audit der Stadt", "view")} if sees else set())


def fresh(person: User) -> User:
    return User.objects.get(pk=person.pk)


def attempt(act):
    """What is refused leaves nothing behind."""
    try:
        with transaction.atomic():
            return act()
    except REFUSED:
        return None


def of(place: str, *rights: str) -> set[tuple[str, str]]:
    return {(place, right) for right in rights}


AUDIT = of("Audit der Stadt", "view")
MEMBER, EDITS, SIGNS = ("view",), ("view", "change"), ("view", "change", "sign")
OFFICE, DIRECTS = ("view", "change", "run"), ("view", "change", "run", "sign")
# What each may bring about, alone: the organisations and rights, and whether they come to the audit
# that the town runs with the first Träger.
TABLE = {
    "office of the first": of("Erster Träger", *OFFICE) | of("Neuland", *SIGNS) | AUDIT,
    "director of the first": of("Erster Träger", *DIRECTS) | of("Neuland", *SIGNS) | AUDIT,
    "office of the second": of("Zweiter Träger", *OFFICE) | of("Neuland", *SIGNS),
    "director of the second": of("Zweiter Träger", *DIRECTS) | of("Neuland", *SIGNS),
    "reader of the town": of("Stadt", *MEMBER) | AUDIT,
    "editor of the town": of("Stadt", *EDITS) | AUDIT,
    "signatory of the town": of("Stadt", *SIGNS) | AUDIT,
}


@pytest.mark.parametrize("name", TABLE)
def test_nobody_reaches_more_than_the_field_gives_them(name):
    world = World()

    assert world.reached_by(name) == TABLE[name]
