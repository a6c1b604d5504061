"""What an office file is inside: counted before it is read, named by its own table of contents.

Office and OpenDocument files are ZIP archives. Nothing is unpacked but the two or three small parts
that say what the whole is (ECMA-376 part 2: `[Content_Types].xml` and `_rels/.rels`; ODF 1.3 part
2: `mimetype` and `META-INF/manifest.xml`), and each only up to a size.
"""

import struct
import zipfile
import zlib
from collections.abc import Iterable
from pathlib import PurePosixPath
from typing import BinaryIO
from xml.etree import ElementTree

from django.core.files import File

MAX_PARTS = 5000
MAX_TABLE = 1024 * 1024  # bytes of the archive's own table of contents
MAX_PART = 1024 * 1024  # bytes that are read of one part
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # what Word writes around a file with a password
END = b"PK\x05\x06"  # the archive's last record: how many parts it has, and how long their table is
END_RECORD = struct.Struct("<4s4H2LH")
# What zipfile and the parser raise on a file that is none, is torn, or is locked with a password.
UNREADABLE = (
    zipfile.BadZipFile,
    zlib.error,
    ElementTree.ParseError,
    KeyError,
    NotImplementedError,  # zipfile's word for a compression that it does not know
    OSError,
    RuntimeError,
    ValueError,
)

MACROS = "Die Datei enthält Makros. Bitte speichern Sie sie ohne Makros."
PROTECTED = (
    "Die Datei ist mit einem Kennwort geschützt. Bitte speichern Sie sie ohne Kennwort, "
    "damit alle Beteiligten sie öffnen können."
)
INSIDE = (
    "In der Datei stecken Programme oder eingebettete Objekte. "
    "Bitte entfernen Sie diese und bringen Sie eingebettete Dateien einzeln."
)
CROWDED = "Die Datei besteht aus zu vielen Teilen. Bitte speichern Sie sie als PDF."

PROGRAMS = {
    *("app", "bat", "cmd", "com", "cpl", "dll", "exe", "hta", "jar", "js", "jse", "lnk", "msi"),
    *("ps1", "reg", "scr", "sh", "vbe", "vbs", "wsf"),
}


class Refused(Exception):  # noqa: N818 — no error: the file is what it is
    """The archive is one, and says itself why it is not taken."""


class Foreign(Exception):  # noqa: N818 — it is something else
    """What was brought is no archive of this kind."""


def kind_of(file: File | BinaryIO) -> str:
    """The media type that an office file gives itself; raises Refused or Foreign."""
    if _starts_with(file, OLE):
        raise Refused(PROTECTED)
    _count(file)
    try:
        with zipfile.ZipFile(file) as archive:
            names = archive.namelist()
            _look_for_programs(names)
            return _open_document(archive) if "mimetype" in names else _office(archive)
    except UNREADABLE as error:
        raise Foreign(str(error)) from error


def _starts_with(file: File | BinaryIO, sign: bytes) -> bool:
    file.seek(0)
    return file.read(len(sign)) == sign


def _count(file: File | BinaryIO) -> None:
    """From the last record alone: reading 60,000 names takes seconds."""
    size = file.seek(0, 2)
    file.seek(max(0, size - END_RECORD.size - 0xFFFF))
    tail = file.read()
    place = tail.rfind(END)
    if place < 0 or len(tail) - place < END_RECORD.size:
        raise Foreign("no last record")
    _, _, _, _, parts, table, _, _ = END_RECORD.unpack_from(tail, place)
    if parts > MAX_PARTS or table > MAX_TABLE:  # so large are also those that only ZIP64 counts
        raise Refused(CROWDED)


def _look_for_programs(names: Iterable[str]) -> None:
    for name in map(str.lower, names):
        if name.endswith("vbaproject.bin") or name.startswith(("basic/", "scripts/")):
            raise Refused(MACROS)
        path = PurePosixPath(name)
        is_object = "oleobject" in path.stem or "activex" in path.parts
        if is_object or path.suffix.removeprefix(".") in PROGRAMS:
            raise Refused(INSIDE)


def _open_document(archive: zipfile.ZipFile) -> str:
    if b"encryption-data" in _part(archive, "META-INF/manifest.xml"):
        raise Refused(PROTECTED)
    return _part(archive, "mimetype").decode("ascii", "replace")


def _office(archive: zipfile.ZipFile) -> str:
    """The type of the part that the archive's relations name as its document."""
    relations = ElementTree.fromstring(_part(archive, "_rels/.rels"))
    main = next(
        (one.get("Target", "") for one in relations if _is_document(one.get("Type", ""))), ""
    ).lstrip("/")
    archive.getinfo(main)
    types = ElementTree.fromstring(_part(archive, "[Content_Types].xml"))
    named = {one.get("PartName", "").lstrip("/"): one.get("ContentType", "") for one in types}
    found = named.get(main, "")
    if "macroenabled" in found.lower():
        raise Refused(MACROS)
    return found.removesuffix(".main+xml")


def _is_document(relation: str) -> bool:
    """Of both editions of the standard, the transitional and the strict one."""
    return relation.endswith("/relationships/officeDocument")


def _part(archive: zipfile.ZipFile, name: str) -> bytes:
    with archive.open(name) as part:
        found = part.read(MAX_PART + 1)
    if len(found) > MAX_PART:
        raise Refused(CROWDED)
    return found
