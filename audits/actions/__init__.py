"""What an action is in this room: it happens inside a cycle, under its lock.

```python
@action(CycleEventKind.GOAL_REMOVED, asks=can_add_goal)
def remove_goal(*, goal: Goal, by: User) -> None:
    goal.delete()
    happened(f"Ziel gestrichen: {goal}")
```

What the first argument is about, the cycle or a row in it, is read under the lock; a question may
ask for the `cycle`, too. At the end its tasks are settled.
"""

from collections.abc import Callable

from django.db import models

from auditportal.action import Action, Block, again, running_block
from auditportal.lock import hold
from auditportal.models import User
from auditportal.transaction import Acting
from auditportal.verdict import Verdict
from audits import gates
from audits.history import record, record_once
from audits.models import AuditCycle, CycleEventKind, load_cycle


class CycleBlock(Block):
    gives = ("cycle",)
    cycle: AuditCycle | None = None

    def __init__(self, action: Action, here: Acting, by: User | None) -> None:
        super().__init__(action, here, by)
        self.inside: dict[int, AuditCycle] = (
            self.outer.inside if isinstance(self.outer, CycleBlock) else {}
        )

    def hold(self, arguments: dict) -> dict:
        if self.action.locks:
            return super().hold(arguments)
        about = arguments[self.action.about]
        is_cycle = isinstance(about, AuditCycle)
        self.cycle = self.hold_cycle(about.pk if is_cycle else about.cycle_id)
        fresh = self.cycle if is_cycle else self.read(about)
        if self.action.manner["settles_first"]:
            gates.settle(self.cycle)
        return {self.action.about: fresh}

    def hold_cycle(self, pk: int) -> AuditCycle:
        """The one that the outer action has or that the request has read under its lock; else it
        is locked and read now."""
        here = self.transaction
        if pk not in self.inside:
            if (AuditCycle._meta.db_table, pk) not in here.locked:
                self.must_be_the_first_to_read()
                hold(AuditCycle, pk)
            self.inside[pk] = self.fresh_cycle(pk)
        return self.inside[pk]

    def fresh_cycle(self, pk: int) -> AuditCycle:
        known = self.transaction.fresh.get((AuditCycle, pk))
        if isinstance(known, AuditCycle):
            return known
        self.forget_rights()
        cycle = load_cycle(pk)
        if cycle is None:
            raise AuditCycle.DoesNotExist
        return cycle

    def read[Row: models.Model](self, row: Row) -> Row:
        """As it stands under the lock: as it was read under it, or read again."""
        knows = type(row)._meta.get_field("cycle").is_cached(row)  # type: ignore[union-attr] # a key
        if knows and getattr(row, "cycle", None) is self.cycle:
            return row
        fresh = again(row).filter(cycle=self.cycle).get()
        fresh.cycle = self.cycle  # type: ignore[attr-defined] # a row of a cycle
        return fresh

    def write(self, text: str, **about: object) -> None:
        event = {"cycle": self.cycle, "kind": self.action.kind, "text": text, "by": self.by}
        write = record_once if self.action.manner["once"] else record
        write(**event | about)  # type: ignore[arg-type] # each kind tells its own

    def settle(self) -> None:
        for cycle in self.inside.values():
            gates.settle(cycle)


def action[**P, Result](
    kind: CycleEventKind | None,
    *,
    asks: Callable[..., Verdict] | None = None,
    locks: Callable[..., None] | None = None,
    once: bool = False,
    settles_first: bool = False,
) -> Callable[[Callable[P, Result]], Action[P, Result]]:
    """`kind` is the event; None where the actions inside tell what happened.

    `asks` is the question, if it is not the `can_<verb>` beside it. `once`: the same person on the
    same thing within half an hour is one line of the history. `settles_first`: the question reads
    what the gates have stored. `locks` takes another lock, where there is no cycle yet.
    """

    def joined(body: Callable[P, Result]) -> Action[P, Result]:
        manner = {"once": once, "settles_first": settles_first}
        return Action(body, CycleBlock, kind=kind, asks=asks, locks=locks, **manner)

    return joined


def begun(cycle: AuditCycle) -> None:
    """A cycle that has come into being in this action: nobody else can hold it."""
    running_block().inside[cycle.pk] = cycle  # type: ignore[attr-defined] # the block of this room
