"""A Kreis that offers, and two of its Kommunen, of which one has a cycle of its own."""

from dataclasses import dataclass

from auditportal.models import Organisation, Role, User
from audits.actions import angebot as angebote
from audits.models import Angebot, AuditCycle
from tests.factories.audits import a_cycle, a_version, an_organisation, member_of


@dataclass
class Region:
    cycle: AuditCycle
    kreis: Organisation
    offerer: User
    own: AuditCycle
    town: Organisation
    village: Organisation
    town_editor: User
    village_editor: User

    @property
    def goal(self):
        return self.cycle.goals.order_by("pk").first()

    @property
    def measure(self):
        return self.goal.measures.get()

    def offer(self, row=None, *organisations) -> list[Angebot]:
        asked = list(organisations) or [self.town, self.village]
        about = {"row": row or self.goal, "organisations": asked}
        return angebote.offer(by=self.offerer, **about)


def a_region() -> Region:
    cycle = a_cycle("abstimmung", a_version(1, code="FGK-KR"))
    kreis = cycle.parties.get().organisation
    own = a_cycle("zielvereinbarungsworkshop")
    town, village = own.parties.get().organisation, an_organisation(name="Dorf")
    for one in (town, village):
        one.parent = kreis
        one.save()
    people = [member_of(one, Role.EDITOR) for one in (kreis, town, village)]
    return Region(cycle, kreis, people[0], own, town, village, people[1], people[2])
