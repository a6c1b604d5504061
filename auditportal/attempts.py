"""Who guesses passwords waits longer and longer; nobody else waits because of it.

Failures are counted by account and by network, in a table that all processes share. A browser in
which this account has logged in before is known by a cookie and has a count of its own: so a
stranger who guesses, or a colleague behind the same address, locks nobody out who works there
every day (OWASP, "Slow Down Online Guessing Attacks with Device Cookies").
"""

import datetime as dt
import hashlib
import ipaddress
import secrets
from dataclasses import dataclass

from django.core import signing
from django.db import connection

from auditportal import clock
from auditportal.models import Attempt

FREE = {"account": 5, "network": 50, "browser": 10}  # failures before anybody waits
FIRST, LONGEST = dt.timedelta(seconds=2), dt.timedelta(minutes=15)
FADES = dt.timedelta(hours=24)  # after so long without a failure the count begins anew
KNOWN_FOR = dt.timedelta(days=400)  # what browsers keep at the most
SALT = "auditportal.known-browser"
NETWORKS = {4: 24, 6: 56}  # bits of an address that one customer of a provider has

COUNT = """
insert into auditportal_attempt (key, failures, last_at) values (%(key)s, 1, %(now)s)
on conflict (key) do update set last_at = %(now)s, failures = case
    when auditportal_attempt.last_at < %(faded)s then 1 else auditportal_attempt.failures + 1 end
"""


@dataclass(frozen=True)
class Counter:
    """One of the counts that an attempt falls under."""

    kind: str
    key: str

    @classmethod
    def of(cls, kind: str, value: str) -> "Counter":
        return cls(kind, hashlib.sha256(f"{kind}:{value}".encode()).hexdigest())

    def blocks_for(self, failures: int) -> dt.timedelta:
        """Twice as long with each failure beyond the free ones."""
        beyond = failures - FREE[self.kind]
        return min(FIRST * 2 ** min(beyond, 20), LONGEST) if beyond >= 0 else dt.timedelta()


def counters(email: str, address: str, browser: str) -> list[Counter]:
    """`browser` is the cookie of a known one; one that this account does not know says nothing."""
    known = _known(browser)
    if known and known[0] == _account(email):
        return [Counter.of("browser", known[1])]
    return [Counter.of("account", _account(email)), Counter.of("network", _network(address))]


def wait(found: list[Counter]) -> dt.timedelta:
    """How long until the next attempt is taken; zero for almost everybody."""
    now = clock.now()
    by_key = {one.key: one for one in found}
    rows = Attempt.objects.filter(key__in=by_key, last_at__gte=now - FADES)
    until = [row.last_at + by_key[row.key].blocks_for(row.failures) for row in rows]
    return max([moment - now for moment in until] + [dt.timedelta()])


def failed(found: list[Counter]) -> None:
    now = clock.now()
    with connection.cursor() as cursor:
        for one in found:
            cursor.execute(COUNT, {"key": one.key, "now": now, "faded": now - FADES})


def forget_faded() -> int:
    """What says nothing any more."""
    return Attempt.objects.filter(last_at__lt=clock.now() - FADES).delete()[0]


def remember(email: str) -> str:
    """The cookie of a browser in which somebody has just logged in."""
    return signing.dumps([_account(email), secrets.token_hex(16)], salt=SALT)


def _known(browser: str) -> list[str] | None:
    try:
        return signing.loads(browser, salt=SALT, max_age=KNOWN_FOR)
    except signing.BadSignature:
        return None


def _account(email: str) -> str:
    return hashlib.sha256(email.strip().casefold().encode()).hexdigest()


def _network(address: str) -> str:
    found = ipaddress.ip_address(address)
    return str(ipaddress.ip_network((found, NETWORKS[found.version]), strict=False))
