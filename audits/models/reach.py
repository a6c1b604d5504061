"""Which cycles a person comes to, and as what: the access to everything inside them."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection, models
from django.db.models import Q

from auditportal.models import GRANTS, Standing
from handlungsfelder.models import Party, Right

BY_GRANT = {
    "accompany_auditcycle": (Party.AUDITOR.value, Right.ACCOMPANY.value),
    "review_auditcycle": (Party.ASSESSOR.value, Right.REVIEW.value),
}
ACCOMPANIES = frozenset({BY_GRANT["accompany_auditcycle"]})
JUDGES = frozenset({BY_GRANT["review_auditcycle"]})


@dataclass(frozen=True)
class Reach:
    """The cycles that a person comes to, and as what; a Träger's come by their owner instead.

    Read once a request: few numbers in a query are found faster than the way to them.
    """

    pairs: dict[int, frozenset[tuple[str, str]]]  # of party and right, by cycle
    owners: frozenset[int]

    @classmethod
    def of(cls, user) -> "Reach":
        if not user.knows("reach"):
            user.standing, pairs = _asked(user)
            user.standing.kept["reach"] = cls(pairs, user.standing.traeger)
        return user.standing.kept["reach"]

    def sees(self, cycle) -> bool:
        """As `visible` says it, of one that is loaded."""
        return cycle.pk in self.pairs or cycle.owner_id in self.owners

    def reads(self, cycle) -> bool:
        """As `readable` says it, of one that is loaded."""
        held = self.pairs.get(cycle.pk, frozenset())
        return bool(held - JUDGES) or cycle.owner_id in self.owners

    def visible(self, path: str = "") -> Q:
        """The condition for rows whose cycle stands at `path`; "" is the cycle itself."""
        return self._within(path, self.pairs)

    def readable(self, path: str = "") -> Q:
        return self._within(path, [pk for pk, held in self.pairs.items() if held - JUDGES])

    def _within(self, path: str, cycles: Iterable[int]) -> Q:
        reached = Q(**{f"{path or 'pk'}__in": list(cycles)})
        owner = f"{path}__owner" if path else "owner"
        return reached | Q(**{f"{owner}__in": self.owners}) if self.owners else reached


# Asked by every request: as it stands here it costs a fifth of what composing it would.
RIGHTS = f"""
select null::bigint as cycle, false as signs, grants.* from ({GRANTS}) as grants
union all
select cycle_id, signs, '', organisation_id, '', '', function from audits_cycleparty
where organisation_id in
(select content_object_id from auditportal_organisationgrant where user_id = %s)
union all
select content_object_id, false, '', null, '', '', codename from audits_cyclegrant
join auth_permission on auth_permission.id = permission_id where user_id = %s
"""


def _asked(user) -> tuple[Standing, dict[int, frozenset[tuple[str, str]]]]:
    """What two rooms tell about a person in one question: the grants on organisations and, by
    membership in a party and by Berufung, the cycles with party and right."""
    with connection.cursor() as cursor:
        cursor.execute(RIGHTS, [user.pk] * 3)
        rows = cursor.fetchall()
    standing = Standing.told_by(grant for cycle, _, *grant in rows if cycle is None)
    found: dict[int, set[tuple[str, str]]] = {}
    for cycle, signs, _, organisation, _, _, name in rows:
        if cycle is None:
            continue
        held = found.setdefault(cycle, set())
        if name in BY_GRANT:
            held.add(BY_GRANT[name])
        for right in standing.rights.get(organisation, ()):
            if signs or right != Right.SIGN:
                held.add((name, right))
    return standing, {cycle: frozenset(held) for cycle, held in found.items()}


class OfCycleQuerySet(models.QuerySet):
    """Rows inside cycles."""

    def of(self, cycle):
        return self.filter(cycle=cycle)

    def in_run(self, run):
        """Where the row names its run: what happened in this very one."""
        return self.filter(run=run)


class InCycleQuerySet(OfCycleQuerySet):
    def visible_to(self, user):
        return self.filter(Reach.of(user).readable("cycle")).fetch_mode(models.FETCH_PEERS)


class SeenQuerySet(OfCycleQuerySet):
    """Rows that everybody knows of who sees the cycle, also who judges; what stands in them is
    opened by a permission."""

    def visible_to(self, user):
        return self.filter(Reach.of(user).visible("cycle"))


class OwnQuerySet(InCycleQuerySet):
    """Rows that one side may keep for itself (`owner`)."""

    def visible_to(self, user):
        """What one side keeps is seen by its own people, the companion and the Träger."""
        reach = Reach.of(user)
        accompanied = [pk for pk, held in reach.pairs.items() if ACCOMPANIES & held]
        own = Q(owner__isnull=True) | Q(owner__in=list(user.standing.rights))
        return (
            super()
            .visible_to(user)
            .filter(own | Q(cycle__in=accompanied) | Q(cycle__owner__in=reach.owners))
        )

    def of_all(self):
        """What belongs to the cycle as a whole."""
        return self.filter(owner__isnull=True)
