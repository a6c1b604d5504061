"""Pages to keep: from our own HTML to accessible PDF (PDF/UA-1), with nothing from outside.

A page may name only `data:` addresses: a text that somebody typed must never make the portal
read a file of this machine or call another one.
"""

import base64
import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from django.contrib.staticfiles import finders
from weasyprint import CSS, HTML
from weasyprint.document import Document
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher

FONTS = {400: "Regular", 500: "Medium", 600: "SemiBold"}
# One font configuration for a process: a new one for each page leaks and scans all fonts again.
# Pango shares state between threads; the interpreter would let only one work at a time anyway.
_one_at_a_time = threading.Lock()
logging.getLogger("weasyprint.progress").setLevel(logging.WARNING)  # seven lines for each page


class ForeignAddress(Exception):  # noqa: N818 - the template names what it must not
    """A page asked for something outside of itself; it is not rendered at all."""


class Sealed(URLFetcher):
    """Fetches nothing but what stands in the page itself, and remembers what it refused."""

    def __init__(self):
        super().__init__(allowed_protocols={"data"}, allow_redirects=False, fail_on_errors=True)
        self.refused = []

    def fetch(self, url, headers=None):
        try:
            return super().fetch(url, headers)
        except ValueError:  # a protocol that is not allowed, or none
            self.refused.append(url)
            raise


def render(html: str, *, title: str = "") -> bytes:
    """The page as PDF/UA-1. The same HTML gives the same bytes; no time is written into them."""
    with sealed(html) as page:
        return write(page, title)


def count_pages(html: str) -> int:
    """A trial layout: over how many sheets it flows."""
    with sealed(html) as page:
        return len(laid_out(page).pages)


@contextmanager
def sealed(html: str) -> Iterator[HTML]:
    fetcher = Sealed()
    try:
        with _one_at_a_time:
            yield HTML(string=html, url_fetcher=fetcher)
    except FatalURLFetchingError as error:  # a BaseException, which would end a worker
        raise ForeignAddress(str(error)) from error
    if fetcher.refused:  # inside of drawings the first exception gets lost
        raise ForeignAddress(", ".join(fetcher.refused))


def laid_out(page: HTML) -> Document:
    fonts, style = typeface()
    return page.render(font_config=fonts, stylesheets=[style], pdf_variant="pdf/ua-1")


def write(page: HTML, title: str) -> bytes:
    document = laid_out(page)
    document.metadata.title = title or document.metadata.title
    document.metadata.lang = document.metadata.lang or "de"
    return document.write_pdf(pdf_variant="pdf/ua-1")


@cache
def typeface() -> tuple[FontConfiguration, CSS]:
    """The portal's own font, read once a process; without it the machine's sans serif."""
    fonts = FontConfiguration()
    faces = "".join(face(weight, name) for weight, name in FONTS.items())
    body = 'html { font-family: "Fira Sans", "DejaVu Sans", sans-serif; hyphens: manual }'
    return fonts, CSS(string=faces + body, font_config=fonts, url_fetcher=Sealed())


def face(weight: int, name: str) -> str:
    found = finders.find(f"kern/fonts/fira-sans/FiraSans-{name}.woff2")
    if not found:
        return ""
    data = base64.b64encode(Path(found).read_bytes()).decode()
    return (
        f'@font-face {{ font-family: "Fira Sans"; font-weight: {weight};'
        f" src: url(data:font/woff2;base64,{data}) }}"
    )
