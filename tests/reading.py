"""A page as people read it: where a line of its template ends is not seen."""

import re

from django.http import HttpResponse


def as_read(html: str) -> str:
    """A run of white space is one blank, and between two elements it is none."""
    return re.sub(r"(?<=>) (?=<)", "", " ".join(html.split()))


def text_as_read(response: HttpResponse) -> str:
    sent = response.content.decode(response.charset or "utf-8")
    return as_read(sent) if "html" in response.headers.get("Content-Type", "") else sent


def read_pages_as_people_do() -> None:
    """`response.text`, by which tests read a page."""
    HttpResponse.text = property(text_as_read)
