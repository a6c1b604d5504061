"""What people bring: what is taken, what is refused and how, and how it is handed out again."""

import hashlib
import io
import time
import zipfile

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import models
from django.test import RequestFactory

from auditportal import archives, documents
from auditportal.forms.fields import DocumentField
from auditportal.models import Document, User
from auditportal.views.download import send
from auditportal.views.loading import form_page

ODF = "application/vnd.oasis.opendocument."
OFFICE = "application/vnd.openxmlformats-officedocument."
MACRO_WORD = "application/vnd.ms-word.document.macroEnabled"
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
STRICT = "http://purl.oclc.org/ooxml/officeDocument/relationships/officeDocument"


def zipped(*members: str, mimetype: str = "", **parts: str) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        if mimetype:
            archive.writestr("mimetype", mimetype)
        for member in members:
            archive.writestr(member, "<x/>")
        for name, text in parts.items():
            archive.writestr(name, text)
    return held.getvalue()


def office(kind: str, main: str, *more: str, relation: str = RELATION) -> bytes:
    """As a program writes it: relations name the document, the table of types says what it is."""
    types = f'<Types><Override PartName="/{main}" ContentType="{kind}.main+xml"/></Types>'
    relations = f'<Relationships><Relationship Type="{relation}" Target="{main}"/></Relationships>'
    parts = {"[Content_Types].xml": types, "_rels/.rels": relations, main: "<x/>"}
    return zipped(*more, **parts)


def open_document(kind: str, *more: str, manifest: str = "<manifest/>") -> bytes:
    parts = {"META-INF/manifest.xml": manifest}
    return zipped("content.xml", *more, mimetype=f"{ODF}{kind}", **parts)


PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x02\x00\x00\x00"
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00\xff\xd9"
WORD = f"{OFFICE}wordprocessingml.document"
DOCX = office(WORD, "word/document.xml")
GOOD = {
    "auszug.pdf": PDF,
    "plan.docx": DOCX,
    "tabelle.xlsx": office(f"{OFFICE}spreadsheetml.sheet", "xl/workbook.xml"),
    "folien.pptx": office(f"{OFFICE}presentationml.presentation", "ppt/presentation.xml"),
    "brief.odt": open_document("text"),
    "tabelle.ods": open_document("spreadsheet"),
    "folien.odp": open_document("presentation"),
    "bild.png": PNG,
    "foto.jpg": JPEG,
    "FOTO.JPEG": JPEG,
    "foto.jfif": JPEG,
    "anderer-name.docx": office(WORD, "word/document2.xml"),
    "streng.docx": office(WORD, "word/document.xml", relation=STRICT),
    "mit-tabelle.docx": office(WORD, "word/document.xml", "word/embeddings/Tabelle1.xlsx"),
}
DISGUISED = {
    "bild.pdf": PNG,
    "auszug.png": PDF,
    "programm.pdf": b"MZ\x90\x00" + bytes(100),
    "seite.pdf": b"<!doctype html><script>alert(1)</script>",
    "plan.docx": GOOD["tabelle.xlsx"],
    "plan.odt": DOCX,
    "tabelle.ods": GOOD["brief.odt"],
    "archiv.docx": zipped("irgendwas.txt"),
    "archiv.odt": zipped("irgendwas.txt"),
    "gerissen.docx": DOCX[:40],
    "text.docx": b"nur Text",
    "ohne-hauptteil.docx": zipped("[Content_Types].xml", "word/document.xml"),
    "kaputt.docx": zipped("word/document.xml", **{"_rels/.rels": "<", "[Content_Types].xml": "<"}),
}
OTHER = ["programm.exe", "seite.html", "bild.svg", "archiv.zip", "ohne", ".pdf", "alt.rtf"]


class UploadForm(forms.Form):
    file = DocumentField(help_text="Der Auszug.")
    note = forms.CharField(required=False)


def form_with(name: str, content: bytes) -> UploadForm:
    return UploadForm({"note": "bleibt"}, {"file": SimpleUploadedFile(name, content)})


def codes(form) -> list[str]:
    return [error.code for error in form.errors.as_data()["file"]]


@pytest.mark.parametrize("name", GOOD)
def test_every_kind_that_is_named_is_taken_with_its_hash_and_type(name):
    form = form_with(name, GOOD[name])

    assert form.is_valid(), form.errors
    upload = form.cleaned_data["file"]
    extension = name.rpartition(".")[2].lower()
    assert upload.sha256 == hashlib.sha256(GOOD[name]).hexdigest()
    assert upload.content_type == documents.TYPES[extension]
    assert (upload.filename, upload.size) == (name, len(GOOD[name]))


@pytest.mark.parametrize("name", DISGUISED)
def test_what_is_something_else_than_its_name_says_is_refused(name):
    form = form_with(name, DISGUISED[name])

    assert codes(form) == ["wrong_type"]
    assert f"passt nicht zu ihrer Endung „.{name.rpartition('.')[2]}“" in str(form.errors)


@pytest.mark.parametrize("name", OTHER)
def test_other_kinds_are_refused_with_those_that_are_taken(name):
    form = form_with(name, PDF)

    assert codes(form) == ["wrong_type"]
    assert "Erlaubt sind PDF, Word (.docx), Excel (.xlsx)" in str(form.errors)


def many_parts(count: int) -> bytes:
    return zipped(*(f"word/{number}.xml" for number in range(count)))


