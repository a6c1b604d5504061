"""A full house: as many running audits as a Träger looks after, not only a dozen.

They are copies of the demo's runs, so phases and versions are spread as there. Each batch of them
is set in made-up towns and some days earlier: every text tells the new names and days, a frozen
paper has the hash of its own text, an Urkunde is drawn anew, and stored tasks are what the gates
say of the copy.
"""

import hashlib
import re

from django.db import connection, models, transaction
from django.db.models import Max
from psycopg.sql import Literal

from auditportal.models import Organisation, OrganisationKind, User, sort_key
from audits import gates
from audits.actions import reminder as reminders
from audits.models import AuditCycle, Award, FassungKind, FassungPdf
from audits.models.cycle import CycleQuerySet
from certificates import urkunde
from certificates.demo.copies import STEP, UNIQUE, Copies, analyse, name_of
from certificates.models import Zertifikat, random_token

# Three syllables: 17 · 7 · 11 names, of which no two are the same.
FIRST = "Ahl Birk Dorn Elm Falk Grauf Hasl Ilm Jark Kranz Lohm Mold Nett Ork Pirn Quast Rohl"
MIDDLE = "en er els ing un or am"
LAST = "bruck feldt hafen kirch leben münd rode stett tal wied zell"
SYLLABLES = [FIRST.split(), MIDDLE.split(), LAST.split()]
KINDS: dict[str, str] = {
    OrganisationKind.KREIS: "Landkreis {}",
    OrganisationKind.WOHNUNGSUNTERNEHMEN: "Wohnungsgenossenschaft {} eG (Beispiel)",
}
DAYS = "mod(7 * n, 60)::int"  # how much earlier a batch is than the demo's own runs
SHA256 = "encode(sha256(convert_to(pg_temp.retold(content, n), 'UTF8')), 'hex')"
CHANGED = {
    "audits_fassung.sha256": SHA256,
    "auditportal_organisation.ags": "''",
    "auditportal_organisation.register_entry_id": "null",
    "auditportal_user.email": "n || '.' || pg_temp.retold(email, n)",
}
# What a text says differently in a copy: names (and hashes) by the table, days by counting. The
# longest name first, since some are parts of others; only for those in the text a pattern is made.
RETELLING = """
create temp table retelling (n bigint, name text, before text, after text) on commit drop;
create index on retelling (n);
create function pg_temp.retold(said text, n bigint) returns text language plpgsql as $$
declare
    found record;
begin
    if said !~ {pattern} then
        return said;
    end if;
    for found in select before, after from retelling r
            where r.n = retold.n and strpos(said, r.name) > 0 order by length(r.name) desc loop
        said := regexp_replace(said, found.before, found.after, 'g');
    end loop;
    for found in select distinct m[1] as day from
            regexp_matches(said, '\\m(\\d{{4}}-\\d{{2}}-\\d{{2}})', 'g') m order by 1 loop
        said := replace(said, found.day, (found.day::date - {days})::text);
    end loop;
    for found in select distinct m[1] as day, to_date(m[1], 'DD.MM.YYYY') as on_day from
            regexp_matches(said, '\\m(\\d{{2}}\\.\\d{{2}}\\.\\d{{4}})\\M', 'g') m order by 2 loop
        said := replace(said, found.day, to_char(found.on_day - {days}, 'DD.MM.YYYY'));
    end loop;
    return said;
end $$
"""
A_DAY = r"\d{4}-\d{2}-\d{2}|\d{2}\.\d{2}\.\d{4}"
A_HASH = "[0-9a-f]{64}"


