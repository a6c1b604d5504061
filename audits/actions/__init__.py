"""What an action is in this room: it happens inside a cycle, under its lock.

```python
@action(Kind.GOAL_REMOVED, asks=can_write)
def remove_goal(*, goal: Goal, by: User) -> None:
    goal.delete()
    happened(f"Ziel gestrichen: {goal}")
```

What the first argument is about, the cycle or a row in it, is read under the lock; a question may
ask for the `cycle`, too. At the end its tasks are settled.
"""

from collections.abc import Callable

from django.db.models import Model

from auditportal.action import RUNNING, Action, Block
from auditportal.models import User
from auditportal.verdict import Verdict
from audits import gates
from audits.history import record, record_once
from audits.models import AuditCycle, CycleEventKind


class CycleBlock(Block):
    gives = ("cycle",)
    cycle: AuditCycle | None = None
    outer: "CycleBlock | None"

    def __init__(self, action: Action, by: User | None) -> None:
        super().__init__(action, by)
        self.held: dict[int, AuditCycle] = self.outer.held if self.outer else {}

    def hold(self, arguments: dict) -> dict:
        if self.action.locks:
            return super().hold(arguments)
        about = arguments[self.action.about]
        self.cycle = self.held_cycle(about)
        if self.action.manner["settles_first"]:
            gates.settle(self.cycle)
        fresh = self.cycle if isinstance(about, AuditCycle) else self.cycle.fresh(about)
        return {self.action.about: fresh}

    def held_cycle(self, about: Model) -> AuditCycle:
        pk = about.pk if isinstance(about, AuditCycle) else about.cycle_id  # type: ignore[attr-defined] # a row of a cycle
        if pk not in self.held:
            self.forget_rights()
            self.held[pk] = AuditCycle.objects.locked(about)
        return self.held[pk]

    def write(self, text: str, **about: object) -> None:
        event = {"cycle": self.cycle, "kind": self.action.kind, "text": text, "by": self.by}
        write = record_once if self.action.manner["once"] else record
        write(**event | about)  # type: ignore[arg-type] # each kind tells its own

    def settle(self) -> None:
        for cycle in self.held.values():
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
    RUNNING.get().held[cycle.pk] = cycle  # type: ignore[attr-defined] # the block of this room
