"""No page of the demo leads anybody to a closed door: each person follows two pages deep."""

import re
from collections import Counter
from collections.abc import Iterator
from html.parser import HTMLParser
from urllib.parse import urldefrag

import pytest
from django.test import Client

from auditportal.models import User

pytestmark = pytest.mark.usefixtures("demo_database")

DEPTH = 2
NUMBER = re.compile(r"\d+")
ALIKE = 2  # pages of one kind that one person follows


class Links(HTMLParser):
    """Addresses inside the portal that a page offers to be followed."""

    def __init__(self, html: str):
        super().__init__()
        self.found: dict[str, None] = {}
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        href = dict(attrs).get("href") if tag == "a" else None
        if href and href.startswith(("/", "?")) and not href.startswith("//"):
            self.found[urldefrag(href).url] = None


def links_of(client: Client, start: str) -> Iterator[tuple[str, str, int]]:
    """Each address with the page that offers it, and how it answers."""
    waiting, known, kinds = [("", start, 0)], {start}, Counter()
    while waiting:
        origin, url, depth = waiting.pop(0)
        response = client.get(url)
        yield origin, url, response.status_code
        is_page = response.headers.get("Content-Type", "").startswith("text/html")
        if depth == DEPTH or response.status_code != 200 or not is_page:
            continue
        for link in Links(response.text).found:
            link = url.partition("?")[0] + link if link.startswith("?") else link
            kind = (NUMBER.sub("0", link.partition("?")[0]), NUMBER.sub("0", url))
            kinds[kind] += 1
            if link not in known and kinds[kind] <= ALIKE:
                known.add(link)
                waiting.append((url, link, depth + 1))


def test_every_link_leads_somewhere():
    closed = []
    for user in User.objects.filter(is_active=True).order_by("pk"):
        client = Client()
        client.force_login(user)
        closed += [
            f"{user.email}: {origin} → {url} ({status})"
            for origin, url, status in links_of(client, "/")
            if status not in (200, 302)
        ]

    assert closed == []
