"""What all runs of the demo begin with: an organisation, its two people, and days before today."""

import datetime as dt

from auditportal import clock
from auditportal.actions import organisation as organisations
from auditportal.models import OrganisationKind, Role
from audits.actions.beschluss import Decision, Stop
from audits.models import Competence, Result, Topic
from certificates.demo.cast import BEGAN, Cast
from certificates.demo.walk import Walk

ASSUMED = "Tag und Zahlen angenommen."


def a_walk(cast: Cast, name: str, address: str, kind=OrganisationKind.KOMMUNE, **facts) -> Walk:
    """An organisation with its two people, ready to begin."""
    with clock.stopped_at(BEGAN):
        place = organisations.enter(name=name, kind=kind, by=cast["office"], **facts)
        editor = cast.join(
            place,
            Role.EDITOR,
            f"{address}-editor",
            f"Ansprechperson {name}",
            f"ansprechperson@{address}",
        )
        signatory = cast.join(
            place, Role.SIGNATORY, f"{address}-sign", f"Zeichnende {name}", f"zeichnende@{address}"
        )
    return Walk(cast, place, editor, signatory)


def shown(walk: Walk, phase: str, *, signing: bool = False) -> Walk:
    """Offer the people of this walk on the login page; who signs, where there is something to."""
    address = walk.editor.email.partition("@")[2].removesuffix(".example")
    for part in ("editor", "sign") if signing else ("editor",):
        walk.cast.show(f"{address}-{part}", phase)
    return walk


def yes(body: str, day: dt.date, way: tuple = (), note: str = ASSUMED) -> Decision:
    stops = [Stop(name, when, Competence.RECOMMENDATION) for name, when in way]
    return Decision(body, day, Result.ADOPTED, is_authoritative=True, note=note, way=stops)


def ago(days: int) -> dt.date:
    return clock.today() - dt.timedelta(days=days)


def to_the_workshop(walk: Walk, first_day: int, council: str = "Rat", **about) -> None:
    """The first seven phases, counted in days before today; all days angenommen."""
    cast, day = walk.cast, first_day
    walk.start(ago(day), **about)
    walk.offer(ago(day - 10))
    walk.decide(ago(day - 60), Topic.PARTICIPATION, yes(council, ago(day - 60)))
    walk.leave(ago(day - 60), walk.editor)
    walk.cooperate(ago(day - 80), signed=ago(day - 78))
    walk.survey(ago(day - 100))
    walk.release(ago(day - 105))
    walk.meet(ago(day - 120), "strategieworkshop", "Strategieworkshop", cast["auditor"])
    walk.leave(ago(day - 121), cast["auditor"])
    walk.concept(ago(day - 160))
    walk.meet(ago(day - 205), "beteiligung", "Bürgerwerkstatt", walk.editor)
    walk.leave(ago(day - 206), walk.editor)
