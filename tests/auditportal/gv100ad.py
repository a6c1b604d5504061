"""Lines in the format of the official list, for places that do not exist."""

STAND = "20231130"


def line(kind: str, key: str, name: str, *, stand=STAND, code="  ", tail="") -> str:
    """A record: kind, day, key (with Verband), name at column 23, type at column 123."""
    return f"{kind}{stand}{key:<12}{name:<50}{'':<50}{code:<6}{tail}".ljust(220)


def kreis(key: str, name: str, code: str = "44", **more) -> str:
    return line("40", key, name, code=code, **more)


def gemeinde(ags: str, name: str, *, verband="0000", code="64", people=1000, plz="12345", **more):
    tail = f"{1234:011}{people:011}{people // 2:011}    {plz}"
    return line("60", ags + verband, name, code=code, tail=tail, **more)


def land(key: str = "03", name: str = "Musterland", **more) -> str:
    return line("10", key, name, **more)


def text(*lines: str) -> bytes:
    return "\n".join(lines).encode() + b"\n"


SMALL = (
    land(),
    kreis("03101", "Großstadt, Stadt", code="41"),
    line("50", "031010000", "Großstadt, Stadt", code="50"),
    gemeinde("03101000", "Großstadt, Stadt", code="61", people=250000),
    kreis("03254", "Musterkreis"),
    gemeinde("03254001", "Örtchen", verband="5401"),
    gemeinde("03254002", "Städtchen, Stadt", code="63", plz="12346"),
    gemeinde("03254501", "Musterwald, gemfr. Gebiet", verband="9501", code="66", people=0),
)
