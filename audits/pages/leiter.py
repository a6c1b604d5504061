"""The ladder of an organisation: which rungs it reached, what the next one needs, until when."""

import datetime as dt
from dataclasses import dataclass
from itertools import chain

from auditportal import clock
from auditportal.models import Organisation, User
from audits.gates.rung import leads_to
from audits.models import AuditCycle, Award, AwardState
from handlungsfelder.models import Party, VerfahrenVersion


@dataclass(frozen=True)
class Rung:
    """One procedure in its newest version; `below` is the award on which it would follow."""

    version: VerfahrenVersion
    awards: list[tuple[Award, str]]  # the newest first, each with what it is worth today
    running: list[AuditCycle]
    below: Award | None
    today: dt.date

    @property
    def is_reached(self) -> bool:
        return any(award.state != AwardState.WITHDRAWN for award, _ in self.awards)

    @property
    def is_next(self) -> bool:
        """Nothing stands before it any more."""
        waits = self.version.follows and self.below is None
        return not (self.is_reached or self.running or waits)

    @property
    def held_until(self) -> dt.date | None:
        """The last day of the award below, if it has one."""
        return self.below.valid_to if self.below else None

    @property
    def latest_start(self) -> dt.date | None:
        """So that it is reached before the award below has run out."""
        lead = self.version.lead_months
        if self.is_reached or not (lead and self.held_until):
            return None
        return clock.months_after(self.held_until, -lead)

    @property
    def past_gap_days(self) -> int:
        """How long nothing held before this rung was reached."""
        held = [one.valid_from for one, _ in self.awards if one.state != AwardState.WITHDRAWN]
        if not (held and self.held_until):
            return 0
        return max(0, (min(held) - self.held_until).days - 1)

    @property
    def has_lapsed(self) -> bool:
        return self.held_until is not None and self.held_until < self.today

    @property
    def is_too_late(self) -> bool:
        return self.gap_days > 0

    @property
    def gap_days(self) -> int:
        """How long nothing will hold, if it takes as long as it usually does from its beginning."""
        lead = self.version.lead_months
        if self.is_reached or not (lead and self.held_until):
            return 0
        began = min((cycle.began_on for cycle in self.running), default=self.today)
        expected = max(self.today, clock.months_after(began, lead))
        return max(0, (expected - self.held_until).days)


Ladder = list[Rung]


def ladders(organisation: Organisation, user: User) -> list[Ladder]:
    """As far as this person may see: of other Träger's awards a Träger's people see nothing."""
    own = {"cycle__parties__organisation": organisation, "cycle__parties__function": Party.MAIN}
    awards = Award.objects.visible_to(user).with_certificate().filter(**own)
    awards = awards.select_related("cycle")
    awards = list(awards.order_by("-valid_from", "-pk"))
    running = AuditCycle.objects.readable_by(user).running()
    running = list(running.filter(parties__organisation=organisation, parties__function=Party.MAIN))
    cycles = [*running, *(award.cycle for award in awards)]
    owners = {*user.rights.traeger, *(cycle.owner_id for cycle in cycles)}
    return [
        ladder
        for newest in _newest(owners, organisation.kind)
        for ladder in _ladders(newest, awards, running)
    ]


def _newest(owners: set[int], kind: str) -> list[dict[str, VerfahrenVersion]]:
    """Of each Träger the newest version of whatever such an organisation can be awarded."""
    found: dict[int, dict[str, VerfahrenVersion]] = {}
    rows = VerfahrenVersion.objects.published().filter(verfahren__owner__in=owners)
    for version in rows.select_related("verfahren").order_by("verfahren__owner", "number"):
        found.setdefault(version.verfahren.owner_id, {})[version.verfahren.code] = version
    return [
        {code: one for code, one in newest.items() if one.has_award and _admits(one, kind)}
        for newest in found.values()
    ]


def _admits(version: VerfahrenVersion, kind: str) -> bool:
    return any(kind in side["kinds"] for side in version.sides)


def _ladders(
    newest: dict[str, VerfahrenVersion], awards: list[Award], running: list[AuditCycle]
) -> list[Ladder]:
    """Rungs that follow each other stand together; what stands alone is shown once it is begun."""
    found: list[Ladder] = []
    for code in sorted(newest, key=lambda code: (_depth(code, newest), code)):
        rung = _rung(newest[code], awards, running)
        below = [one for one in found if _leads_to(one, rung)]
        found = [one for one in found if one not in below] + [[*chain(*below), rung]]
    begun = [one for one in found if len(one) > 1 or one[0].awards or one[0].running]
    return sorted(begun, key=len, reverse=True)


def _leads_to(ladder: Ladder, rung: Rung) -> bool:
    return any(one.version.verfahren.code in rung.version.follows for one in ladder)


def _depth(code: str, newest: dict[str, VerfahrenVersion], above: frozenset = frozenset()) -> int:
    """How many rungs stand below; a circle counts once."""
    lower = [one for one in newest[code].follows if one in newest and one not in above]
    return max((1 + _depth(one, newest, above | {code}) for one in lower), default=0)


def _rung(version: VerfahrenVersion, awards: list[Award], running: list[AuditCycle]) -> Rung:
    today, verfahren = clock.today(), version.verfahren
    own = [one for one in awards if one.cycle.version.verfahren_id == verfahren.pk]
    return Rung(
        version=version,
        awards=[(one, one.validity_on(today).label) for one in own],
        running=[one for one in running if one.version.verfahren_id == verfahren.pk],
        below=next((one for one in awards if leads_to(one, version)), None),
        today=today,
    )
