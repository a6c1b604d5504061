"""What an award looks like on paper: one page as accessible PDF, and the way to check it."""

import segno
from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from auditportal import pdf
from audits.models import Award


def render(awarded: Award, token: str = "") -> bytes:
    """The Urkunde of this award; without a token a draft that can be checked nowhere."""
    address = public_address(token) if token else ""
    context = {
        "award": awarded,
        "cycle": awarded.cycle,
        "version": awarded.cycle.version,
        "owner": awarded.cycle.owner,
        "felder": awarded.cycle.felder,
        "address": address,
        "qr": qr_code(address) if token else "",
    }
    html = render_to_string("certificates/urkunde_pdf.html", context)
    return pdf.render(html, title=f"Urkunde {awarded.number}: {awarded.title}, {awarded.cycle}")


def public_address(token: str) -> str:
    """Where everybody can ask whether it still holds."""
    return settings.PUBLIC_URL + reverse("certificates:zertifikat_check", args=[token])


def qr_code(address: str) -> SafeString:
    """An inline drawing with its own white ground; readers hear its title."""
    drawing = segno.make(address, error="m", micro=False).svg_inline(
        title="QR-Code zur Prüfseite", light="#fff", border=4, omitsize=True, svgclass="portal-qr"
    )
    return mark_safe(drawing)  # drawn by segno from our own address
