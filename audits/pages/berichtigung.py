"""What pages say about what was set right: what fell with it, and where it is shown."""

from django.urls import reverse

from auditportal import notation
from audits.gates.release import SUBJECTS
from audits.models import (
    Begutachtung,
    Berichtigung,
    Beschluss,
    Fassung,
    Freigabe,
    PhaseRun,
    Signature,
    Vermerk,
)
from handlungsfelder.models import Word

NOTHING = "Darauf beruht noch nichts: Es gilt sofort."


def consequences(row: Berichtigung) -> list[str]:
    """What else becomes of it, in the order in which it happens."""
    return list(_consequences(row)) or [NOTHING]


def _consequences(row: Berichtigung):
    for fallen in row.consequences.order_by("pk"):
        yield sentence(fallen)
        yield from _consequences(fallen)


def sentence(row: Berichtigung) -> str:
    entry = row.entry
    if isinstance(entry, Fassung):
        return f"{entry.cycle.words[Word.AGREEMENT]}, {entry}, gilt nicht mehr."
    if isinstance(entry, Beschluss):
        return f"Mit gestrichen wird der Beschluss: {entry}."
    if isinstance(entry, Begutachtung):
        day = notation.day(entry.submitted_at)
        return f"Die Einreichung vom {day} wird zurückgenommen. Sie bleibt lesbar."
    if row.new_run:
        due = f", fällig am {notation.day(row.new_run.due_on)}" if row.new_run.due_on else ""
        return f"Die Phase „{entry}“ wird wieder geöffnet{due}."
    return f"Die Phase „{entry}“ folgt danach noch einmal; was dort eingetragen ist, zählt weiter."


def address(row: Berichtigung) -> str:
    """The page on which one sees what holds now."""
    entry = row.new_entry or row.entry
    if isinstance(entry, Beschluss):
        return reverse("audits:beschluss_detail", args=[entry.pk])
    if isinstance(entry, Vermerk):
        return entry.run.get_absolute_url()
    if isinstance(entry, Signature):
        return reverse("audits:document_detail", args=[entry.document_id])
    if isinstance(entry, Freigabe):
        return _of_release(entry)
    if isinstance(entry, PhaseRun | Fassung | Begutachtung):
        return entry.get_absolute_url()
    return reverse("audits:veranstaltung_detail", args=[entry.pk])


def _of_release(freigabe: Freigabe) -> str:
    if freigabe.document_id:
        return reverse("audits:document_detail", args=[freigabe.document_id])
    return reverse(SUBJECTS[freigabe.subject][1], args=[freigabe.cycle_id])
