"""What somebody can bring about by letting in whom they like: a closure over all that admits.

Each person tries every act that gives somebody a right, for a login of their own (an alias), and
the alias tries again, until nothing new is reached. The table is written from the field: a Träger
comes to an organisation by being the first or by its consent, members come by those who sign, a
partner by being proposed, invited and by its own yes, companions and assessors by the Träger.
"""

import itertools

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from auditportal import clock
from auditportal.actions import betreuung as betreuungen
from auditportal.actions import invitation as invitations
from auditportal.actions import mitgliedschaft as mitgliedschaften
from auditportal.models import Betreuung, Invitation, OrganisationKind, Role, User
from auditportal.verdict import NotYet
from audits.actions import award as awards
from audits.actions import begutachtung as begutachtungen
from audits.actions import berufung as berufungen
from audits.actions import beteiligung as beteiligungen
from audits.actions import cycle as cycles
from audits.models import (
    AuditCycle,
    Award,
    Begutachtung,
    Berufung,
    BerufungFunction,
    Judgement,
    Mitwirkung,
    Reach,
)
from tests.audits.judging import signed
from tests.factories.auditportal import MitgliedschaftFactory
from tests.factories.audits import (
    a_cycle,
    a_traeger,
    a_version,
    an_organisation,
    cast_of,
    member_of,
)

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
        self.pools = [an_organisation(OrganisationKind.PARTNER, name) for name in ("Pool", "Fremd")]
        for pool, owner in zip(self.pools, (self.first, self.second), strict=True):
            Betreuung.objects.create(organisation=pool, traeger=owner)
        self.places = {
            "Erster Träger": self.first,
            "Zweiter Träger": self.second,
            "Stadt": self.town,
            "Neuland": self.free,
            "Pool": self.pools[0],
            "Fremder Pool": self.pools[1],
        }
        self.people = {
            "office of the first": member_of(self.first, Role.OFFICE),
            "director of the first": member_of(self.first, Role.DIRECTOR),
            "office of the second": member_of(self.second, Role.OFFICE),
            "director of the second": member_of(self.second, Role.DIRECTOR),
            "reader of the town": member_of(self.town, Role.READER),
            "editor of the town": member_of(self.town, Role.EDITOR),
            "signatory of the town": member_of(self.town, Role.SIGNATORY),
            "signatory of another town": member_of(
                an_organisation(OrganisationKind.KOMMUNE, "Nachbarstadt"), Role.SIGNATORY
            ),
        }
        self.versions = [a_version(2, owner=owner) for owner in (self.first, self.second)]
        beginning = cycles.Beginning(self.town, self.versions[0])
        self.cycle = cycles.start(
            beginning=beginning, contact=None, by=self.people["office of the first"]
        )

    def reached_by(self, name: str) -> set[tuple[str, str]]:
        """(organisation, right) that this person or an alias ever had; "sees the audit" beside."""
        persons, before = [self.people[name]], None
        reached = self.held_by(self.people[name])
        while before != (before := self.state_of(persons)):
            for person in list(persons):
                aliases = self.aliases_of(person)
                self.everything_else_that_admits(person)
                self.everything_inside_that_admits(person, [*persons, *aliases])
                known = set().union(*map(self.held_by, persons))
                persons += [alias for alias in aliases if self.held_by(alias) - known]
                reached = reached.union(*map(self.held_by, persons))
        return reached

    def state_of(self, persons: list[User]) -> tuple:
        held = frozenset().union(*map(self.held_by, persons))
        open_ones = Mitwirkung.objects.open()
        return (
            held,
            Betreuung.objects.granted().count(),
            open_ones.count(),
            open_ones.filter(given_at__isnull=False).count(),
        )

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

    def everything_inside_that_admits(self, person: User, known: list[User]) -> None:
        for place in self.places.values():
            about = {"cycle": self.cycle, "organisation": place}
            attempt(lambda a=about: beteiligungen.propose(**a, by=fresh(person)))
        for asked in Mitwirkung.objects.open():
            for answer in (beteiligungen.give, beteiligungen.accept):
                attempt(lambda one=asked, act=answer: act(mitwirkung=one, by=fresh(person)))
        for user, function in itertools.product(known, reversed(BerufungFunction)):
            about = {"cycle": self.cycle, "user": user, "function": function}
            attempt(lambda a=about: berufungen.appoint(**a, by=fresh(person)))
        for own in Berufung.objects.active().filter(user=person):
            attempt(lambda one=own: berufungen.declare(berufung=one, by=fresh(person)))

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
            (names.get(pk, "Anderswo"), right)
            for pk, held in person.rights.by_organisation.items()
            for right in held
        }
        return rights | {("Audit der Stadt", right) for right in self.inside(person)}

    def inside(self, person: User) -> set[str]:
        """What is seen of the audit, and as what somebody was sent there."""
        reach, cycle = Reach.of(person), self.cycle
        sent = {right for _, right in reach.pairs.get(cycle.pk, ())} & {"accompany", "review"}
        if cycle in reach.readable:
            return sent | {"view"}
        return sent | ({"contents"} if cycle in reach.shared else set())


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
SENT = of("Audit der Stadt", "accompany", "review")
MEMBER, EDITS, SIGNS = ("view",), ("view", "change"), ("view", "change", "sign")
OFFICE, DIRECTS = ("view", "change", "run"), ("view", "change", "run", "sign")
NAMED_FIRST = of("Neuland", *SIGNS)
# What each may bring about, alone: the organisations and rights, and how far they come into the
# audit that the town runs with the first Träger.
TABLE = {
    "office of the first": of("Erster Träger", *OFFICE)
    | NAMED_FIRST
    | of("Pool", *SIGNS)
    | AUDIT
    | SENT,
    "director of the first": of("Erster Träger", *DIRECTS)
    | NAMED_FIRST
    | of("Pool", *SIGNS)
    | AUDIT
    | SENT,
    "office of the second": of("Zweiter Träger", *OFFICE)
    | NAMED_FIRST
    | of("Fremder Pool", *SIGNS),
    "director of the second": of("Zweiter Träger", *DIRECTS)
    | NAMED_FIRST
    | of("Fremder Pool", *SIGNS),
    "reader of the town": of("Stadt", *MEMBER) | AUDIT,
    "editor of the town": of("Stadt", *EDITS) | AUDIT,
    "signatory of the town": of("Stadt", *SIGNS) | AUDIT,
    "signatory of another town": of("Anderswo", *SIGNS),
}