SIXTY_THOUSAND = many_parts(60_000)


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("plan.docx", office(WORD, "word/document.xml", "word/vbaProject.bin"), "Makros"),
        ("plan.docx", office(WORD, "word/document.xml", "word/VBAPROJECT.BIN"), "Makros"),
        ("plan.docx", office(MACRO_WORD, "word/document.xml"), "Makros"),
        ("plan.odt", open_document("text", "Basic/Standard/Modul.xml"), "Makros"),
        ("plan.docx", office(WORD, "word/document.xml", "word/oleObject1.bin"), "Objekte"),
        ("plan.docx", office(WORD, "word/document.xml", "word/activeX/activeX1.xml"), "Objekte"),
        ("plan.docx", office(WORD, "word/document.xml", "word/media/bild.EXE"), "Programme"),
        ("plan.odt", open_document("text", "Pictures/lauf.js"), "Programme"),
        ("plan.docx", archives.OLE + bytes(100), "mit einem Kennwort geschützt"),
        ("plan.odt", open_document("text", manifest="<encryption-data/>"), "Kennwort geschützt"),
        ("plan.docx", many_parts(archives.MAX_PARTS + 1), "zu vielen Teilen"),
        ("plan.xlsx", SIXTY_THOUSAND, "zu vielen Teilen"),
    ],
    ids=[
        "macros", "under another case", "by their type", "of OpenDocument", "object", "control",
        "program", "script", "password", "password of OpenDocument", "parts", "60,000 parts",
    ],
)  # fmt: skip
def test_what_an_office_file_carries_is_refused_by_name(name, content, sentence):
    form = form_with(name, content)

    assert codes(form) == ["wrong_type"]
    assert sentence in str(form.errors)


def test_parts_are_counted_before_they_are_read():
    began = time.process_time()
    zipfile.ZipFile(io.BytesIO(SIXTY_THOUSAND)).namelist()
    reading = time.process_time() - began

    began = time.process_time()
    form_with("plan.docx", SIXTY_THOUSAND).is_valid()

    assert time.process_time() - began < reading / 5


@pytest.mark.parametrize(
    ("name", "sentence"),
    [("alt.doc", "in Word als „.docx“"), ("foto.heic", "das Foto als JPEG"), ("a.xls", "„.xlsx“")],
)
def test_what_people_bring_instead_is_told_how_to_save_it(name, sentence):
    assert sentence in str(form_with(name, b"x").errors)


def test_what_is_too_large_is_said_with_both_sizes(settings):
    settings.UPLOAD_MAX_BYTES = 20
    sentence = "Die Datei ist zu groß (0,1 MB). Erlaubt sind 0,1 MB."

    form = form_with("auszug.pdf", PDF)

    assert codes(form) == ["too_large"]
    assert form.errors["file"] == [sentence]


def test_forty_megabytes_are_named_in_words():
    assert documents.too_large(40 * 1024 * 1024) == (
        "Die Datei ist zu groß (40 MB). Erlaubt sind 20 MB."
    )
    assert documents.megabytes(20 * 1024 * 1024 + 1) == "20,1 MB"


def test_an_empty_file_and_no_file_are_refused():
    assert form_with("auszug.pdf", b"").errors["file"] == ["Die Datei ist leer."]
    assert UploadForm({}, {}).errors["file"] == ["Bitte füllen Sie dieses Feld aus."]


def test_the_field_says_before_what_it_takes():
    field = UploadForm()["file"]

    assert field.help_text == (f"Der Auszug. {documents.KINDS}, höchstens 20 MB.")
    assert 'accept=".pdf,.docx,' in str(field)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("../../etc/Auszug.pdf", "Auszug.pdf"),
        ("C:\\Dokumente\\Auszug.pdf", "Auszug.pdf"),
        ("Rat: 12*3?.pdf", "Rat_ 12_3_.pdf"),
        ("U\u0308bersicht.pdf", "Übersicht.pdf"),
        ("Ende\u202efdp.pdf", "Endefdp.pdf"),
        ("x" * 300 + ".pdf", "x" * 196 + ".pdf"),
    ],
)
def test_a_name_is_kept_as_people_know_it_without_what_could_harm(typed, kept):
    assert documents.safe_name(typed) == kept


@pytest.mark.parametrize(
    ("name", "content", "status"),
    [("auszug.pdf", PDF, 200), ("auszug.exe", PDF, 422), ("auszug.pdf", b"", 422)],
)
def test_a_form_page_answers_by_what_is_wrong(name, content, status):
    request = RequestFactory().post("/")

    response = form_page(request, "django/forms/div.html", form_with(name, content))

    assert response.status_code == status


def test_a_form_page_with_a_file_that_is_too_large_answers_413_and_keeps_the_rest(settings):
    settings.UPLOAD_MAX_BYTES = 20
    form = form_with("auszug.pdf", PDF)

    response = form_page(RequestFactory().post("/"), "django/forms/div.html", form)

    assert response.status_code == 413
    assert form["note"].value() == "bleibt"


def test_a_fresh_form_answers_200():
    response = form_page(RequestFactory().get("/"), "django/forms/div.html", UploadForm())

    assert response.status_code == 200


class Held(Document):
    """A document that is never saved: enough to be filled and handed out."""

    uploaded_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        app_label = "tests"  # not installed: no migration waits for it


def test_an_examined_file_fills_a_document_and_leaves_as_it_came():
    person = User(name="Person")
    upload = documents.examine(ContentFile(PDF, name="Rat/Übersicht.pdf"))

    held = documents.fill(Held(), upload, by=person)
    response = send(held)

    assert (held.filename, held.sha256, held.uploaded_by) == (
        "Übersicht.pdf",
        upload.sha256,
        person,
    )
    assert held.uploaded_at is not None
    assert b"".join(response.streaming_content) == PDF
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"].startswith("attachment; filename*=utf-8''%C3%9Cber")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert response["Cache-Control"] == "private, no-store"


def test_what_does_not_come_through_a_form_is_looked_at_all_the_same():
    with pytest.raises(ValidationError, match="passt nicht"):
        documents.examine(ContentFile(PNG, name="auszug.pdf"))
