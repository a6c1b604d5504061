"""The outline of a Quartier: GeoJSON taken in, checked, measured and drawn from its numbers alone.

What is kept is a plain Polygon or MultiPolygon in WGS 84, longitude before latitude, however it
came: as a geometry, a feature, or a collection in which there is one area.
"""

import json
import math
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from typing import NoReturn

import shapely
from django.core.exceptions import ValidationError
from shapely.geometry import LinearRing, shape
from shapely.geometry.base import BaseGeometry

from auditportal.documents import megabytes

MAX_BYTES = 1024 * 1024
MAX_POINTS = 5000
AREAS = ("Polygon", "MultiPolygon")
# By kind of what wraps: where its content stands.
INSIDE = {
    "FeatureCollection": "features",
    "Feature": "geometry",
    "GeometryCollection": "geometries",
}
DEEPEST = 4  # collections inside of collections; nobody's program writes more
# West, south, east, north: in Germany with its islands, and a little more.
GERMANY = (5.5, 47.0, 15.5, 55.5)
DIGITS = 7  # of a degree: a centimetre
SIZE, EDGE = 320, 8  # of the drawing, in its own units

TOO_LARGE = "Der Umriss ist zu groß ({}). Erlaubt sind {}."
UNREADABLE = "Das ist kein lesbares GeoJSON."
NO_AREA = "Der Umriss muss eine Fläche sein: ein Polygon oder MultiPolygon."
SEVERAL = "Der Umriss besteht aus mehreren Objekten. Bitte bringen Sie genau eines."
NO_DEGREES = "Die Koordinaten sind keine Längen- und Breitengrade (WGS 84), Länge zuerst."
ABROAD = "Der Umriss liegt nicht in Deutschland."
SWAPPED = f"{ABROAD} Sind Länge und Breite vertauscht? Zuerst steht die Länge."
NOT_CLOSED = "Eine Linie ist nicht geschlossen: Ihr letzter Punkt muss ihr erster sein."
TOO_MANY = "Der Umriss hat zu viele Punkte ({}). Erlaubt sind {}."
INVALID = {
    "Self-intersection": "Die Linien des Umrisses kreuzen sich{}.",
    "Ring Self-intersection": "Eine Linie des Umrisses berührt sich selbst{}.",
    "Hole lies outside shell": "Eine Aussparung liegt außerhalb der Fläche{}.",
    "Nested shells": "Zwei Teile des Umrisses überdecken sich{}.",
    "Nested holes": "Zwei Aussparungen überdecken sich{}.",
    "Interior is disconnected": "Der Umriss zerfällt in Teile, die nur ein Punkt verbindet{}.",
    "Too few points": "Eine Linie hat zu wenige verschiedene Punkte{}.",
}


def refuse(text: str, code: str = "outline") -> NoReturn:
    raise ValidationError(text, code=code)


def read(data: bytes) -> dict:
    """The geometry that is kept; what does not fit is refused with one sentence."""
    if len(data) > MAX_BYTES:
        refuse(TOO_LARGE.format(megabytes(len(data)), megabytes(MAX_BYTES)), "too_large")
    geometry = _geometry(_parsed(data))
    polygons = [[_ring(ring) for ring in polygon] for polygon in _polygons(geometry)]
    points = sum(len(ring) for ring in chain.from_iterable(polygons))
    if points > MAX_POINTS:
        refuse(TOO_MANY.format(points, MAX_POINTS))
    kept: dict = {"type": "MultiPolygon", "coordinates": polygons}
    if len(polygons) == 1:
        kept = {"type": "Polygon", "coordinates": polygons[0]}
    _lies_in_germany([point for polygon in polygons for ring in polygon for point in ring])
    _is_an_area(shape(kept))
    return kept


def _parsed(data: bytes) -> object:
    try:
        return json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        refuse(UNREADABLE)


def _geometry(found: object) -> dict:
    """The one area among what was brought; map programs put labels and empty rows beside it."""
    if not isinstance(found, dict):
        refuse(UNREADABLE)
    areas = [one for one in _geometries(found) if one.get("type") in AREAS]
    if not areas:
        refuse(NO_AREA)
    if len(areas) > 1:
        refuse(SEVERAL)
    return areas[0]


def _geometries(found: object, depth: int = 0) -> Iterator[dict]:
    """What lies in a collection or a feature, or is a geometry itself."""
    if not isinstance(found, dict) or depth > DEEPEST:
        return
    inside = INSIDE.get(str(found.get("type")))
    if inside is None:
        yield found
        return
    kept = found.get(inside)
    for one in kept if isinstance(kept, list) else [kept]:
        yield from _geometries(one, depth + 1)


