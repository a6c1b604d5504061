"""What an award looks like on paper: one page as accessible PDF, and the way to check it."""

from dataclasses import asdict, dataclass

import segno
from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from auditportal import pdf
from auditportal.verdict import WHEN, unless
from audits.models import Award


@dataclass(frozen=True)
class Size:
    """How large the texts of an Urkunde are, in points, and how far apart, in millimetres."""

    title: float
    name: float
    text: float
    small: float
    gap: float
    small_gap: float


# The largest that fits is taken; what does not fit at the smallest is not issued.
SIZES = (
    Size(33, 24, 13, 11.5, 24, 10),
    Size(25, 18, 13, 11.5, 16, 8),
    Size(25, 18, 12, 9.5, 10, 6),
    Size(19, 14, 11, 8.5, 6, 4),
    Size(14, 11, 9, 7, 3, 2),
)
TOO_LONG = "Die Texte passen nicht auf eine Seite. Kürzen Sie den Namen oder den Gegenstand."


def render(awarded: Award, token: str = "") -> bytes:
    """The Urkunde of this award; without a token a draft that can be checked nowhere."""
    papers = (page_of(awarded, token, size) for size in SIZES)
    html = next((one for one in papers if pdf.count_pages(one) == 1), "")
    unless(bool(html), WHEN, TOO_LONG).require()
    return pdf.render(html, title=f"Urkunde {awarded.number}: {awarded.title}, {awarded.cycle}")


def page_of(awarded: Award, token: str, size: Size) -> str:
    address = public_address(token) if token else ""
    context = {
        "award": awarded,
        "cycle": awarded.cycle,
        "version": awarded.cycle.version,
        "owner": awarded.cycle.owner,
        "felder": awarded.cycle.felder,
        "address": address,
        "qr": qr_code(address) if token else "",
        "size": {name: f"{number:g}" for name, number in asdict(size).items()},
    }
    return render_to_string("certificates/urkunde_pdf.html", context)


def public_address(token: str) -> str:
    """Where everybody can ask whether it still holds."""
    return settings.PUBLIC_URL + reverse("certificates:zertifikat_check", args=[token])


def qr_code(address: str) -> SafeString:
    """An inline drawing with its own white ground; readers hear its title."""
    drawing = segno.make(address, error="m", micro=False).svg_inline(
        title="QR-Code zur Prüfseite", light="#fff", border=4, omitsize=True, svgclass="portal-qr"
    )
    return mark_safe(drawing)  # drawn by segno from our own address
