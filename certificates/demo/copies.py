"""Copies of whole cycles inside the database, row by row, with the places and people around them.

A copy's ids are those of its original and a multiple of STEP, so that every reference is simply
moved along. The Träger with its people, and the Verfahren, exist only once. What shall not be the
same is said as SQL, in which `n` is the copy's number: the benchmark's copies are plain ones, those
of the full house have names and days of their own.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from django.apps import apps
from django.db import connection, models, transaction

from auditportal.models import (
    Contact,
    Mitgliedschaft,
    Organisation,
    OrganisationEvent,
    OrganisationGrant,
    OrganisationKind,
    User,
)
from audits.models import AuditCycle, AwardTurn, Reminder, Statement, Votum

STEP = 1_000_000
ROOMS = ("audits", "certificates")
PLACES = (Organisation, OrganisationGrant, OrganisationEvent, Mitgliedschaft, Contact)
COMMON = {Organisation: "organisations", User: "people"}
# What the database allows only once, and what must point at the copy.
UNIQUE = {
    "auditportal_user.email": "n || '.' || email",
    "auditportal_user.key": "gen_random_uuid()",
    "audits_award.number": "number || '/' || n",
    "audits_task.link": "regexp_replace(link, '[0-9]+',"
    f" (substring(link from '[0-9]+')::bigint + n * {STEP})::text)",
    "certificates_zertifikat.token": "n || '-' || token",
}

# What the database wants to see done: an award begins as a valid one and turns, a Votum is signed.
BEFORE = {
    "audits_award.state": "'active'",
    "audits_award.state_on": "null::date",
    "audits_award.state_reason": "''",
    "audits_votum.signed_at": "null::timestamptz",
    "audits_cycleevent.recorded_at": "now()",
    "auditportal_organisationevent.recorded_at": "now()",
}
# The first turn of an award comes with it.
TURNED = """exists (select from audits_awardturn one
    where one.award_id = audits_awardturn.award_id and one.id < audits_awardturn.id)"""
SIGNED = """
update audits_votum copy set signed_at = original.at
from (select id + n * {step} as id, {at} as at from audits_votum,
      generate_series(%(first)s::bigint, %(last)s) as n
      where id < {step} and signed_at is not null and cycle_id = any(%(cycles)s)) original
where copy.id = original.id and copy.author_id = %(author)s
"""
PAST = "select set_config('auditportal.clock', 'stopped', true)"


@dataclass
class Copies:
    """`changed` says what stands in a column of the copy, if it is not the same; of so many copies
    the pools are `staffed`, and what is `left_out` is made anew by somebody else."""

    cycles: list[int]
    changed: Callable[[models.Field], str]
    staffed: int
    left_out: tuple[type[models.Model], ...] = ()

    def make(self, first: int, last: int) -> None:
        about: dict[str, int | list[int]] = {"cycles": self.cycles, "first": first, "last": last}
        about |= self.shared
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(PAST)
            for model in self.copied:
                cursor.execute(self.statement(model), about)
                table = model._meta.db_table
                sequence = f"pg_get_serial_sequence('{table}', 'id')"
                cursor.execute(
                    f"select setval({sequence}, greatest((select max(id) from {table}), 1))"
                )

            self._sign(cursor, about)

    def _sign(self, cursor, about: dict) -> None:
        """Each Votum by its author, as the database wants it."""
        at = self.changed(Votum._meta.get_field("signed_at")) or "signed_at"
        unsigned = Votum.objects.filter(pk__gte=STEP, signed_at__isnull=True)
        for author in set(unsigned.author_ids()):
            cursor.execute("select set_config('auditportal.actor', %s, true)", [str(author)])
            cursor.execute(SIGNED.format(step=STEP, at=at), about | {"author": author})

    @cached_property
    def copied(self) -> list[type[models.Model]]:
        """Statements go first: the database refuses them once their Votum is there and signed."""
        inside = [model for room in ROOMS for model in apps.get_app_config(room).get_models()]
        special = (Statement, Reminder, *self.left_out)
        return [Statement, *PLACES, User, *(one for one in inside if one not in special)]

    @cached_property
    def shared(self) -> dict[str, list[int]]:
        """Whom every copy has in common."""
        traeger = Organisation.objects.filter(kind=OrganisationKind.TRAEGER)
        pools = Organisation.objects.filter(kind=OrganisationKind.PARTNER)
        people = User.objects.filter(mitgliedschaften__organisation__in=traeger)
        return {
            "organisations": list(traeger.values_list("pk", flat=True)),
            "pools": list(pools.values_list("pk", flat=True)),
            "people": list(people.values_list("pk", flat=True)),
        }

    def statement(self, model: type[models.Model]) -> str:
        fields = model._meta.concrete_fields
        table, columns = model._meta.db_table, ", ".join(f'"{field.column}"' for field in fields)
        return (
            f"insert into {table} ({columns}) select {', '.join(map(self.value, fields))}"
            f" from {table}, generate_series(%(first)s::bigint, %(last)s) as n"
            f" where id < {STEP} and {self.condition(model)} order by n, id"
        )

    def value(self, field: models.Field) -> str:
        """What stands in the copy's column."""
        column, moved = f'"{field.column}"', f'"{field.column}" + n * {STEP}'
        if field.primary_key:
            return moved
        if name_of(field) in BEFORE:
            return BEFORE[name_of(field)]
        if field.related_model not in self.copied:
            return self.changed(field) or UNIQUE.get(name_of(field), column)
        common = COMMON.get(field.related_model)
        return (
            f"case when {column} = any(%({common})s) then {column} else {moved} end"
            if common
            else moved
        )

    def condition(self, model: type[models.Model]) -> str:
        """Rows of the chosen cycles, and the places and people around them."""
        if model in COMMON:
            return f"id <> all(%({COMMON[model]})s)"
        if model is AwardTurn:
            return f"{within(model)} and {TURNED}"
        if model in PLACES:
            place = f'"{towards(model, Organisation)}"'
            is_staffed = f"(n <= {self.staffed} or {place} <> all(%(pools)s))"
            return f"{place} <> all(%(organisations)s) and {is_staffed}"
        return within(model)


def name_of(field: models.Field) -> str:
    return f"{field.model._meta.db_table}.{field.column}"


def within(model: type[models.Model]) -> str:
    """That a row belongs to the chosen cycles, by its own column or by what it hangs on."""
    if model is AuditCycle:
        return "id = any(%(cycles)s)"
    to_cycle = towards(model, AuditCycle)
    if to_cycle:
        return f'"{to_cycle}" = any(%(cycles)s)'
    column, related = next(
        (field.column, field.related_model)
        for field in model._meta.concrete_fields
        if field.related_model and field.related_model._meta.app_label in ROOMS
    )
    return f'"{column}" in (select id from {related._meta.db_table} where {within(related)})'


def towards(model: type[models.Model], target: type[models.Model]) -> str:
    """The column that leads there, or nothing."""
    found = (field.column for field in model._meta.concrete_fields if field.related_model is target)
    return next(found, None) or ""


def analyse() -> None:
    """What the database's own service does in the minutes after a bulk load."""
    with connection.cursor() as cursor:
        cursor.execute("vacuum analyze")
