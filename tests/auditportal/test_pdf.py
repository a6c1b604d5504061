"""What leaves the house as PDF is accessible, always the same, and takes nothing from outside."""

import io
from concurrent.futures import ThreadPoolExecutor

import page
import pypdf
import pytest

from auditportal import pdf

HTML = """<!doctype html><html lang="de"><head><title>Probe</title></head><body>
<h1>Größe, „Maß“ und Übermut</h1><p><strong>Ein</strong> Absatz.</p>
<svg width="20" height="20" viewBox="0 0 2 2"><title>Ein Quadrat</title><path d="M0 0h1v1"/></svg>
<table><thead><tr><th scope="col">Spalte</th></tr></thead><tbody><tr><td>Zelle</td></tr></tbody>
</table></body></html>"""

PLACES = [
    "file:///etc/hostname",
    "http://169.254.169.254/latest/meta-data/",
    "https://woanders.example/bild.png",
    "ftp://woanders.example/bild.png",
]
WAYS = [
    '<img src="{}">',
    '<link rel="stylesheet" href="{}">',
    '<link rel="attachment" href="{}">',
    '<a rel="attachment" href="{}">Anhang</a>',
    "<style>@import url({});</style>",
    '<p style="background: url({})">Absatz</p>',
    '<svg width="9" height="9"><image href="{}" width="9" height="9"/></svg>',
    "<style>@font-face {{ font-family: x; src: url({}) }} p {{ font-family: x }}</style><p>T</p>",
    '<object data="{}"></object>',
    '<embed src="{}">',
]


def read(data: bytes) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(data))


def test_a_page_becomes_an_accessible_pdf():
    report = page.validate_pdf_bytes(pdf.render(HTML), profile="ua1")

    assert [failure.message for failure in report.failures] == []
    assert report.is_compliant


def test_title_text_and_language_are_those_of_the_page():
    document = read(pdf.render(HTML))

    assert document.metadata.title == "Probe"
    assert document.trailer["/Root"]["/Lang"] == "de"
    assert "Größe, „Maß“ und Übermut" in document.pages[0].extract_text()


def test_a_given_title_wins():
    assert read(pdf.render(HTML, title="Urkunde 7")).metadata.title == "Urkunde 7"


def test_a_page_without_a_language_is_german():
    document = read(pdf.render("<title>Kurz</title><p>Text</p>"))

    assert document.trailer["/Root"]["/Lang"] == "de"


def test_the_same_page_gives_the_same_bytes():
    assert pdf.render(HTML) == pdf.render(HTML)


def test_it_is_set_in_the_portals_own_typeface():
    fonts = read(pdf.render(HTML)).pages[0]["/Resources"]["/Font"].values()

    names = {font.get_object()["/BaseFont"].partition("+")[2] for font in fonts}

    assert names == {"Fira-Sans", "Fira-Sans-Semi-Bold"}


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("way", WAYS)
def test_no_page_reaches_outside_of_itself(way, place):
    with pytest.raises(pdf.ForeignAddress, match="//"):
        pdf.render(f"<p>Vorher</p>{way.format(place)}<p>Nachher</p>")


def test_a_base_address_opens_no_door_either():
    with pytest.raises(pdf.ForeignAddress, match="file:///etc/hostname"):
        pdf.render('<base href="file:///etc/"><img src="hostname">')


def test_after_a_refusal_the_next_page_is_rendered():
    with pytest.raises(pdf.ForeignAddress):
        pdf.render('<img src="file:///etc/hostname">')

    assert read(pdf.render(HTML)).get_num_pages() == 1


def test_pictures_that_stand_in_the_page_are_drawn():
    dot = "R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7"

    drawn = pdf.render(f'<title>x</title><img alt="Punkt" src="data:image/gif;base64,{dot}">')

    assert len(read(drawn).pages[0].images) == 1


def test_several_threads_render_at_once():
    with ThreadPoolExecutor(4) as pool:
        drawn = list(pool.map(pdf.render, [HTML] * 8))

    assert set(drawn) == {pdf.render(HTML)}