@pytest.mark.parametrize("name", TABLE)
def test_nobody_reaches_more_than_the_field_gives_them(name):
    world = World()

    assert world.reached_by(name) == TABLE[name]


# --- results -------------------------------------------------------------------------------------


class Judged:
    """An audit whose Vota are signed: what one person and every alias make of it."""

    def __init__(self, judgement: Judgement):
        self.cycle = a_cycle("begutachtung")
        self.cast = cast_of(self.cycle)
        self.begutachtung = self.cycle.begutachtungen.get()
        for assessor in self.cast.assessors:
            signed(self.begutachtung, assessor, judgement)
        chooser = self.cycle.berufungen.assessors().first().appointed_by
        MitgliedschaftFactory(organisation=self.cycle.owner, user=chooser, role=Role.OFFICE)
        self.people = {
            "who chose the assessors": chooser,
            "another of the office": self.cast.office,
            "director": self.cast.director,
            "signatory of the town": self.cast.signatory,
            "assessor": self.cast.assessors[0],
            "companion": self.cast.auditor,
            "stranger": self.cast.stranger,
        }

    def reached_by(self, person: User) -> set[str]:
        persons = [person, *self.aliases_of(person)]
        for act in (self.sign_off, self.propose, self.sign_off, self.leave, self.award):
            for one in persons:
                attempt(lambda a=act, by=one: a(fresh(by)))
        done = {"signed off"} if Begutachtung.objects.get().is_signed else set()
        return done | ({"awarded"} if Award.objects.exists() else set())

    def aliases_of(self, person: User) -> list[User]:
        """As whom somebody can come back, twice over."""
        made = []
        for role in (Role.OFFICE, Role.OFFICE, Role.DIRECTOR):
            made.append(attempt(lambda r=role: self.invite(person, r)))
        return [one for one in made if one]

    def invite(self, person: User, role: Role) -> User:
        return World.invite(self, person, self.cycle.owner, role)

    def sign_off(self, by: User) -> None:
        about = {"judgement": Judgement.POSITIVE, "reason": "Weil es so ist."}
        begutachtungen.sign_off(begutachtung=self.begutachtung, by=by, **about)

    def propose(self, by: User) -> None:
        about = {"judgement": Judgement.POSITIVE, "reason": "Weil es so ist."}
        begutachtungen.propose_result(begutachtung=self.begutachtung, by=by, **about)

    def leave(self, by: User) -> None:
        cycles.advance(run=AuditCycle.objects.get(pk=self.cycle.pk).open_run, by=by)

    def award(self, by: User) -> None:
        cycle = AuditCycle.objects.get(pk=self.cycle.pk)
        about = {"number": "FGK-1", "valid_from": clock.today()}
        awards.award(cycle=cycle, by=by, **about)


# Alone, with whom they can bring in. A director answers for who works there, and stands above it.
RESULTS = {
    Judgement.POSITIVE: {
        "who chose the assessors": set(),
        "another of the office": {"signed off"},
        "director": {"signed off", "awarded"},
    },
    Judgement.NEGATIVE: {
        "who chose the assessors": set(),
        "another of the office": set(),
        "director": {"signed off", "awarded"},
    },
}
NOBODY = ("signatory of the town", "assessor", "companion", "stranger")


@pytest.mark.parametrize("judgement", RESULTS)
@pytest.mark.parametrize("name", [*RESULTS[Judgement.POSITIVE], *NOBODY])
def test_nobody_alone_makes_a_result_and_an_award_of_it(judgement, name):
    judged = Judged(judgement)

    assert judged.reached_by(judged.people[name]) == RESULTS[judgement].get(name, set())
