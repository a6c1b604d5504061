"""Keeping the official list of municipalities: a newer list changes what differs."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from auditportal import notation
from auditportal.action import action, nothing
from auditportal.models import RegisterAlias, RegisterEntry, RegisterLevel, sort_key
from auditportal.register import List, RegisterRow
from auditportal.verdict import WHEN, Verdict, unless

FIELDS = [
    "ars", "ags", "name", "sort_name", "type_code", "parent_id", "postal_code", "area_ha",
    "inhabitants", "as_of", "is_current",
]  # fmt: skip


@dataclass(frozen=True)
class RegisterChange:
    """What a list has changed."""

    created: int
    moved: int
    gone: int


def can_load(register: List) -> Verdict:
    newest = RegisterEntry.objects.order_by("-as_of").values_list("as_of", flat=True).first()
    return unless(
        newest is None or newest <= register.as_of,
        WHEN,
        f"Geladen ist schon ein neuerer Stand ({notation.day(newest)})." if newest else "",
    )


@action(locks=nothing)
def load(*, register: List) -> RegisterChange:
    """Make the register say what the list says; old keys stay as aliases, old entries as rows."""
    entries = list(RegisterEntry.objects.select_for_update())
    found = matched(register.rows, entries)
    aliases = [alias_of(entry) for row, entry in found.items() if entry.ars != row.ars]
    RegisterAlias.objects.bulk_create(aliases, ignore_conflicts=True)
    kept = {entry.pk for entry in found.values()}
    gone = [entry.pk for entry in entries if entry.pk not in kept and entry.is_current]
    RegisterEntry.objects.filter(pk__in=gone).update(is_current=False)
    parents: dict[str, int] = {}
    for level in RegisterLevel:
        parents |= _write(register, level, found, parents)
    return RegisterChange(
        created=len(register.rows) - len(found), moved=len(aliases), gone=len(gone)
    )


def matched(
    rows: tuple[RegisterRow, ...], entries: list[RegisterEntry]
) -> dict[RegisterRow, RegisterEntry]:
    """Which entry a row is about: the same ARS, else the same AGS, else the same place renamed."""
    found: dict[RegisterRow, RegisterEntry] = {}
    for trait in (by_ars, by_ags, by_place):
        taken = {entry.pk for entry in found.values()}
        left = [row for row in rows if row not in found]
        known = unique(trait, (entry for entry in entries if entry.pk not in taken))
        wanted = unique(trait, left)
        found |= {row: known[key] for key, row in wanted.items() if key in known}
    return found


def unique(trait: Callable, places: Iterable) -> dict:
    """By their trait, but only those that share it with no other: no guess between two."""
    places = list(places)
    often = Counter(map(trait, places))
    return {trait(place): place for place in places if often[trait(place)] == 1}


def by_ars(place: RegisterRow | RegisterEntry) -> tuple:
    return place.level, place.ars


def by_ags(place: RegisterRow | RegisterEntry) -> tuple:
    return place.level, place.ags


def by_place(place: RegisterRow | RegisterEntry) -> tuple:
    """In the same Land: a reform gives new keys, seldom a new name and postal code with them."""
    return place.level, place.ars[:2], place.name, place.postal_code


def alias_of(entry: RegisterEntry) -> RegisterAlias:
    return RegisterAlias(entry=entry, ags=entry.ags, ars=entry.ars, last_seen_on=entry.as_of)


def _write(
    register: List,
    level: RegisterLevel,
    found: dict[RegisterRow, RegisterEntry],
    parents: dict[str, int],
) -> dict[str, int]:
    """The rows of one level; answers the ids by ARS, which the level below needs."""
    rows = [row for row in register.rows if row.level == level]
    entries = [_filled(found.get(row), row, register, parents) for row in rows]
    changed = [entry for entry in entries if entry.pk]
    RegisterEntry.objects.bulk_create([entry for entry in entries if entry.pk is None])
    # An upsert by id: far faster than bulk_update, whose CASE grows with every row and field.
    RegisterEntry.objects.bulk_create(
        changed, update_conflicts=True, unique_fields=["id"], update_fields=FIELDS
    )
    return {entry.ars: entry.pk for entry in entries}


def _filled(
    entry: RegisterEntry | None, row: RegisterRow, register: List, parents: dict[str, int]
) -> RegisterEntry:
    entry = entry or RegisterEntry(level=row.level)
    for name in ("ars", "ags", "name", "type_code", "postal_code", "area_ha", "inhabitants"):
        setattr(entry, name, getattr(row, name))
    entry.sort_name = sort_key(row.name)[:200]
    entry.parent_id = parents.get(row.parent_ars)
    entry.as_of, entry.is_current = register.as_of, True
    return entry
