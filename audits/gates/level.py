"""The levels of a version, from the lowest to the highest, and the one that a judgement names."""

from collections.abc import Iterable
from decimal import Decimal

from auditportal.verdict import WHEN, Verdict, unless
from audits.models import PASSED, Votum
from handlungsfelder.models import VerfahrenVersion


def choices(version: VerfahrenVersion) -> list[tuple[str, str]]:
    return [(level["code"], level["title"]) for level in version.levels]


def title(version: VerfahrenVersion, code: str) -> str:
    return dict(choices(version)).get(code, "")


def fits(version: VerfahrenVersion, code: str, figure: Decimal | None) -> Verdict:
    """One of the version's, and not above what the figure allows; nothing named fits always."""
    level = next((one for one in version.levels if one["code"] == code), None)
    if level is None:
        return unless(not code, WHEN, "Diese Stufe gibt es hier nicht.")
    least = level["least"]
    return unless(
        least is None or figure is None or figure >= least,
        WHEN,
        f"Für „{level['title']}“ braucht es mindestens {least} "
        f"({version.threshold.get('label', 'Kennzahl')}).",
    )


def is_named(votum: Votum) -> Verdict:
    """Where there are levels, whoever finds it good says which, and gives the figure it needs."""
    version = votum.cycle.version
    if not version.levels or votum.judgement not in PASSED:
        return Verdict()
    label = version.threshold.get("label", "")
    return unless(bool(votum.level), WHEN, "Ihr Votum nennt noch keine Stufe.") & unless(
        not label or votum.figure is not None, WHEN, f"In Ihrem Votum fehlt: {label}."
    )


def allowed(version: VerfahrenVersion, vota: Iterable[Votum]) -> list[str]:
    """What may be signed off: the highest that a signed Votum names, and all below it."""
    codes = [code for code, _ in choices(version)]
    named = [codes.index(one.level) for one in vota if one.is_signed and one.level in codes]
    return codes[: max(named) + 1] if named else []


def proposed(version: VerfahrenVersion, vota: Iterable[Votum]) -> str:
    """What all of them stand for: the lowest that one of them names."""
    named = {one.level for one in vota if one.is_signed}
    return next((code for code, _ in choices(version) if code in named), "")


def is_above(version: VerfahrenVersion, vota: Iterable[Votum], level: str) -> bool:
    """Whether it is higher than the lowest that one of the Vota names."""
    codes = [code for code, _ in choices(version)]
    lowest = proposed(version, vota)
    return bool(level and lowest) and codes.index(level) > codes.index(lowest)
