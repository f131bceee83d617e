"""What an expression can stand for."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True)
class Number:
    """An exact number, with its printed form when it is a printed figure and not worked out."""

    value: Fraction
    printed: str | None = None


@dataclass(frozen=True)
class Text:
    """A word: a grade, a name, a kind of ticket."""

    text: str


@dataclass(frozen=True)
class Truth:
    """The outcome of a condition."""

    holds: bool


@dataclass(frozen=True)
class Missing:
    """An empty cell, or what follows from one."""


@dataclass(frozen=True)
class Names:
    """A set of units, each with what decided that it belongs."""

    names: tuple[str, ...]
    shown: tuple[str, ...] = ()

    def describe(self, name: str) -> str:
        """Return the name with its deciding figures."""
        shown = dict(zip(self.names, self.shown, strict=False)).get(name)
        return f"{name} ({shown})" if shown else name


@dataclass(frozen=True)
class Among:
    """A set to which every listed unit belongs, though not every unit of the set is listed."""

    names: Names


@dataclass(frozen=True)
class Ranked:
    """The units of a table by a figure, largest first, of which a list shows the first few."""

    length: int
    values: tuple[tuple[str, Fraction], ...]


@dataclass(frozen=True)
class Alternatives:
    """Several readings of one figure; it agrees when one of them does."""

    options: tuple[Number, ...]


@dataclass(frozen=True)
class SomeShare:
    """The per cent of some whole number out of a printed whole."""

    whole: int


@dataclass(frozen=True)
class Sequence:
    """Figures that should not rise; ``breaks`` describes the places where they do."""

    length: int
    breaks: tuple[str, ...]


Value = Number | Text | Truth | Missing | Names | Among | Ranked | Alternatives | SomeShare | Sequence


class NotInTable(Exception):  # noqa: N818 - not an error of the program: a printed name without a row
    """A printed name that a table does not hold."""

    def __init__(self, name: str, table: str) -> None:
        self.name = name
        self.table = table
        super().__init__(f"{name} is not in {table}")
