"""Which cycles a person comes to, and as what: the access to everything inside them."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import cache, reduce
from operator import or_

from django.db import connection, models
from django.db.models import Q

from auditportal.models import GRANTS, Rights
from auditportal.question import Question
from handlungsfelder.models import Party, Right

BY_GRANT = {
    "accompany_auditcycle": (Party.AUDITOR.value, Right.ACCOMPANY.value),
    "review_auditcycle": (Party.ASSESSOR.value, Right.REVIEW.value),
}
ACCOMPANIES = frozenset({BY_GRANT["accompany_auditcycle"]})
JUDGES = frozenset({BY_GRANT["review_auditcycle"]})
CONTRIBUTES = frozenset((Party.PARTNER.value, right.value) for right in Right)


class Circle:
    """Some of all cycles, by values of their columns: any of them is enough.

    A list is narrowed to it (`at`), and a cycle that is loaded is in it or not; few numbers in a
    query are found faster than the way to them.
    """

    def __init__(self, **values: Collection[int]):
        self.values = {column: some for column, some in values.items() if some}

    def __contains__(self, cycle) -> bool:
        return any(getattr(cycle, column) in some for column, some in self.values.items())

    def at(self, path: str = "") -> Q:
        """The condition for rows whose cycle stands at `path`; "" is the cycle itself."""
        to_cycle = f"{path}__" if path else ""
        conditions = (Q((f"{to_cycle}{column}__in", some)) for column, some in self.values.items())
        return reduce(or_, conditions, Q(pk__in=[]))


@dataclass(frozen=True)
class Reach:
    """The cycles that a person comes to, and as what; a Träger's come by their owner instead.

    Read once a request.
    """

    pairs: dict[int, frozenset[tuple[str, str]]]  # of party and right, by cycle
    owners: frozenset[int]

    @classmethod
    def of(cls, user) -> "Reach":
        if not user.knows("reach"):
            user.rights, pairs = _asked(user)
            user.rights.kept["reach"] = cls(pairs, user.rights.traeger)
        return user.rights.kept["reach"]

    @property
    def visible(self) -> Circle:
        return self._where(lambda held: True)

    @property
    def readable(self) -> Circle:
        """Whose inside they read: an assessor sees only the sealed dossier instead, who was
        invited to contribute only what is `shared`."""
        return self._where(lambda held: held - JUDGES - CONTRIBUTES)

    @property
    def shared(self) -> Circle:
        """Whose contents they read: with those who were invited to contribute."""
        return self._where(lambda held: held - JUDGES)

    @property
    def known(self) -> Circle:
        """Whose judgement they know of: with those who judge."""
        return self._where(lambda held: held - CONTRIBUTES)

    @property
    def accompanied(self) -> Circle:
        """Where they see also what one side keeps for itself: as the companion, or the Träger."""
        return self._where(lambda held: held & ACCOMPANIES)

    def _where(self, enough: Callable[[frozenset[tuple[str, str]]], object]) -> Circle:
        """By what is held of a cycle; a Träger's own are always among them."""
        cycles = frozenset(cycle for cycle, held in self.pairs.items() if enough(held))
        return Circle(pk=cycles, owner_id=self.owners)


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


def _asked(user) -> tuple[Rights, dict[int, frozenset[tuple[str, str]]]]:
    """What two rooms tell about a person in one question: the grants on organisations and, by
    membership in a party and by Berufung, the cycles with party and right."""
    with connection.cursor() as cursor:
        cursor.execute(RIGHTS, [user.pk] * 3)
        rows = cursor.fetchall()
    rights = Rights.of_rows(grant for cycle, _, *grant in rows if cycle is None)
    found: dict[int, set[tuple[str, str]]] = {}
    for cycle, signs, _, organisation, _, _, name in rows:
        if cycle is None:
            continue
        held = found.setdefault(cycle, set())
        if name in BY_GRANT:
            held.add(BY_GRANT[name])
        for right in rights.by_organisation.get(organisation, ()):
            if signs or right != Right.SIGN:
                held.add((name, right))
    return rights, {cycle: frozenset(held) for cycle, held in found.items()}


def stretch(run, to_run: str = "") -> Q:
    """Of a run that goes on where others were left by mistake: all of them together."""
    root = run.continues_id
    if root is None:
        return Q((f"{to_run}pk", run.pk))
    return Q((f"{to_run}pk", root)) | Q((f"{to_run}continues", root))


class OfCycleQuerySet(models.QuerySet):
    """Rows inside cycles."""

    locked_by = "cycle"

    def of(self, cycle):
        return self.filter(cycle=cycle)

    def in_run(self, run):
        """Where the row names its run: what happened in this very one, or in what it continues."""
        return self.filter(stretch(run, "run__"))


class InCycleQuerySet(OfCycleQuerySet):
    @staticmethod
    def circle(user) -> Circle:
        """The cycles of which this person sees the rows: all of them, or none."""
        return Reach.of(user).readable

    def visible_to(self, user):
        return self.filter(self.circle(user).at("cycle")).fetch_mode(models.FETCH_PEERS)


class SeenQuerySet(InCycleQuerySet):
    """Rows that everybody knows of who sees the cycle, also who judges; what stands in them is
    opened by a permission."""

    @staticmethod
    def circle(user) -> Circle:
        return Reach.of(user).known


class SharedQuerySet(InCycleQuerySet):
    """Contents, on which also those work who were invited to contribute."""

    @staticmethod
    def circle(user) -> Circle:
        return Reach.of(user).shared


class OwnQuerySet(OfCycleQuerySet):
    """Rows that one side may keep for itself (`owner`)."""

    @staticmethod
    def circle(user) -> Circle:
        """The cycles of which this person sees what is nobody's own."""
        return Reach.of(user).shared

    def visible_to(self, user):
        """What one side keeps is seen by its own people, the companion and the Träger."""
        own = Q(owner__isnull=True) | Q(owner__in=list(user.rights.by_organisation))
        inside = self.circle(user).at("cycle")
        visible = self.filter(inside, own | Reach.of(user).accompanied.at("cycle"))
        return visible.fetch_mode(models.FETCH_PEERS)

    def of_all(self):
        """What belongs to the cycle as a whole."""
        return self.filter(owner__isnull=True)


def circle_of(model: type[models.Model]) -> Callable[..., Circle]:
    """By person, the cycles of which they see such rows, where the cycle alone says it."""
    rows = model._default_manager.all()
    if not isinstance(rows, InCycleQuerySet):
        raise TypeError(f"{model.__name__}: The cycle alone does not say who sees these rows.")
    return rows.circle


@cache
def row_of(model: type[models.Model], related: tuple[str, ...], without: tuple[str, ...]):
    """The question for one such row by its key, with `related` and `without` these columns."""

    def compose(pk: int) -> models.QuerySet:
        rows = model._default_manager.filter(pk=pk).defer(*without)
        return rows.select_related(*related) if related else rows

    return Question(compose, "measure is saved")
