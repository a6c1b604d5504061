"""A version in the making: the Verein says "Prozess" today where its older texts say "Audit".

Source: the Verein's own pages (familiengerechte-kommune.de, fg-prozess); the number of the
version, and that nobody has presented it yet, are angenommen.
"""

from certificates.demo.cast import Cast
from certificates.demo.stage import ago
from certificates.demo.walk import on
from handlungsfelder.actions import entwurf as entwuerfe
from handlungsfelder.models import Word
from handlungsfelder.reading import Place

TODAY = {Word.PROCEDURE: "Prozess", Word.AUDITOR: "Prozessbegleitung"}


def replay(cast: Cast) -> None:
    """A draft that the Geschäftsstelle may present, and the Geschäftsführung publish."""
    with on(ago(6)):
        draft = entwuerfe.copy(version=cast.versions["FGK-K", 2], by=cast["office"])
        entwuerfe.save(
            entwurf=draft,
            place=Place("words"),
            values=draft.data["words"] | TODAY,
            version=draft.version,
            by=cast["office"],
        )
