"""Reading the official list of municipalities (GV100AD of the Statistisches Bundesamt)."""

import datetime as dt
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from gv100ad import GV100ADReader
from gv100ad.entities.base_record import BaseRecord
from gv100ad.entities.district import District
from gv100ad.entities.district_type import DistrictType
from gv100ad.entities.municipality import Municipality
from gv100ad.entities.municipality_type import MunicipalityType

from auditportal.models import RegisterLevel

# A kreisfreie Stadt stands in the list as a Kreis and as a Gemeinde; it is one Kommune.
NO_KREIS = {DistrictType.KREISFREIE_STADT, DistrictType.STADTKREIS}
# Woods, lakes and training areas that belong to no Gemeinde.
NO_GEMEINDE = {
    MunicipalityType.GEMEINDEFREIES_GEBIET_BEWOHNT,
    MunicipalityType.GEMEINDEFREIES_GEBIET_UNBEWOHNT,
}


class BrokenLineError(Exception):
    """A line that cannot be read; nothing of its file is loaded."""

    def __init__(self, number: int, what: str):
        super().__init__(f"Zeile {number}: {what}")


@dataclass(frozen=True)
class RegisterRow:
    """What the list says about one Kreis or one Gemeinde."""

    level: RegisterLevel
    ars: str
    ags: str
    name: str
    type_code: str
    parent_ars: str = ""
    postal_code: str = ""
    area_ha: int | None = None
    inhabitants: int | None = None

    @property
    def identity(self) -> tuple[str, str]:
        return self.level, self.ars


@dataclass(frozen=True)
class List:
    """A whole list of one day: the Kreise first, and how many lines are no Gemeinde."""

    as_of: dt.date
    rows: tuple[RegisterRow, ...]
    skipped: int

    def count(self, level: RegisterLevel) -> int:
        return sum(row.level == level for row in self.rows)


def read(lines: Iterable[bytes]) -> List:
    """All or nothing: the first line that does not fit is named with its number."""
    reading = Reading()
    number = 0
    for number, line in enumerate(lines, start=1):
        try:
            reading.take(line)
        except UnicodeDecodeError as error:
            raise BrokenLineError(number, "Die Zeichen sind nicht UTF-8.") from error
        except ValueError as error:
            raise BrokenLineError(number, sentence(error)) from error
    if not reading.gemeinden:
        raise BrokenLineError(number, "Die Datei endet, ohne eine Gemeinde zu nennen.")
    return reading.result()


class UnfitError(ValueError):
    """What is wrong with a line, as a sentence for people."""


def sentence(error: ValueError) -> str:
    unfit = isinstance(error, UnfitError)
    return str(error) if unfit else "Die Felder stehen nicht an ihrem Platz."


def demand(condition: bool, text: str) -> None:
    if not condition:
        raise UnfitError(text)


class Reading:
    """What has been read so far, against which the next line is held."""

    def __init__(self) -> None:
        self.as_of: dt.date | None = None
        self.kreise: dict[
            str, RegisterRow | None
        ] = {}  # None: a kreisfreie Stadt, which is no Kreis
        self.gemeinden: dict[str, RegisterRow] = {}
        self.skipped = 0

    def take(self, line: bytes) -> None:
        for record in parsed(line):
            self.as_of = self.as_of or record.timestamp
            demand(record.timestamp == self.as_of, "Der Gebietsstand ist ein anderer als zuvor.")
            demand(bool(record.name), "Der Name fehlt.")
            if isinstance(record, District):
                self.take_kreis(record)
            elif isinstance(record, Municipality):
                self.take_gemeinde(record)

    def take_kreis(self, record: District) -> None:
        key = digits(record.regional_code, 5)
        demand(key not in self.kreise, f"Der Kreisschlüssel {key} kommt zweimal vor.")
        row = RegisterRow(RegisterLevel.KREIS, key, key, record.name, str(record.type.value))
        self.kreise[key] = None if record.type in NO_KREIS else row

    def take_gemeinde(self, record: Municipality) -> None:
        ags = digits(record.regional_code, 8)
        ars = ags[:5] + digits(record.association, 4) + ags[5:]
        demand(ars not in self.gemeinden, f"Der Regionalschlüssel {ars} kommt zweimal vor.")
        if record.type in NO_GEMEINDE:  # one of them, a river, lies in no Kreis
            self.skipped += 1
            return
        demand(ags[:5] in self.kreise, f"Zum Schlüssel {ags} steht davor kein Kreis.")
        self.gemeinden[ars] = RegisterRow(
            level=RegisterLevel.GEMEINDE,
            ars=ars,
            ags=ags,
            name=record.name,
            type_code=str(record.type.value or ""),
            parent_ars=ags[:5] if self.kreise[ags[:5]] else "",
            postal_code=record.postal_code,
            area_ha=record.area,
            inhabitants=record.inhabitants,
        )

    def result(self) -> List:
        kreise = [row for row in self.kreise.values() if row]
        return List(self.as_of, (*kreise, *self.gemeinden.values()), self.skipped)  # type: ignore[arg-type] # read by now


def parsed(line: bytes) -> Iterator[BaseRecord]:
    """One record, or nothing for an empty line."""
    text = line.decode("utf-8").removeprefix("\N{BYTE ORDER MARK}")
    return GV100ADReader(io.StringIO(text)).read()


def digits(key: str, length: int) -> str:
    demand(
        len(key) == length and key.isascii() and key.isdigit(),
        f"Der Schlüssel „{key.strip()}“ hat nicht {length} Ziffern.",
    )
    return key
