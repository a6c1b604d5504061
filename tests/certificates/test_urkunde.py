"""The texts of an Urkunde never meet, however long the names are."""

import io
from types import SimpleNamespace

import pypdf
import pytest

from auditportal import clock, pdf
from auditportal.verdict import NotYet
from certificates import urkunde
from handlungsfelder.models import Word

LONG = (
    "Gemeinnützige Wohnungsbaugenossenschaft der Stadt Musterhausen an der Beispielach und der "
    "Samtgemeinde Musterland eingetragene Genossenschaft und Große Kreisstadt Musterhausen an der "
    "Beispielach"
)
QUARTIER = (
    "Quartier „Nördliche Innenstadt zwischen Bahnhofstraße, Beispielach und ehemaligem "
    "Güterbahnhof (Soziale Stadt 2027–2030)“"
)
FELDER = [f"Handlungsfeld mit einem langen Namen und der Nummer {n}" for n in range(1, 11)]


def an_award(title: str, subject: str, award_title: str, felder: list[str]):
    """What the paper reads of an award, without a database."""
    version = SimpleNamespace(verfahren=SimpleNamespace(name="Familiengerechte Beispiele"))
    cycle = SimpleNamespace(
        title=title,
        subject=subject,
        words={str(Word.CERTIFICATE.value): "Zertifikat"},
        version=version,
        owner=SimpleNamespace(name="Verein für Beispiele und Muster im ländlichen Raum e. V."),
        felder=[SimpleNamespace(name=name) for name in felder],
    )
    day = clock.today()
    return SimpleNamespace(
        cycle=cycle,
        title=award_title,
        number="BSP-2027-001",
        begutachtung=True,
        fassung=SimpleNamespace(sha256="0" * 64),
        valid_from=day,
        valid_to=day,
        awarded_on=day,
    )


@pytest.mark.parametrize(
    ("title", "subject", "felder"),
    [
        ("Aachen", "", FELDER[:3]),
        (LONG, QUARTIER, FELDER),
        ("Góda / Hodźij, Lübbenau/Spreewald / Lubnjow/Błota", "", FELDER[:8]),
        ("W" * 90, "Ö" * 60, FELDER[:5]),
    ],
)
def test_it_is_one_page_with_all_its_letters(title, subject, felder):
    award = an_award(title, subject, "Zertifikat der zweiten Stufe", felder)

    data = urkunde.render(award, token="x" * 22)

    document = pypdf.PdfReader(io.BytesIO(data))
    text = "".join(document.pages[0].extract_text().split())
    assert len(document.pages) == 1
    assert "".join(title.split()) in text
    assert all("".join(name.split()) in text for name in felder)


def test_what_fits_at_no_size_is_not_issued():
    award = an_award(LONG * 12, QUARTIER * 8, "Zertifikat", FELDER * 4)

    with pytest.raises(NotYet, match="Die Texte passen nicht auf eine Seite"):
        urkunde.render(award)


def test_a_trial_layout_counts_the_sheets_over_which_a_page_flows():
    sheet = "<p style='break-before: page'>Blatt</p>"

    assert pdf.count_pages(f"<html lang=de><body>{sheet}</body></html>") == 1
    assert pdf.count_pages(f"<html lang=de><body>{sheet * 3}</body></html>") == 3
