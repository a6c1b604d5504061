"""Files that people bring: what is taken, what it really is, and how it is kept."""

import hashlib
import math
import re
import unicodedata
from dataclasses import dataclass
from pathlib import PurePath

import puremagic
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files import File
from django.utils.text import slugify

from auditportal import archives, clock, portable_documents
from auditportal.models import Document, User

OFFICE = "application/vnd.openxmlformats-officedocument."
OPEN = "application/vnd.oasis.opendocument."
TYPES = {
    "pdf": "application/pdf",
    "docx": f"{OFFICE}wordprocessingml.document",
    "xlsx": f"{OFFICE}spreadsheetml.sheet",
    "pptx": f"{OFFICE}presentationml.presentation",
    "odt": f"{OPEN}text",
    "ods": f"{OPEN}spreadsheet",
    "odp": f"{OPEN}presentation",
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "jfif": "image/jpeg",
}
# Office files are all ZIP to puremagic: what lies inside tells them apart.
ZIPPED = {"docx", "xlsx", "pptx", "odt", "ods", "odp"}
KINDS = "PDF, Word (.docx), Excel (.xlsx), PowerPoint (.pptx), OpenDocument, PNG und JPEG"
WRONG_TYPE = f"Diese Art von Datei wird nicht angenommen. Erlaubt sind {KINDS}."
# What people bring most often instead, and what they can do about it.
INSTEAD = {
    "doc": " Bitte speichern Sie die Datei in Word als „.docx“ oder als PDF.",
    "xls": " Bitte speichern Sie die Datei in Excel als „.xlsx“.",
    "ppt": " Bitte speichern Sie die Datei in PowerPoint als „.pptx“ oder als PDF.",
    "heic": " Bitte speichern Sie das Foto als JPEG.",
}
DISGUISED = "Der Inhalt der Datei passt nicht zu ihrer Endung „.{}“."
EMPTY = "Die Datei ist leer."


@dataclass(frozen=True)
class Upload:
    """A file that has been looked at: its name as data, what it is, and its fingerprint."""

    file: File
    filename: str
    content_type: str
    size: int
    sha256: str


def examine(file: File) -> Upload:
    """Refuses with a sentence what is too large, empty, of another kind, or disguised."""
    name = file.name or ""
    extension = PurePath(name).suffix.lower().removeprefix(".")
    if file.size > settings.UPLOAD_MAX_BYTES:
        raise ValidationError(too_large(file.size), code="too_large")
    if not file.size:
        raise ValidationError(EMPTY, code="empty")
    if extension not in TYPES:
        raise ValidationError(WRONG_TYPE + INSTEAD.get(extension, ""), code="wrong_type")
    demand_content(file, extension)
    return Upload(
        file=file,
        filename=safe_name(name),
        content_type=TYPES[extension],
        size=file.size,
        sha256=fingerprint(file),
    )


def fill[Kept: Document](document: Kept, upload: Upload, *, by: User) -> Kept:
    """Put an examined file into the row that keeps it; saving the row stores the bytes."""
    upload.file.seek(0)
    document.file = upload.file
    document.filename, document.content_type = upload.filename, upload.content_type
    document.size, document.sha256 = upload.size, upload.sha256
    document.uploaded_by, document.uploaded_at = by, clock.now()
    return document


def demand_content(file: File, extension: str) -> None:
    file.seek(0)
    fits = is_office(file, extension) if extension in ZIPPED else is_magic(file, extension)
    if not fits:
        raise ValidationError(DISGUISED.format(extension), code="wrong_type")
    if extension == "pdf":
        demand_paper(file)


def demand_paper(file: File) -> None:
    """A PDF that is read and does nothing."""
    try:
        portable_documents.look_through(file)
    except portable_documents.Acts as acts:
        raise ValidationError(str(acts), code="wrong_type") from acts


def is_magic(file: File, extension: str) -> bool:
    return TYPES[extension] in {match.mime_type for match in puremagic.magic_stream(file)}


def is_office(file: File, extension: str) -> bool:
    try:
        return archives.kind_of(file) == TYPES[extension]
    except archives.Refused as refused:
        raise ValidationError(str(refused), code="wrong_type") from refused
    except archives.Foreign:
        return False


def fingerprint(file: File) -> str:
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    return digest.hexdigest()


def safe_name(name: str) -> str:
    """What people called it, without what could be a path, a control sign or too long."""
    name = unicodedata.normalize("NFC", PurePath(name.replace("\\", "/")).name)
    name = "".join(sign for sign in name if unicodedata.category(sign)[0] != "C")
    path = PurePath(re.sub(r'[:*?"<>|/]', "_", name).strip())
    return f"{path.stem[: 200 - len(path.suffix)]}{path.suffix}"


WRITTEN_OUT = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "ß": "ss"}
)


def file_name(text: str, extension: str) -> str:
    """For a file of the portal's own: „träger“ is written „traeger“, never „trager“."""
    return f"{slugify(text.translate(WRITTEN_OUT)) or 'datei'}.{extension}"


def too_large(size: int) -> str:
    allowed = settings.UPLOAD_MAX_BYTES
    return f"Die Datei ist zu groß ({megabytes(size)}). Erlaubt sind {megabytes(allowed)}."


def megabytes(size: int) -> str:
    """„40 MB“; rounded up, so that a little more than allowed never looks the same."""
    tenths = math.ceil(size * 10 / 1024 / 1024)
    return f"{tenths / 10:g} MB".replace(".", ",")
