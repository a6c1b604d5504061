"""How many questions a page asks the database, without those that open and close a transaction."""

from collections.abc import Callable

from django.db import connection
from django.test.utils import CaptureQueriesContext

OF_THE_TRANSACTION = ("SAVEPOINT", "RELEASE", "ROLLBACK", "BEGIN", "COMMIT", "select set_config")


def questions(client, url: str, **query) -> int:
    def read():
        assert client.get(url, query).status_code == 200

    return asked(read)


def asked(call: Callable[[], None]) -> int:
    with CaptureQueriesContext(connection) as captured:
        call()
    return sum(not one["sql"].startswith(OF_THE_TRANSACTION) for one in captured.captured_queries)
