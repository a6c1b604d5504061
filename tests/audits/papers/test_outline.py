import pytest
from django.core.exceptions import ValidationError
from shapely.geometry import shape

from audits.papers import outline
from tests.audits.geojson import BOW, SQUARE, collection, feature, polygon, text

WHOLE = polygon(SQUARE)
POINT = {"type": "Point", "coordinates": [7.0, 51.45]}


@pytest.mark.parametrize("found", [WHOLE, feature(WHOLE), collection(WHOLE)], ids=str)
def test_the_geometry_is_kept_however_it_is_wrapped(found):
    assert outline.read(text(found).encode()) == WHOLE


@pytest.mark.parametrize(
    "found",
    [
        collection(WHOLE, POINT),
        collection(POINT, WHOLE),
        collection(None, WHOLE),
        {"type": "GeometryCollection", "geometries": [POINT, WHOLE]},
        feature({"type": "GeometryCollection", "geometries": [WHOLE, POINT]}),
    ],
    ids=["label after", "label before", "empty before", "of geometries", "of a feature"],
)
def test_labels_and_empty_rows_beside_the_area_are_passed_over(found):
    assert outline.read(text(found).encode()) == WHOLE


def test_several_parts_stay_several_and_heights_are_left_out():
    east = [[x + 0.1, y, 30.5] for x, y in SQUARE]
    both = polygon([SQUARE], [east], kind="MultiPolygon")

    kept = outline.read(text(both).encode())

    assert kept["type"] == "MultiPolygon"
    assert [len(point) for point in kept["coordinates"][1][0]] == [2] * 5


def moved(x=0.0, y=0.0):
    return [[a + x, b + y] for a, b in SQUARE]


@pytest.mark.parametrize(
    ("found", "sentence"),
    [
        ("[" * 100_000, "kein lesbares GeoJSON"),
        ("{", "kein lesbares GeoJSON"),
        ("[1, 2]", "kein lesbares GeoJSON"),
        ('{"type": "Polygon", "coordinates": NaN}', "muss eine Fläche sein"),
        (text(polygon([[float("nan"), 51]] * 4)), "keine Längen- und Breitengrade"),
        (text({"type": "Point", "coordinates": [7, 51]}), "muss eine Fläche sein"),
        (text(feature(None)), "muss eine Fläche sein"),
        (text(polygon()), "muss eine Fläche sein"),
        (text(polygon("abc")), "muss eine Fläche sein"),
        (text(collection(WHOLE, WHOLE)), "aus mehreren Objekten"),
        (text(collection()), "muss eine Fläche sein"),
        (text(collection(POINT)), "muss eine Fläche sein"),
        (text({"type": "GeometryCollection", "geometries": [WHOLE, WHOLE]}), "mehreren"),
        (text(polygon([[y, x] for x, y in SQUARE])), "Sind Länge und Breite vertauscht"),
        (text(polygon(moved(x=40))), r"in Deutschland\.'"),
        (text(polygon(SQUARE[:4])), "nicht geschlossen"),
        (text(polygon(moved(x=400_000))), "keine Längen- und Breitengrade"),
        (text(polygon(moved(y=45))), "keine Längen- und Breitengrade"),
        (text(polygon([["7", "51"]] * 4)), "keine Längen- und Breitengrade"),
        (text(polygon([[True, False]] * 4)), "keine Längen- und Breitengrade"),
        (text(polygon([[7.0]] * 4)), "keine Längen- und Breitengrade"),
        (text(polygon(BOW)), r"kreuzen sich \(bei 7.0025, 51.4515\)"),
        (text(polygon(SQUARE, moved(x=1))), "Aussparung liegt außerhalb"),
        (text(polygon([[7, 51], [7, 51], [7, 51], [7, 51]])), "Fläche|Punkte"),
        (text(polygon([SQUARE], [SQUARE], kind="MultiPolygon")), "Umriss"),
    ],
    ids=lambda value: value[:40] if isinstance(value, str) else value,
)
def test_what_is_no_outline_is_refused_with_one_sentence(found, sentence):
    with pytest.raises(ValidationError, match=sentence) as refused:
        outline.read(found.encode())

    assert len(refused.value.messages) == 1
    assert refused.value.code == "outline"


def test_too_many_points_and_too_many_bytes_are_refused():
    many = [[7 + n / 1e6, 51] for n in range(5000)] + [[7.01, 51.1], [7, 51]]
    with pytest.raises(ValidationError, match="zu viele Punkte"):
        outline.read(text(polygon(many)).encode())

    with pytest.raises(ValidationError, match="zu groß") as refused:
        outline.read(b" " * (outline.MAX_BYTES + 1))

    assert refused.value.code == "too_large"


def test_the_area_is_measured_in_hectares():
    # 0.005 degrees are 347.6 m at this latitude, 0.003 degrees are 333.8 m
    assert outline.hectares(shape(WHOLE)) == pytest.approx(11.6, abs=0.05)


def test_the_drawing_has_north_above_and_nothing_but_numbers():
    drawn = outline.draw(WHOLE)

    assert drawn.size == "11,6 Hektar"
    assert drawn.extent == "348 Meter von West nach Ost, 334 Meter von Süd nach Nord"
    assert drawn.box.startswith("-8 -8 336.0 323.")
    assert drawn.path.startswith("M0.0 307.")
    assert set(drawn.path) <= set("MLZ0123456789. ")


def test_a_hole_is_a_second_line_of_the_path():
    hole = [[7.001, 51.451], [7.002, 51.451], [7.002, 51.452], [7.001, 51.451]]

    drawn = outline.draw(outline.read(text(polygon(SQUARE, hole)).encode()))

    assert drawn.path.count("M") == drawn.path.count("Z") == 2
