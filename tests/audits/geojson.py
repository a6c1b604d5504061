"""Outlines as people bring them: a square at the Ruhr, in many wrappings."""

import json

SQUARE = [[7.0, 51.45], [7.005, 51.45], [7.005, 51.453], [7.0, 51.453], [7.0, 51.45]]
BOW = [[7.0, 51.45], [7.005, 51.453], [7.005, 51.45], [7.0, 51.453], [7.0, 51.45]]


def polygon(*rings, kind="Polygon") -> dict:
    return {"type": kind, "coordinates": list(rings)}


def text(found) -> str:
    return json.dumps(found)


def feature(geometry) -> dict:
    return {"type": "Feature", "properties": {"name": "x"}, "geometry": geometry}


def collection(*geometries) -> dict:
    return {"type": "FeatureCollection", "features": [feature(one) for one in geometries]}
