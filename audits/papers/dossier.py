"""A sealed dossier, read back from its stored text: as a page, and as a ZIP to take along.

Nothing here asks what the tables say now: an assessor sees what was sealed, whatever became of it.
"""

import datetime as dt
import hashlib
import json
import tempfile
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import IO

from django.utils import timezone

from auditportal import documents
from auditportal.verdict import WHEN, Verdict, unless
from audits.facts.values import Days
from audits.models import (
    AuditCycle,
    Begutachtung,
    Competence,
    CycleDocument,
    Fassung,
    Result,
    Topic,
)
from audits.papers import outline, reading, stored

BROKEN = "„{}“ stimmt nicht mehr mit der versiegelten Prüfsumme überein. Bitte wenden Sie sich an "
BROKEN += "die Geschäftsstelle."


@dataclass(frozen=True)
class Dossier:
    """What the page shows, in the words and the order of the sealed text."""

    sha256: str
    agreement: dict
    people: list[tuple[str, str]]
    quartier: dict | None
    consents: list[str]
    beschluesse: list[dict]
    survey: list[dict]
    events: list[dict]
    documents: list[dict]
    felder: list[dict]


@dataclass(frozen=True)
class DossierDraft:
    """What submitting now would seal: what it says, its text and hash, and the names beside it."""

    content: dict
    text: str
    sha256: str
    names: dict[str, str]
    agreement: Fassung


def read(begutachtung: Begutachtung) -> Dossier:
    """The sealed dossier with the agreement that it names; names stand beside it, by their key."""
    sealed = begutachtung.dossier
    content = _content(sealed)
    names = {str(person.key): person.name for person in sealed.persons.all()}
    agreement = agreement_of(begutachtung)
    return _dossier(begutachtung.cycle, sealed.sha256, content, _content(agreement), names)


def preview(cycle: AuditCycle, draft: DossierDraft) -> Dossier:
    """What submitting now would seal."""
    agreement = _content(draft.agreement)
    return _dossier(cycle, draft.sha256, draft.content, agreement, draft.names)


def agreement_of(begutachtung: Begutachtung) -> Fassung:
    """Exactly the version that the sealed text names."""
    named = _content(begutachtung.dossier)["agreement"]
    agreements = Fassung.objects.of(begutachtung.cycle_id).agreements()
    fassung = agreements.numbered(named["number"]).get()
    _is_sealed(str(fassung), fassung.sha256, named["sha256"]).require()
    return fassung


def lists(begutachtung: Begutachtung, document: CycleDocument) -> bool:
    return any(row["id"] == document.pk for row in _content(begutachtung.dossier)["documents"])


def is_unchanged(document: CycleDocument) -> Verdict:
    """Whether the stored bytes still are those that were sealed."""
    try:
        with document.file.open("rb") as file:
            found = documents.fingerprint(file)
    except FileNotFoundError:
        found = ""
    return _is_sealed(document.filename, found, document.sha256)


def _content(fassung: Fassung) -> dict:
    unless(stored.is_intact(fassung), WHEN, BROKEN.format(fassung)).require()
    return stored.read(fassung)


def _is_sealed(name: str, found: str, sealed: str) -> Verdict:
    return unless(found == sealed, WHEN, BROKEN.format(name))


# --- for the page -------------------------------------------------------------------------------


def _dossier(cycle: AuditCycle, sha: str, content: dict, agreement: dict, names: dict) -> Dossier:
    return Dossier(
        sha256=sha,
        agreement=content["agreement"],
        people=[
            (cycle.version.party_label(one["function"]), names.get(one["key"]) or "Name gelöscht")
            for one in content["people"]
        ],
        quartier=_quartier(content["quartier"]),
        consents=[
            f"{one['organisation']} am {_day(one['on'])} ({one['body']})"
            for one in content["consents"]
        ],
        beschluesse=[_beschluss(one) for one in content["beschluesse"]],
        survey=content["survey"],
        events=[one | {"day": _day(one["day"])} for one in content["events"]],
        documents=[_document(one) for one in content["documents"]],
        felder=[_feld(one) for one in reading.agreement(agreement)],
    )


