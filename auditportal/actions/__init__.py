"""What an action is in this room: it is about an organisation, whose row is the lock."""

from collections.abc import Callable

from auditportal.action import Action, Block
from auditportal.history import record
from auditportal.models import Organisation, OrganisationEventKind
from auditportal.verdict import Verdict


class OrganisationBlock(Block):
    gives = ("organisation",)
    organisation: Organisation | None = None

    def hold(self, arguments: dict) -> dict:
        held = super().hold(arguments)
        about = held.get(self.action.about)
        is_it = isinstance(about, Organisation)
        self.organisation = about if is_it else getattr(about, "organisation", None)
        return held

    def write(self, text: str, **about: object) -> None:
        event = {"organisation": self.organisation, "kind": self.action.kind, "by": self.by}
        record(text=text, **event | about)  # type: ignore[arg-type] # each kind tells its own


def action[**P, Result](
    kind: OrganisationEventKind | None,
    *,
    asks: Callable[..., Verdict] | None = None,
    locks: Callable[..., None] | None = None,
) -> Callable[[Callable[P, Result]], Action[P, Result]]:
    """`kind` is the event in the history of the organisation; None where there is none to speak of.

    `asks` is the question, if it is not the `can_<verb>` beside it; `locks` takes another lock.
    """
    return lambda body: Action(body, OrganisationBlock, kind=kind, asks=asks, locks=locks)
