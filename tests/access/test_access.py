"""Every door of the portal, tried by everybody who stands outside of it."""

import pytest
from django.db import connection, transaction
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse

from auditportal.transaction import business_tables
from tests.access.table import LOGIN, TABLE, Row
from tests.access.world import World

REFUSED = (302, 403, 404)


@pytest.fixture(scope="module")
def world(module_database, django_db_blocker):
    with django_db_blocker.unblock():
        yield World()


def routes(patterns, space: str = ""):
    for pattern in patterns:
        if isinstance(pattern, URLPattern):
            yield f"{space}{pattern.name}"
        else:
            name = getattr(pattern, "namespace", None)
            yield from routes(pattern.url_patterns, f"{space}{name}:" if name else space)


def test_every_route_has_its_row_and_every_row_its_route():
    assert set(routes(get_resolver().url_patterns)) == set(TABLE) | LOGIN


def address(world: World, name: str, row: Row) -> str:
    places = [place for place in row.place.split(", ") if place]
    found = [world.things.get(place, place) for place in places]
    return reverse(name, args=[getattr(one, "pk", one) for one in found])


def client_of(world: World, who: str) -> Client:
    client = Client(raise_request_exception=False)
    if world.people[who]:
        client.force_login(world.people[who])
    return client


def rows() -> list[tuple[str, int, str]]:
    """How many there are of each kind, and what stands in them."""
    tables = sorted(business_tables())
    counts = (
        f"select '{name}', count(*), coalesce(md5(string_agg(md5(t::text), '' order by t.id)), '')"
        f" from {name} t"
        for name in tables
    )
    with connection.cursor() as cursor:
        cursor.execute(" union all ".join(counts))
        return sorted(cursor.fetchall())


def sent(body: dict) -> dict:
    return {name: value() if callable(value) else value for name, value in body.items()}


def status(answer) -> int:
    answer.close()  # a file that is sent is open until then
    return answer.status_code


@pytest.mark.parametrize("name", [name for name, row in TABLE.items() if row.kind])
def test_who_reads_it(world, name):
    row, url = TABLE[name], address(world, name, TABLE[name])

    found = {who: status(client_of(world, who).get(url)) for who in row.kind}

    assert found == row.kind


@pytest.mark.parametrize("name", [name for name, row in TABLE.items() if row.writes])
def test_who_writes_nothing_there(world, name):
    row, url = TABLE[name], address(world, name, TABLE[name])
    outside = {who: status for who, status in row.writes.items() if status in REFUSED}
    before = rows()

    found = {who: status(client_of(world, who).post(url, sent(row.body or {}))) for who in outside}

    assert found == outside
    assert rows() == before


@pytest.mark.parametrize("name", [name for name, row in TABLE.items() if row.by])
def test_the_body_that_was_refused_is_a_good_one(world, name):
    row, url = TABLE[name], address(world, name, TABLE[name])

    with transaction.atomic():
        answer = client_of(world, row.by).post(url, sent(row.body or {}))
        answer.close()
        transaction.set_rollback(True)

    assert answer.status_code in (200, 204, 302), answer.text
