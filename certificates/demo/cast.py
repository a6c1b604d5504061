"""The people of the demo, named by their roles, and the organisations they act for."""

import datetime as dt
import json
import secrets
from dataclasses import dataclass, field

from django.conf import settings

from auditportal import clock
from auditportal.actions import invitation as invitations
from auditportal.actions import organisation as organisations
from auditportal.models import Mitgliedschaft, Organisation, OrganisationKind, Role, User
from handlungsfelder.actions import referenz as referenzen
from handlungsfelder.actions import verfahren
from handlungsfelder.models import VerfahrenVersion
from handlungsfelder.references import read_all
from handlungsfelder.template import FOLDER, Template, read

TRAEGER = "Familiengerechte Kommune e. V."
POOL = "Pool der Begleitenden und Begutachtenden"
ELSEWHERE = {"DAKS"}  # run by another Träger, in werkstatt.py
BEGAN = dt.datetime(2009, 1, 5, 9, tzinfo=dt.UTC)


@dataclass
class Cast:
    """Who plays which part; `logins` is what the demo shows on its login page."""

    password: str = field(default_factory=lambda: secrets.token_urlsafe(9))
    people: dict[str, User] = field(default_factory=dict)
    logins: list[dict] = field(default_factory=list)
    versions: dict[tuple[str, int], VerfahrenVersion] = field(default_factory=dict)
    traeger: Organisation = field(init=False)

    def __getitem__(self, part: str) -> User:
        return self.people[part]

    def enter(self) -> None:
        """The Träger with its people, the pool of independent people, and the procedure."""
        with clock.stopped_at(BEGAN):
            first = organisations.install(
                name=TRAEGER,
                director="Geschäftsführung",
                email="geschaeftsfuehrung@verein.example",
            )
            director = self.answer(first, "director", "Geschäftsführung")
            self.traeger = first.organisation
            self.join(
                self.traeger, Role.OFFICE, "office", "Geschäftsstelle", "geschaeftsstelle@verein"
            )
            self.join(
                self.traeger,
                Role.OFFICE,
                "colleague",
                "Geschäftsstelle 2",
                "geschaeftsstelle.2@verein",
            )
            pool = organisations.enter(name=POOL, kind=OrganisationKind.PARTNER, by=director)
            self.join(pool, Role.READER, "auditor", "Auditorin", "auditorin@begleitung")
            self.join(pool, Role.READER, "first", "Gutachterin 1", "gutachterin.1@hochschule")
            self.join(pool, Role.READER, "second", "Gutachter 2", "gutachter.2@hochschule")
            for part in ("office", "colleague", "director", "auditor", "first", "second"):
                self.show(part)
            for rahmen in read_all():
                referenzen.load(rahmen=rahmen, by=director)
            for template in map(read, sorted(FOLDER.glob("*.toml"))):
                if template.code not in ELSEWHERE:
                    self.publish(template, self.traeger, director)

    def publish(self, template: Template, owner: Organisation, by: User) -> None:
        """A shipped template becomes a published version of this Träger."""
        version = verfahren.enter(owner=owner, template=template, by=by)
        key = (template.code, template.number)
        self.versions[key] = verfahren.publish(version=version, by=by)

    def join(
        self, organisation: Organisation, role: Role, part: str, name: str, address: str
    ) -> User:
        """Invite somebody, who accepts and is known from then on as this part."""
        invitation = invitations.invite(
            organisation=organisation,
            email=f"{address}.example",
            name=name,
            role=role,
            by=self.people["director"],
        )
        return self.answer(invitation, part, name)

    def answer(self, invitation, part: str, name: str) -> User:
        mitgliedschaft: Mitgliedschaft = invitations.accept_as_new(
            invitation=invitation, name=name, password=self.password
        )
        user = self.people[part] = mitgliedschaft.user
        return user

    def show(self, part: str, where: str = "") -> None:
        """Offer this part on the demo's login page, with the phase that it shows."""
        user = self.people[part]
        role = f"{user.name} ({where})" if where else user.name
        self.logins.append({"role": role, "login": user.email, "user_id": user.pk})

    def write_logins(self) -> None:
        """For the demo's login page and its first screen; readable by its owner alone."""
        path = settings.STATE_DIR / "demo-logins.json"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        rows = [row | {"password": self.password} for row in self.logins]
        path.write_text(json.dumps(rows, ensure_ascii=False, indent=1), encoding="utf-8")
