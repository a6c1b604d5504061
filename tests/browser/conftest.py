"""People and a short version of the real procedure, for whole ways in the browser."""

from dataclasses import dataclass, replace

import pytest

from auditportal.models import Mitgliedschaft, Organisation, OrganisationKind, Role, User
from auditportal.permissions import grant_role
from handlungsfelder.actions import verfahren
from handlungsfelder.models import VerfahrenVersion
from handlungsfelder.template import FOLDER, read
from tests.browser.person import Person


@dataclass
class House:
    """The Träger with its people and its pool; `version` is the real procedure, but short."""

    traeger: Organisation
    office: User
    colleague: User
    director: User
    auditor: User
    assessors: list[User]
    version: VerfahrenVersion


def member(organisation: Organisation, name: str, role: Role) -> User:
    address = name.lower().replace(" ", ".").replace("ä", "ae").replace("ü", "ue")
    user = User.objects.create_user(f"{address}@verein.example", None, name=name)
    Mitgliedschaft.objects.create(organisation=organisation, user=user, role=role)
    grant_role(user=user, organisation=organisation, role=role)
    return user


def short_version(owner: Organisation, by: User) -> VerfahrenVersion:
    """All phases with all gates, but one Handlungsfeld with two Leitfragen."""
    template = read(FOLDER / "fgk-k-2.toml")
    feld = template.felder[0]
    short = replace(template, felder=[replace(feld, leitfragen=feld.leitfragen[:2])])
    version = verfahren.enter(owner=owner, template=short, by=by)
    return verfahren.publish(version=version, by=by)


@pytest.fixture
def house(live_portal) -> House:
    traeger = Organisation.objects.create(name="Verein", kind=OrganisationKind.TRAEGER)
    pool = Organisation.objects.create(name="Pool", kind=OrganisationKind.PARTNER)
    director = member(traeger, "Geschäftsführung", Role.DIRECTOR)
    return House(
        traeger,
        member(traeger, "Geschäftsstelle", Role.OFFICE),
        member(traeger, "Geschäftsstelle 2", Role.OFFICE),
        director,
        member(pool, "Begleitung", Role.READER),
        [member(pool, f"Gutachten {n}", Role.READER) for n in (1, 2)],
        short_version(traeger, director),
    )


@pytest.fixture
def enter(live_portal, visit):
    """Lets somebody in, logged in unless it is a stranger: `enter(user)`."""

    def let_in(user: User | None = None, **manner) -> Person:
        return Person(visit(live_portal, user, **manner).page)

    return let_in
