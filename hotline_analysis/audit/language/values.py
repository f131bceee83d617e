"""What an expression can stand for."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True)
class Number:
    """An exact number, with its printed form when it is a printed figure and not worked out.

    Examples
    --------
    >>> Number(Fraction("86.4"), "86.4").value
    Fraction(432, 5)
    """

    value: Fraction
    printed: str | None = None


@dataclass(frozen=True)
class Text:
    """A word: a grade, a name, a kind of ticket.

    Examples
    --------
    >>> Text("A").text
    'A'
    """

    text: str


@dataclass(frozen=True)
class Truth:
    """The outcome of a condition.

    Examples
    --------
    >>> Truth(True).holds
    True
    """

    holds: bool


@dataclass(frozen=True)
class Missing:
    """An empty cell, or what follows from one.

    Examples
    --------
    >>> Missing() == Missing()
    True
    """


@dataclass(frozen=True)
class Names:
    """A set of units, each with what decided that it belongs.

    Examples
    --------
    >>> Names(("甲", "乙"), ("96.20", "87.10")).describe("乙")
    '乙 (87.10)'
    """

    names: tuple[str, ...]
    shown: tuple[str, ...] = ()

    def describe(self, name: str) -> str:
        """Return the name with its deciding figures."""
        shown = dict(zip(self.names, self.shown, strict=False)).get(name)
        return f"{name} ({shown})" if shown else name


@dataclass(frozen=True)
class Among:
    """A set to which every listed unit belongs, though not every unit of the set is listed.

    Examples
    --------
    >>> Among(Names(("甲", "乙"))).names.names
    ('甲', '乙')
    """

    names: Names


@dataclass(frozen=True)
class Ranked:
    """The units of a table by a figure, largest first, of which a list shows the first few.

    Examples
    --------
    >>> Ranked(1, (("甲", Fraction(9)), ("乙", Fraction(5)))).values[0][0]
    '甲'
    """

    length: int
    values: tuple[tuple[str, Fraction], ...]


@dataclass(frozen=True)
class Alternatives:
    """Several readings of one figure; it agrees when one of them does.

    Examples
    --------
    >>> [option.value for option in Alternatives((Number(Fraction(1)), Number(Fraction(2)))).options]
    [Fraction(1, 1), Fraction(2, 1)]
    """

    options: tuple[Number, ...]


@dataclass(frozen=True)
class SomeShare:
    """The per cent of some whole number out of a printed whole.

    Examples
    --------
    >>> SomeShare(1345).whole
    1345
    """

    whole: int


@dataclass(frozen=True)
class Sequence:
    """Figures that should not rise; ``breaks`` describes the places where they do.

    Examples
    --------
    >>> Sequence(3, ("乙 (97) after 甲 (96)",)).breaks
    ('乙 (97) after 甲 (96)',)
    """

    length: int
    breaks: tuple[str, ...]


Value = Number | Text | Truth | Missing | Names | Among | Ranked | Alternatives | SomeShare | Sequence


class NotInTable(Exception):  # noqa: N818 - not an error of the program: a printed name without a row
    """A printed name that a table does not hold.

    Examples
    --------
    >>> str(NotInTable("丁局", "units"))
    '丁局 is not in units'
    """

    def __init__(self, name: str, table: str) -> None:
        self.name = name
        self.table = table
        super().__init__(f"{name} is not in {table}")