def fill(audits: int) -> int:
    """Copy until at least so many are running; the number of new ones. Twice is once."""
    running = AuditCycle.objects.running()
    per_batch = running.filter(pk__lt=STEP).count()
    missing = audits - running.count()
    if missing <= 0 or not per_batch:
        return 0
    first = AuditCycle.objects.aggregate(last=Max("pk"))["last"] // STEP + 1
    last = first - 1 + -(-missing // per_batch)
    with transaction.atomic():
        copy(first, last)
        settle(AuditCycle.objects.filter(pk__gte=first * STEP))
        draw_urkunden(Award.objects.filter(pk__gte=first * STEP))
        reminders.plan()
    analyse()
    return running.count() - (audits - missing)


def copy(first: int, last: int) -> None:
    cycles = AuditCycle.objects.filter(pk__lt=STEP).order_by("pk")
    copies = Copies(
        list(cycles.values_list("pk", flat=True)), changed, last, (Zertifikat, FassungPdf)
    )
    batches = range(first, last + 1)
    prepare(names(copies.shared, batches))
    remember_hashes(first, last)
    copies.make(first, last)


def changed(field: models.Field) -> str:
    """Names and days; when a row was recorded is no day of the story."""
    column = f'"{field.column}"'
    known = CHANGED.get(name_of(field), "")
    if known or name_of(field) in UNIQUE or field.name == "recorded_at":
        return known
    if isinstance(field, models.DateTimeField):
        return f"{column} - make_interval(days => {DAYS})"
    if isinstance(field, models.DateField):
        return f"{column} - {DAYS}"
    is_text = isinstance(field, models.CharField | models.TextField) and not field.choices
    return f"pg_temp.retold({column}, n)" if is_text else ""


# --- names and days -----------------------------------------------------------------------------


def names(shared: dict[str, list[int]], batches: range) -> list[tuple[int, str, str]]:
    """Who is called what in which batch."""
    places = Organisation.objects.filter(pk__lt=STEP).exclude(pk__in=shared["organisations"])
    pools = User.objects.filter(mitgliedschaften__organisation__in=shared["pools"])
    found = []
    for n in batches:
        for number, place in enumerate(places.order_by("pk")):
            name = made_up(place, n, number, len(places))
            found += [(n, place.name, name), (n, sort_key(place.name), sort_key(name))]
        found += [(n, user.name, f"{user.name} · {n}") for user in pools]
    return found


def made_up(place: Organisation, n: int, number: int, places: int) -> str:
    if place.kind == OrganisationKind.PARTNER:
        return f"{place.name} · {n}"
    index = (n - 1) * places + number
    town = "".join(part[index % len(part)] for part in SYLLABLES)
    return KINDS.get(place.kind, "{}").format(town)


def prepare(renamed: list[tuple[int, str, str]]) -> None:
    rows = [(n, before, whole(before), after) for n, before, after in renamed]
    words = {pattern for _, _, pattern, _ in rows}
    pattern = "|".join([*sorted(words), A_DAY, A_HASH])
    with connection.cursor() as cursor:
        cursor.execute(RETELLING.format(pattern=Literal(pattern).as_string(), days=DAYS))
        cursor.executemany("insert into retelling values (%s, %s, %s, %s)", rows)


def whole(name: str) -> str:
    """The name as a word of its own: no Gera in a Gerade."""
    return f"(?<![[:alnum:]]){re.escape(name)}(?![[:alnum:]])"


def remember_hashes(first: int, last: int) -> None:
    """A dossier names the agreement by its hash, which is another one in a copy."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"insert into retelling select n, sha256, sha256, {SHA256} from audits_fassung,"
            " generate_series(%s::bigint, %s) as n"
            f" where id < {STEP} and kind = %s",
            [first, last, str(FassungKind.AGREEMENT)],
        )


# --- what follows from the rows -----------------------------------------------------------------


def settle(cycles: CycleQuerySet) -> None:
    for cycle in cycles.running().order_by("pk"):
        gates.settle(cycle)


def draw_urkunden(awards: models.QuerySet[Award]) -> None:
    for award in awards.select_related("cycle__version__verfahren", "cycle__owner"):
        token = random_token()
        data = urkunde.render(award, token)
        Zertifikat.objects.create(
            award=award,
            token=token,
            urkunde=data,
            sha256=hashlib.sha256(data).hexdigest(),
            issued_at=award.recorded_at,
            issued_by=award.awarded_by,
        )
