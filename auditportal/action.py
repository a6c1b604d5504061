"""An action: a write with a consequence, which cannot be half-done.

It is about its first argument. The block around its body takes the lock, reads that argument
afresh, asks the question and, when the body has changed what it is there for, settles what hangs
on it. The body says with `happened` what is written into the history. An action inside another
one joins its block: the same locks, one settling at the end of the outermost, an event of its own.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from enum import StrEnum
from functools import update_wrapper
from inspect import Parameter, signature

from django.db import models, transaction

from auditportal.lock import hold, lock_of
from auditportal.models import User
from auditportal.transaction import OPEN, Acting, joined
from auditportal.verdict import Verdict

KEYS = (models.ForeignKey, models.OneToOneField)  # no subclass that remembers by itself


class Block:
    """One call of an action; each room says what it locks, settles and writes down."""

    gives: tuple[str, ...] = ()  # what a question may ask for beside the arguments

    def __init__(self, action: "Action", here: Acting, by: User | None):
        self.action, self.transaction, self.by = action, here, by
        self.outer: Block | None = here.running  # type: ignore[assignment] # never another
        self.has_happened = False

    def run(self, arguments: dict):
        arguments = arguments | self.hold(arguments)
        self.action.question(**self.named(self.action.question, arguments)).require()
        result = self.action.body(**arguments)
        if self.action.kind and not self.has_happened:
            raise AssertionError(f"{self.action.__name__} does not say what has happened.")
        if not isinstance(self.outer, type(self)):
            self.settle()
        return result

    def hold(self, arguments: dict) -> dict:
        """Take the lock; answer with what was read afresh under it."""
        about = arguments.get(self.action.about)
        if self.action.locks is None and isinstance(about, models.Model):
            return {self.action.about: self.held(about)}
        if self.action.locks:
            self.action.locks(**self.named(self.action.locks, arguments))
        self.transaction.clear()
        self.forget_rights()
        return {}

    def held[Row: models.Model](self, row: Row) -> Row:
        """As it stands under its lock: as the request has read it there, or read again."""
        if lock_of(row) not in self.transaction.locked:
            self.must_be_the_first_to_read()
            hold(type(row), row.pk)
        if self.transaction.is_fresh(row):
            return row
        self.forget_rights()
        return again(row).get()

    def must_be_the_first_to_read(self) -> None:
        here = self.transaction
        if here.is_watched and here.is_request and self.outer is None:
            raise AssertionError(f"{self.action.__name__}: The request read before it locked.")

    def forget_rights(self) -> None:
        """What `by` may do is read under the lock."""
        if self.by:
            self.by.forget_rights()

    def named(self, function: Callable, arguments: dict) -> dict:
        """What a question wants to know, by its name; `user` is who acts."""
        given = {name: getattr(self, name) for name in self.gives}
        known = self.action.defaults | given | arguments | {"user": self.by}
        return {name: known[name] for name in signature(function).parameters if name in known}

    def happened(self, text: str, **about) -> None:
        self.has_happened = True
        if text:
            self.write(text, **about)

    def write(self, text: str, **about) -> None:
        raise AssertionError(f"{self.action.__module__} keeps no history.")

    def settle(self) -> None:
        """Store what follows from the rows that have changed."""


class Action[**P, Result]:
    """A function with its block. Each room gives its own `action` for this."""

    __name__: str

    def __init__(
        self,
        body: Callable[P, Result],
        block: type[Block],
        *,
        kind: StrEnum | None = None,
        asks: Callable[..., Verdict] | None = None,
        locks: Callable[..., None] | None = None,
        **manner: bool,
    ):
        update_wrapper(self, body)
        self.body, self.block, self.kind, self.manner = body, block, kind, manner
        self.question, self.locks = asks or self.own_question(), locks
        parameters = signature(body).parameters
        self.about = next(iter(parameters), "")
        self.defaults = {
            one.name: one.default
            for one in parameters.values()
            if one.default is not Parameter.empty
        }
        for function in filter(None, (self.question, locks)):
            self.must_know(function, {"user", *parameters, *block.gives})

    def own_question(self) -> Callable[..., Verdict]:
        """The one beside it, which bears its name."""
        name = f"can_{self.body.__name__}"
        if name not in self.body.__globals__:
            raise TypeError(f"{self.body.__module__} has no {name}: what does it ask?")
        return self.body.__globals__[name]

    def must_know(self, function: Callable, known: set[str]) -> None:
        for one in signature(function).parameters.values():
            if one.default is Parameter.empty and one.name not in known:
                raise TypeError(f"{function.__name__} wants {one.name}, {self.__name__} has none.")

    def __call__(self, *_: P.args, **arguments: P.kwargs) -> Result:
        with joined() as here, self.running(here, arguments.get("by")) as block:  # type: ignore[arg-type] # P names it
            return block.run(arguments)

    @contextmanager
    def running(self, here: Acting, by: User | None) -> Iterator[Block]:
        """All of it or nothing: what fails leaves no lock and nothing known behind."""
        block = self.block(self, here, by)
        locked, told, here.running = set(here.locked), here.told, block
        try:
            with nullcontext() if block.outer else transaction.atomic():
                if block.outer is None:
                    here.tell(by.pk if by else None)
                yield block
            here.has_acted = True
        except BaseException:
            here.locked, here.told = locked, told
            here.clear()
            raise
        finally:
            here.running = block.outer
            if block.outer is None:
                here.fresh.clear()


def action[**P, Result](
    *, asks: Callable[..., Verdict] | None = None, locks: Callable[..., None] | None = None
) -> Callable[[Callable[P, Result]], Action[P, Result]]:
    """Of what keeps no history. `asks` is the question, if it is not the `can_<verb>` beside it;
    `locks` takes another lock than the row that it is about."""
    return lambda body: Action(body, Block, asks=asks, locks=locks)


def happened(text: str, **about) -> None:
    """What the running action writes into the history; without a text nothing has changed.

    `about` are other fields of the event than the block would give it.
    """
    running_block().happened(text, **about)


class ActionPart[**P, Result]:
    """What several actions do besides: it writes under the lock of the one that runs, or not."""

    def __init__(self, body: Callable[P, Result]):
        update_wrapper(self, body)
        self.body = body

    def __call__(self, *values: P.args, **arguments: P.kwargs) -> Result:
        running_block()
        return self.body(*values, **arguments)


def part[**P, Result](body: Callable[P, Result]) -> ActionPart[P, Result]:
    return ActionPart(body)


def running_block() -> Block:
    here = OPEN.get()
    if here is None or here.running is None:
        raise AssertionError("Nothing happens outside of an action.")
    return here.running  # type: ignore[return-value] # never another


def unasked() -> Verdict:
    """Nobody's right is in question: the clock, the operator's command, or what is one's own."""
    return Verdict()


def nothing() -> None:
    """For an action that takes its own locks, or needs none."""


def again[Row: models.Model](row: Row) -> models.QuerySet[Row]:
    """This row as it stands now, with the rows that it was loaded with."""
    rows = type(row)._default_manager.filter(pk=row.pk)
    keys = [one for one in type(row)._meta.concrete_fields if type(one) in KEYS]
    related = [one.name for one in keys if one.is_cached(row)]  # type: ignore[attr-defined] # keys
    return rows.select_related(*related) if related else rows