_day = Days().words


def _beschluss(beschluss: dict) -> dict:
    figures = beschluss["votes"]
    names = ("Ja", "Nein", "Enthaltung")
    return beschluss | {
        "topic": Topic(beschluss["topic"]).label,
        "result": Result(beschluss["result"]).label,
        "session_on": _day(beschluss["session_on"]),
        "figures": ", ".join(f"{name}: {n}" for name, n in zip(names, figures or (), strict=False)),
        "way": [
            f"{stop['body']} am {_day(stop['session_on'])} ({Competence(stop['competence']).label})"
            for stop in beschluss["way"]
        ],
    }


def _quartier(quartier: dict | None) -> dict | None:
    if quartier is None:
        return None
    outlined = json.loads(quartier["outline"]) if quartier["outline"] else None
    size = outline.draw(outlined).size if outlined else ""
    return quartier | {"size": size, "lines": quartier["addresses"].splitlines()}


def _document(document: dict) -> dict:
    signed = [f"{one['organisation']} am {_day(one['on'])}" for one in document["signed"]]
    return document | {"signed": ", ".join(signed)}


def _feld(feld: dict) -> dict:
    return feld | {"count": sum(len(goal["measures"]) for goal in feld["goals"])}


# --- as a ZIP -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Part:
    """One file of the ZIP: its sealed hash, and its bytes piece by piece."""

    name: str
    sha256: str
    chunks: Iterable[bytes]


def pack(begutachtung: Begutachtung) -> IO[bytes]:
    """The whole dossier in a temporary file, every part compared with its sealed hash."""
    file = tempfile.TemporaryFile()  # noqa: SIM115 - whoever sends it closes it
    try:
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            moment = timezone.localtime(begutachtung.submitted_at)
            sums = [_add(archive, part, moment) for part in _parts(begutachtung)]
            _write(archive, "pruefsummen.txt", ["".join(sums).encode()], moment)
    except BaseException:
        file.close()
        raise
    file.seek(0)
    return file


def _parts(begutachtung: Begutachtung) -> Iterator[Part]:
    dossier, agreement = begutachtung.dossier, agreement_of(begutachtung)
    yield Part("dossier.json", dossier.sha256, [dossier.content.encode()])
    yield Part("agreement.json", agreement.sha256, [agreement.content.encode()])
    pdf = agreement.rendered
    if pdf:
        yield Part("agreement.pdf", pdf.sha256, [bytes(pdf.data)])
    rows = _content(dossier)["documents"]
    files = begutachtung.cycle.documents.in_bulk([row["id"] for row in rows])
    for number, row in enumerate(rows, start=1):
        name = f"dokumente/{number:02}-{row['filename']}"
        yield Part(name, row["sha256"], _bytes_of(files[row["id"]]))


def _bytes_of(document: CycleDocument) -> Iterator[bytes]:
    try:
        with document.file.open("rb") as file:
            yield from file.chunks()
    except FileNotFoundError:
        _is_sealed(document.filename, "", document.sha256).require()


def _add(archive: zipfile.ZipFile, part: Part, moment: dt.datetime) -> str:
    """Adds one part, and answers with its line for `sha256sum --check`."""
    found = _write(archive, part.name, part.chunks, moment)
    _is_sealed(part.name, found, part.sha256).require()
    return f"{part.sha256}  {part.name}\n"


def _write(
    archive: zipfile.ZipFile, name: str, chunks: Iterable[bytes], moment: dt.datetime
) -> str:
    entry = zipfile.ZipInfo(name, moment.timetuple()[:6])
    entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
    digest = hashlib.sha256()
    with archive.open(entry, "w") as target:
        for chunk in chunks:
            digest.update(chunk)
            target.write(chunk)
    return digest.hexdigest()
