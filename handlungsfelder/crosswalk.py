"""From one catalogue of Handlungsfelder to another, and from a Handlungsfeld to the references."""

from collections.abc import Iterable

from handlungsfelder.models import Handlungsfeld, Referenz, VerfahrenVersion


def counterpart(feld: Handlungsfeld, version: VerfahrenVersion) -> Handlungsfeld | None:
    """The field of `version` to which the goals of this one belong; of its own version: itself.

    What names the very version of `feld` comes before what names its Verfahren.
    """
    if feld.version_id == version.pk:
        return next((one for one in version.felder if one.pk == feld.pk), None)
    source = feld.version
    code = source.verfahren.code
    for name in (f"{code}/{source.number}/{feld.code}", f"{code}/{feld.code}"):
        taking = next((one for one in version.felder if name in one.takes), None)
        if taking:
            return taking
    return None


def forward(feld: Handlungsfeld, versions: Iterable[VerfahrenVersion]) -> Handlungsfeld:
    """Through these versions, oldest first, as far as each one takes it up."""
    for version in versions:
        feld = counterpart(feld, version) or feld
    return feld


def proposals(feld: Handlungsfeld) -> list[Referenz]:
    """What goals of this field probably serve, as far as such references are there."""
    frames = {name.partition("/")[0] for name in feld.references}
    rows = Referenz.objects.filter(rahmen__code__in=frames).select_related("rahmen")
    return [one for one in rows if one.name in feld.references]
