"""What an action is in this room: it is about an organisation, whose row is the lock."""

from collections.abc import Callable

from django.db import models

from auditportal.action import Action, Block, again
from auditportal.history import record
from auditportal.models import Organisation, OrganisationEventKind
from auditportal.verdict import Verdict


class OrganisationBlock(Block):
    gives = ("organisation",)
    organisation: Organisation | None = None

    def hold(self, arguments: dict) -> dict:
        about = arguments.get(self.action.about)
        if (
            self.action.locks
            or not isinstance(about, models.Model)
            or not hasattr(about, "organisation_id")
        ):
            held = super().hold(arguments)
            self.organisation = held.get("organisation")
            return held
        rows = Organisation.objects.select_for_update(of=["self"])
        self.organisation = rows.get(pk=about.organisation_id)
        self.transaction.clear()
        self.forget_rights()
        fresh = again(about).get()
        fresh.organisation = self.organisation  # type: ignore[attr-defined] # it has its id
        return {self.action.about: fresh}

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