def _polygons(geometry: dict) -> list:
    coordinates = geometry.get("coordinates")
    polygons = [coordinates] if geometry["type"] == "Polygon" else coordinates
    if not isinstance(polygons, list) or not polygons:
        refuse(NO_AREA)
    if not all(isinstance(one, list) and one for one in polygons):
        refuse(NO_AREA)
    return polygons


def _ring(points: object) -> list[list[float]]:
    if not isinstance(points, list):
        refuse(NO_AREA)
    ring = [_point(point) for point in points]
    if len(ring) < 4 or ring[0] != ring[-1]:
        refuse(NOT_CLOSED)
    return ring


def _point(point: object) -> list[float]:
    """Two degrees; a height that stands beside them is left out."""
    if not isinstance(point, list) or len(point) not in (2, 3):
        refuse(NO_DEGREES)
    if not all(isinstance(one, int | float) and not isinstance(one, bool) for one in point):
        refuse(NO_DEGREES)
    longitude, latitude = point[:2]
    if not (-180 <= longitude <= 180 and -90 < latitude < 90):
        refuse(NO_DEGREES)
    return [round(longitude, DIGITS), round(latitude, DIGITS)]


def _lies_in_germany(points: list[list[float]]) -> None:
    """Swapped degrees are a valid outline too, somewhere off Somalia and of another size."""
    if all(_is_within(longitude, latitude) for longitude, latitude in points):
        return
    swapped = all(_is_within(longitude, latitude) for latitude, longitude in points)
    refuse(SWAPPED if swapped else ABROAD)


def _is_within(longitude: float, latitude: float) -> bool:
    west, south, east, north = GERMANY
    return west <= longitude <= east and south <= latitude <= north


def _is_an_area(area: BaseGeometry) -> None:
    kind, _, place = shapely.is_valid_reason(area).partition("[")
    if not area.is_valid:
        at = f" (bei {place.removesuffix(']').replace(' ', ', ')})" if place else ""
        refuse(INVALID.get(kind, "Der Umriss ist keine gültige Fläche{}.").format(at))
    if hectares(area) <= 0:
        refuse("Der Umriss hat keine Fläche.")


# --- measured -----------------------------------------------------------------------------------


def _in_metres(area: BaseGeometry) -> BaseGeometry:
    """Flat, around its own middle: exact enough for what people walk through."""
    middle = math.radians(area.centroid.y)
    east = 111412.84 * math.cos(middle) - 93.5 * math.cos(3 * middle)
    north = 111132.95 - 559.82 * math.cos(2 * middle) + 1.175 * math.cos(4 * middle)
    return shapely.transform(area, lambda points: points * [east, north])


def hectares(area: BaseGeometry) -> float:
    return _in_metres(area).area / 10_000


@dataclass(frozen=True)
class Drawing:
    """The outline as a path in a picture that shows `box`; north is above."""

    path: str
    box: str
    size: str
    extent: str


def draw(geometry: dict) -> Drawing:
    area = shape(geometry)
    flat = _in_metres(area)
    west, south, east, north = flat.bounds
    scale = SIZE / max(east - west, north - south)
    rings = chain.from_iterable(
        (part.exterior, *part.interiors) for part in shapely.get_parts(flat).tolist()
    )

    def line(ring: LinearRing) -> str:
        points = ((x - west, north - y) for x, y in ring.coords)
        return f"M{'L'.join(f'{x * scale:.1f} {y * scale:.1f}' for x, y in points)}Z"

    return Drawing(
        " ".join(map(line, rings)),
        f"{-EDGE} {-EDGE} {(east - west) * scale + 2 * EDGE:.1f} "
        f"{(north - south) * scale + 2 * EDGE:.1f}",
        _words(hectares(area), "Hektar"),
        f"{_words(east - west, 'Meter')} von West nach Ost, "
        f"{_words(north - south, 'Meter')} von Süd nach Nord",
    )


def _words(number: float, unit: str) -> str:
    """„24,3 Hektar“, „1.240 Meter“: three digits that say something."""
    digits = 1 if number < 100 and unit == "Hektar" else 0
    shown = f"{number:,.{digits}f}".translate(str.maketrans(",.", ".,"))
    return f"{shown.removesuffix(',0')} {unit}"
