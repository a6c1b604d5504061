"""PDF files that do more than be read: named, counted, refused, however they are written."""

import io
import time
import zlib

import pytest

from auditportal.portable_documents import MAX_UNPACKED, Acts, look_through
from tests.audits.uploads import a_pdf


def pdf(*objects: str, trailer: str = "/Root 1 0 R") -> bytes:
    parts = [f"{n} 0 obj\n{text}\nendobj\n" for n, text in enumerate(objects, start=1)]
    return f"%PDF-1.7\n{''.join(parts)}trailer\n<< {trailer} >>\n%%EOF\n".encode("latin-1")


def packed(text: str, head: str = "/Type /ObjStm /N 1 /First 4 /Filter /FlateDecode") -> bytes:
    body = zlib.compress(f"9 0 {text}".encode("latin-1"))
    first = f"%PDF-1.7\n5 0 obj\n<< {head} /Length {len(body)} >>\nstream\n".encode("latin-1")
    return first + body + b"\nendstream\nendobj\n%%EOF\n"


def refusal(data: bytes) -> str:
    with pytest.raises(Acts) as told:
        look_through(io.BytesIO(data))
    return str(told.value)


CATALOG = "<< /Type /Catalog {} >>"
ACTING = {
    "JavaScript (1)": CATALOG.format("/OpenAction << /S /JavaScript /JS (app.alert(1)) >>"),
    "Aktion beim Öffnen (1)": CATALOG.format("/OpenAction << /S /URI /URI (https://x.example) >>"),
    "Start eines Programms (1)": "<< /S /Launch /F (cmd.exe) >>",
    "eingebettete Datei (1)": "<< /Type /EmbeddedFile >>",
    "Absenden von Daten (1)": "<</S/SubmitForm/F(https://x.example)>>",
    "Einlesen von Daten (1)": "<</S/ImportData>>",
    "Sprung in eine eingebettete Datei (1)": "<</S/GoToE>>",
    "Film oder Ton (1)": "<</Subtype/RichMedia>>",
}


@pytest.mark.parametrize(("what", "text"), ACTING.items())
def test_what_it_does_is_named_and_counted(what, text):
    assert what in refusal(pdf(text))


@pytest.mark.parametrize(("what", "text"), ACTING.items())
def test_what_lies_in_an_object_stream_is_found_too(what, text):
    assert what in refusal(packed(text))


@pytest.mark.parametrize("name", ["/#4aavaScript", "/J#61v#61Script", "/JavaScrip#74"])
def test_letters_that_are_written_as_numbers_hide_nothing(name):
    assert "JavaScript (1)" in refusal(pdf(f"<< /S {name} >>"))


def test_an_action_that_is_only_pointed_at_is_followed():
    points = CATALOG.format("/OpenAction 2 0 R")

    assert "Aktion beim Öffnen" in refusal(pdf(points, "<< /S /URI /URI (https://x.example) >>"))
    assert "Aktion beim Öffnen" in refusal(pdf(points))


@pytest.mark.parametrize(
    "text",
    [
        CATALOG.format("/OpenAction [3 0 R /Fit]"),
        CATALOG.format("/OpenAction << /S /GoTo /D [3 0 R /XYZ null null 0] >>"),
        "<< /A << /S /URI /URI (https://www.example) >> /Subtype /Link >>",
        "(Wir reden über JavaScript und Launch.)",
    ],
)
def test_what_shows_a_page_or_links_somewhere_is_taken(text):
    look_through(io.BytesIO(pdf(text)))
    look_through(io.BytesIO(packed(text)))


def test_a_page_that_is_only_pointed_at_is_taken():
    look_through(io.BytesIO(pdf(CATALOG.format("/OpenAction 2 0 R"), "[3 0 R /Fit]")))


def test_our_own_paper_is_taken():
    look_through(a_pdf())


def test_a_file_that_hides_itself_is_refused():
    assert "Kennwort" in refusal(pdf("<<>>", trailer="/Root 1 0 R /Encrypt 7 0 R"))
    assert "nicht ganz lesen" in refusal(packed("<<>>", "/Type /ObjStm /Filter /LZWDecode"))
    whole = packed("<<>>").replace(b"stream\nx", b"stream\ny")
    assert "nicht ganz lesen" in refusal(whole)


def test_what_unpacks_without_end_is_refused_at_once():
    bomb = packed(" " * (MAX_UNPACKED + 10))
    began = time.monotonic()

    assert "nicht ganz lesen" in refusal(bomb)
    assert time.monotonic() - began < 5
