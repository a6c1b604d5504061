"""What a PDF does beside being read: its actions are named and counted, and it is refused.

Only names are read, as ISO 32000 writes them (also with `#4A` for a letter), in the file as it lies
there and in its object streams, each unpacked only up to a size. Nothing is followed or run.
"""

import re
import zlib
from collections import Counter
from collections.abc import Iterator

from django.core.files import File

MAX_STREAMS = 5000
MAX_UNPACKED = 64 * 1024 * 1024
MAX_HEAD = 4096  # bytes before a stream in which its dictionary lies

NAME = re.compile(rb"/([^\x00\t\n\x0c\r ()<>\[\]{}/%]{1,80})")
ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
STREAM = re.compile(rb"\bstream\r?\n")
OPENS = re.compile(rb"/OpenAction\s*(\[|<<|\d+\s+\d+\s+R)")
GOES_THERE = re.compile(rb"/S\s*/GoTo(?![A-Za-z])")
DICTIONARY = 400  # bytes in which an action says of which kind it is

# What it is called by people, for each name that stands for it.
FORBIDDEN = {
    "JavaScript": "JavaScript",
    "Launch": "Start eines Programms",
    "ImportData": "Einlesen von Daten",
    "SubmitForm": "Absenden von Daten",
    "GoToE": "Sprung in eine eingebettete Datei",
    "RichMedia": "Film oder Ton",
    "EmbeddedFile": "eingebettete Datei",
    "EmbeddedFiles": "eingebettete Datei",
}
AT_OPENING = "Aktion beim Öffnen"
FOUND = (
    "In der PDF-Datei steckt mehr als Text und Bild: {}. Bitte speichern Sie sie ohne dies, zum "
    "Beispiel mit „Drucken als PDF“, und bringen Sie eingebettete Dateien einzeln."
)
PROTECTED = (
    "Die Datei ist mit einem Kennwort geschützt. Bitte speichern Sie sie ohne Kennwort, "
    "damit alle Beteiligten sie öffnen können."
)
CROWDED = "Die PDF-Datei lässt sich nicht ganz lesen. Bitte speichern Sie sie neu als PDF."


class Acts(Exception):  # noqa: N818 — no error: the file is what it is
    """It does something, or does not let itself be looked at; says so in a sentence."""


def look_through(file: File) -> None:
    """Raises Acts with what was found, and how often."""
    file.seek(0)
    whole = file.read()
    found: Counter[str] = Counter()
    for part in (whole, *_object_streams(whole)):
        names = Counter(_names(part))
        if names["Encrypt"] and part is whole:
            raise Acts(PROTECTED)
        found.update({FORBIDDEN[name]: names[name] for name in names if name in FORBIDDEN})
        found.update(AT_OPENING for _ in _opening(part, whole))
    if found:
        raise Acts(FOUND.format(", ".join(f"{what} ({n})" for what, n in sorted(found.items()))))


def _names(part: bytes) -> Iterator[str]:
    for match in NAME.finditer(part):
        yield _plain(match[1])


def _plain(name: bytes) -> str:
    if b"#" in name:
        name = ESCAPED.sub(lambda hit: bytes([int(hit[1], 16)]), name)
    return name.decode("latin-1")


def _opening(part: bytes, whole: bytes) -> Iterator[bytes]:
    """Whatever happens at once, apart from showing a certain page."""
    for match in OPENS.finditer(part):
        action = part[match.start(1) : match.start(1) + DICTIONARY]
        if match[1][:1].isdigit():
            action = _object(whole, match[1].split()[0])
        if not (action.lstrip().startswith(b"[") or GOES_THERE.search(action)):
            yield action


def _object(whole: bytes, number: bytes) -> bytes:
    """One that lies open in the file; in an object stream its kind is named there."""
    found = re.search(rb"(?<!\d)" + number + rb"\s+\d+\s+obj\b", whole)
    if found:
        return whole[found.end() : found.end() + DICTIONARY]
    packed = any(GOES_THERE.search(part) for part in _object_streams(whole))
    return b"/S /GoTo" if packed else b""


def _object_streams(whole: bytes) -> Iterator[bytes]:
    """Each unpacked; other filters than the usual one nobody uses for them."""
    room = MAX_UNPACKED
    for number, begin in enumerate(_packed(whole)):
        if number >= MAX_STREAMS:
            raise Acts(CROWDED)
        try:
            part = zlib.decompressobj().decompress(whole[begin:], room)
        except zlib.error as error:
            raise Acts(CROWDED) from error
        room -= len(part)
        if room <= 0:
            raise Acts(CROWDED)
        yield part


def _packed(whole: bytes) -> Iterator[int]:
    for match in STREAM.finditer(whole):
        head = whole[max(0, match.start() - MAX_HEAD) : match.start()]
        names = set(_names(head[head.rfind(b"obj") :]))
        if "ObjStm" not in names:
            continue
        if "FlateDecode" in names and "Predictor" not in names:
            yield match.end()
        elif "Filter" in names:
            raise Acts(CROWDED)
