"""The official list: what is read of it, and what is refused. The lines are made up."""

import datetime as dt

import pytest

from auditportal import register
from auditportal.models import RegisterLevel
from tests.auditportal.gv100ad import SMALL, gemeinde, kreis, land, text


def read(*lines: str) -> register.List:
    return register.read(text(*lines).splitlines(keepends=True))


def test_a_list_is_read_by_position():
    found = read(*SMALL)

    (row,) = [row for row in found.rows if row.ags == "03254001"]
    assert found.as_of == dt.date(2023, 11, 30)
    assert row == register.RegisterRow(
        level=RegisterLevel.GEMEINDE,
        ars="032545401001",
        ags="03254001",
        name="Örtchen",
        type_code="64",
        parent_ars="03254",
        postal_code="12345",
        area_ha=1234,
        inhabitants=1000,
    )


def test_a_kreisfreie_stadt_is_a_gemeinde_without_a_kreis():
    found = read(*SMALL)

    names = {row.name: row.parent_ars for row in found.rows}
    assert names == {
        "Musterkreis": "",
        "Großstadt, Stadt": "",
        "Örtchen": "03254",
        "Städtchen, Stadt": "03254",
    }
    assert found.count(RegisterLevel.KREIS) == 1


def test_a_gemeindefreies_gebiet_is_no_gemeinde():
    bezirk = gemeinde("03254502", "Musterbezirk, gemfr. Bezirk", code="65")
    river_without_a_kreis = gemeinde("03000999", "Musterfluss", code="66")

    found = read(*SMALL, bezirk, river_without_a_kreis)

    assert (found.count(RegisterLevel.GEMEINDE), found.skipped) == (3, 3)


def test_empty_lines_and_a_byte_order_mark_do_not_matter():
    lines = text(*SMALL).replace(b"\n", b"\r\n\r\n").splitlines(keepends=True)

    found = register.read([b"\xef\xbb\xbf" + lines[0], *lines[1:]])

    assert found == read(*SMALL)


BROKEN = [
    ("cut", gemeinde("03254003", "Kurz")[:150], "Die Felder stehen nicht an ihrem Platz."),
    ("letters", gemeinde("0325400x", "Falsch"), "Der Schlüssel „0325400x“ hat nicht 8 Ziffern."),
    ("foreign digits", gemeinde("0325400٣", "Falsch"), "hat nicht 8 Ziffern."),
    ("verband", gemeinde("03254003", "Falsch", verband="54"), "hat nicht 4 Ziffern."),
    ("no name", gemeinde("03254003", ""), "Der Name fehlt."),
    ("no day", gemeinde("03254003", "Falsch", stand="20231331"), "nicht an ihrem Platz."),
    ("other day", gemeinde("03254003", "Falsch", stand="20221231"), "Gebietsstand ist ein anderer"),
    ("no kind", "99" + gemeinde("03254003", "Falsch")[2:], "nicht an ihrem Platz."),
    ("twice", gemeinde("03254001", "Örtchen", verband="5401"), "032545401001 kommt zweimal vor."),
    ("kreis twice", kreis("03254", "Musterkreis"), "Der Kreisschlüssel 03254 kommt zweimal vor."),
    ("no kreis", gemeinde("03999001", "Falsch"), "steht davor kein Kreis."),
    ("people", gemeinde("03254003", "Falsch").replace("00000001000", "0000000x000"), "an ihrem"),
]


@pytest.mark.parametrize(
    ("line", "sentence"), [case[1:] for case in BROKEN], ids=[case[0] for case in BROKEN]
)
def test_a_broken_line_is_named_with_its_number(line, sentence):
    with pytest.raises(register.BrokenLineError, match=r"^Zeile 9: ") as refused:
        read(*SMALL, line)

    assert sentence in str(refused.value)


def test_a_line_in_another_encoding_is_named_with_its_number():
    lines = text(*SMALL).decode().encode("latin-1").splitlines(keepends=True)

    with pytest.raises(register.BrokenLineError, match=r"^Zeile 2: Die Zeichen sind nicht UTF-8"):
        register.read(lines)


@pytest.mark.parametrize("lines", [(), (land(),)])
def test_a_file_without_a_gemeinde_is_refused(lines):
    with pytest.raises(register.BrokenLineError, match="ohne eine Gemeinde zu nennen"):
        read(*lines)
