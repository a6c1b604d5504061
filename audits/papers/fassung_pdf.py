"""What a frozen version looks like on paper: from its own text alone, as accessible PDF."""

from django.template.loader import render_to_string

from auditportal import pdf
from audits.facts.measure import MEASURE
from audits.facts.report_entry import REPORT_ENTRY
from audits.models import Fassung, FassungKind
from audits.papers import reading, stored
from handlungsfelder.models import Word

TITLES = {FassungKind.AGREEMENT: Word.AGREEMENT, FassungKind.REPORT: Word.REPORT}


def title_of(fassung: Fassung) -> str:
    """„Zielvereinbarung“, or for a report with its number: „Jahresbericht 2“."""
    word = TITLES.get(FassungKind(fassung.kind))
    if word is None:
        return fassung.get_kind_display()
    noun = fassung.cycle.version.word(word)
    if fassung.kind == FassungKind.REPORT:
        return f"{noun} {stored.read(fassung)['number']}"
    return noun


def page_of(fassung: Fassung) -> dict:
    """What the page and the PDF show of an agreement or a report."""
    content = stored.read(fassung)
    is_report = fassung.kind == FassungKind.REPORT
    read, facts = (reading.report, REPORT_ENTRY) if is_report else (reading.agreement, MEASURE)
    return {
        "fassung": fassung,
        "cycle": fassung.cycle,
        "title": title_of(fassung),
        "content": content,
        "felder": read(content),
        "heads": facts.heads,
        "is_report": is_report,
    }


def render(fassung: Fassung) -> bytes:
    html = render_to_string("audits/fassung_pdf.html", page_of(fassung))
    return pdf.render(html, title=f"{title_of(fassung)}, {fassung.cycle}, {fassung}")
