"""Many audits from few: the demo's runs, copied row by row inside the database.

A copy's ids are those of its original and a multiple of STEP, so that every reference is simply
moved along. The Träger with its people, and the Verfahren, exist only once.
"""

from dataclasses import replace

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
from audits.actions import berufung as berufungen
from audits.actions import reminder as reminders
from audits.models import AuditCycle, Reminder, Statement, Topic
from certificates.demo import runs as demo
from certificates.demo.cast import Cast
from certificates.demo.runs import ago
from handlungsfelder.template import as_data, parse

STEP = 1_000_000
VERSIONS = 20  # published ones
STAYED = 30  # of so many copies the companions and assessors are still in the pool
ROOMS = ("audits", "certificates")
PLACES = (Organisation, OrganisationGrant, OrganisationEvent, Mitgliedschaft, Contact)
# What must not be twice the same, or tells a copy from its original; `n` is the copy's number.
CHANGED = {
    "auditportal_user.email": "n || '.' || email",
    "auditportal_user.key": "gen_random_uuid()",
    "auditportal_organisation.name": "name || ' ' || n",
    "auditportal_organisation.sort_name": "sort_name || ' ' || n",
    "auditportal_organisation.inhabitants": "5000 + 37 * n",
    "auditportal_organisation.inhabitants_on": "current_date",
    "audits_auditcycle.title": "title || ' ' || n",
    "audits_auditcycle.sort_title": "sort_title || ' ' || n",
    "audits_award.number": "number || '/' || n",
    "audits_task.link": "regexp_replace(link, '[0-9]+',"
    f" (substring(link from '[0-9]+')::bigint + n * {STEP})::text)",
    "certificates_zertifikat.token": "n || '-' || token",
}


@transaction.atomic
def replay() -> None:
    """The demo's runs, and what they have only behind them or still before them."""
    cast = demo.replay()
    arnsberg(cast)
    more_versions(cast)
    gera = AuditCycle.objects.get(title="Gera")
    berufung = gera.berufungen.get(user=cast["first"])
    berufungen.declare(berufung=berufung, by=cast["first"])


def arnsberg(cast: Cast) -> None:
    """In the middle of its goals: 18 with 43 measures, which may still be changed."""
    walk = demo.a_walk(cast, "Arnsberg", "arnsberg")
    walk.start(ago(250))
    walk.offer(ago(240))
    walk.decide(ago(190), Topic.PARTICIPATION, demo.yes("Rat", ago(190)))
    walk.leave(ago(190), walk.editor)
    walk.cooperate(ago(170), signed=ago(172))
    walk.survey(ago(150))
    walk.release(ago(145))
    walk.meet(ago(130), "strategieworkshop", "Strategieworkshop", cast["auditor"])
    walk.leave(ago(129), cast["auditor"])
    walk.concept(ago(90))
    walk.meet(ago(45), "beteiligung", "Bürgerwerkstatt", walk.editor)
    walk.leave(ago(44), walk.editor)
    walk.agree(ago(10), per_feld=3)


def more_versions(cast: Cast) -> None:
    """As many published versions as a Träger has after years of changing its templates."""
    one = next(iter(cast.versions.values()))
    newest = parse(as_data(one))
    for number in range(len(cast.versions), VERSIONS):
        cast.publish(replace(newest, number=100 + number), cast.traeger, cast["director"])


def can_be_copied():
    """Without what waits for a side by its name: the copy of that side has another one."""
    return AuditCycle.objects.exclude(tasks__organisation__isnull=False)


@transaction.atomic
def grow(audits: int) -> None:
    """Copy until so many audits are running, at least the demo's own; then plan their reminders."""
    originals = list(can_be_copied().order_by("pk").values_list("pk", flat=True))
    running = can_be_copied().running().count()
    wanted = audits * len(originals) // running - len(originals)
    copies, rest = divmod(max(wanted, 0), len(originals))
    copy(originals, 1, copies)
    copy(originals[:rest], copies + 1, copies + 1)
    reminders.plan()


def analyse() -> None:
    """What the database's own service does in the minutes after a bulk load."""
    with connection.cursor() as cursor:
        cursor.execute("vacuum analyze")


def copy(cycles: list[int], first: int, last: int) -> None:
    about = shared() | {"cycles": cycles, "first": first, "last": last}
    with connection.cursor() as cursor:
        for model in copied():
            cursor.execute(statement(model), about)
            table = model._meta.db_table
            sequence = f"pg_get_serial_sequence('{table}', 'id')"
            cursor.execute(f"select setval({sequence}, greatest((select max(id) from {table}), 1))")


def shared() -> dict[str, list[int]]:
    """Whom every copy has in common."""
    traeger = Organisation.objects.filter(kind=OrganisationKind.TRAEGER)
    pools = Organisation.objects.filter(kind=OrganisationKind.PARTNER)
    people = User.objects.filter(mitgliedschaften__organisation__in=traeger)
    return {
        "organisations": list(traeger.values_list("pk", flat=True)),
        "pools": list(pools.values_list("pk", flat=True)),
        "people": list(people.values_list("pk", flat=True)),
    }


def copied() -> list[type[models.Model]]:
    """Statements go first: the database refuses them once their Votum is there and signed."""
    inside = [model for room in ROOMS for model in apps.get_app_config(room).get_models()]
    return [Statement, *PLACES, User, *(one for one in inside if one not in (Statement, Reminder))]


def statement(model: type[models.Model]) -> str:
    fields = model._meta.concrete_fields
    table, columns = model._meta.db_table, ", ".join(f'"{field.column}"' for field in fields)
    return (
        f"insert into {table} ({columns}) select {', '.join(map(value, fields))} from {table},"
        f" generate_series(%(first)s::bigint, %(last)s) as n"
        f" where id < {STEP} and {condition(model)}"
    )


def value(field: models.Field) -> str:
    """What stands in the copy's column."""
    column, moved = f'"{field.column}"', f'"{field.column}" + n * {STEP}'
    if field.primary_key:
        return moved
    if field.related_model not in copied():
        return CHANGED.get(f"{field.model._meta.db_table}.{field.column}", column)
    common = COMMON.get(field.related_model)
    return (
        f"case when {column} = any(%({common})s) then {column} else {moved} end"
        if common
        else moved
    )


COMMON = {Organisation: "organisations", User: "people"}


def condition(model: type[models.Model]) -> str:
    """Which rows are copied: those of the chosen cycles, and the places and people around them."""
    if model in COMMON:
        return f"id <> all(%({COMMON[model]})s)"
    if model in PLACES:
        place = f'"{towards(model, Organisation)}"'
        return f"{place} <> all(%(organisations)s) and (n <= {STAYED} or {place} <> all(%(pools)s))"
    return within(model)


def within(model: type[models.Model]) -> str:
    """That a row belongs to the chosen cycles, by its own column or by what it hangs on."""
    if model is AuditCycle:
        return "id = any(%(cycles)s)"
    column = towards(model, AuditCycle)
    if column:
        return f'"{column}" = any(%(cycles)s)'
    field = next(
        field
        for field in model._meta.concrete_fields
        if field.related_model and field.related_model._meta.app_label in ROOMS
    )
    related = field.related_model
    return f'"{field.column}" in (select id from {related._meta.db_table} where {within(related)})'


def towards(model: type[models.Model], target: type[models.Model]) -> str:
    """The column that leads there, or nothing."""
    found = (field.column for field in model._meta.concrete_fields if field.related_model is target)
    return next(found, "")
