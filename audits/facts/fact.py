"""A fact, and the table of all facts of a noun."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import Flag, auto

from auditportal import notation
from audits.facts.values import Days, Texts
from handlungsfelder.models import VerfahrenVersion

NOT_GIVEN, MISSING = "keine Angabe", "fehlt noch"


class Shown(Flag):
    """Where a fact stands."""

    FORM = auto()  # what people type
    PAPER = auto()  # what is frozen, compared and copied
    LIST = auto()  # label and value, below the title and the text that pages set apart
    BRIEF = auto()  # the few words that stand for the whole
    FILTER = auto()  # what a list can be narrowed by
    COLUMN = auto()  # what has a column of its own in a table on paper


EVERYWHERE = Shown.FORM | Shown.PAPER | Shown.LIST
SET_APART = Shown.FORM | Shown.PAPER


@dataclass(frozen=True)
class Fact:
    name: str  # of its column, and in every paper
    label: str
    values: Texts = field(default_factory=Texts)
    help: str = ""
    unit: str = ""
    shown: Shown = EVERYWHERE
    always: bool = False  # also where nothing is known
    asked_by: Callable[[VerfahrenVersion], bool] = lambda version: True

    @property
    def columns(self) -> tuple["Fact", ...]:
        return (self,)

    @property
    def is_column(self) -> bool:
        return Shown.COLUMN in self.shown

    @property
    def label_with_unit(self) -> str:
        return f"{self.label} in {self.unit}" if self.unit else self.label

    def data_of(self, row):
        return self.values.data(getattr(row, self.name), row)

    def words(self, data: Mapping) -> str:
        """A paper that does not know the fact reads as if nobody had given it."""
        return self.values.words(data.get(self.name, self.values.nothing))

    draft_words = words  # asked for every row of a list


@dataclass(frozen=True)
class Span(Fact):
    """Two days that read as one; each has its own column."""

    begin: Fact = Fact("begins_on", "Beginn", Days())
    end: Fact = Fact("ends_on", "Abschluss", Days())

    @property
    def columns(self) -> tuple[Fact, ...]:
        return (self.begin, self.end)

    def words(self, data: Mapping) -> str:
        days = (one.values.value(data.get(one.name), None) for one in self.columns)
        return notation.span(*days)

    def draft_words(self, data: Mapping) -> str:
        words = self.words(data)
        is_open = words and not data.get(self.end.name)
        return f"{words}, {self.end.label} {MISSING}" if is_open else words


class Facts:
    """All facts of a noun, in their order."""

    def __init__(self, *facts: Fact):
        self.facts: list[Fact] = []
        self.add(*facts)

    def add(self, *facts: Fact) -> None:
        self.facts += facts
        self._sorted()

    def remove(self, name: str) -> None:
        self.facts = [one for one in self.facts if one.name != name]
        self._sorted()

    def _sorted(self) -> None:
        """By where they stand: asked for every row of a list, and a Flag is slow to ask."""
        self._in = {place: [one for one in self.facts if place in one.shown] for place in Shown}
        self._columns = {
            place: [column for fact in facts for column in fact.columns]
            for place, facts in [(None, self.facts), *self._in.items()]
        }

    def __getitem__(self, name: str) -> Fact:
        return next(one for one in self.columns() if one.name == name)

    def in_(self, place: Shown) -> list[Fact]:
        return self._in[place]

    def columns(self, place: Shown | None = None) -> list[Fact]:
        """Each with a column of its own, also those that read as one."""
        return self._columns[place]

    def data_of(self, row, place: Shown = Shown.PAPER) -> dict:
        """What a row says, as plain JSON: the same for a draft and for what was frozen."""
        return {
            one.name: one.values.data(getattr(row, one.name), row) for one in self._columns[place]
        }

    def whole(self, data: Mapping) -> dict:
        """With nothing for every fact that the data do not know."""
        return {one.name: one.values.nothing for one in self.columns(Shown.PAPER)} | dict(data)

    def values_of(self, data: Mapping, version: VerfahrenVersion) -> dict:
        """What a row with this version keeps of the data; what it does not ask for is left out."""
        return {
            one.name: one.values.value(data[one.name], version)
            for one in self.columns(Shown.PAPER)
            if one.asked_by(version)
        }

    def lines(self, data: Mapping, *, beside_cells: bool = False) -> list[tuple[str, str]]:
        """Label and words of what is known, for a page or paper."""
        facts = [one for one in self.in_(Shown.LIST) if not beside_cells or not one.is_column]
        read = [(one, one.words(data)) for one in facts]
        return [(one.label, words or NOT_GIVEN) for one, words in read if words or one.always]

    @property
    def heads(self) -> list[str]:
        return [one.label for one in self.in_(Shown.COLUMN)]

    def cells(self, data: Mapping) -> list[str]:
        """What stands below the heads."""
        return [one.words(data) or NOT_GIVEN for one in self.in_(Shown.COLUMN)]

    def draft_lines(self, row) -> list[tuple[str, str]]:
        """The same of a row that is being written, and what is still missing."""
        data = self.data_of(row, Shown.LIST)
        read = [(one, one.draft_words(data)) for one in self.in_(Shown.LIST)]
        return [(one.label, words or MISSING) for one, words in read if words or one.always]

    def brief(self, row) -> str:
        data = self.data_of(row, Shown.BRIEF)
        return ", ".join(filter(None, (one.words(data) for one in self.in_(Shown.BRIEF))))

    def texts(self, row) -> Iterator[str]:
        """Everything that people read of a row, to look for words in it."""
        data = self.data_of(row)
        return (one.words(data) for one in self.in_(Shown.PAPER))
