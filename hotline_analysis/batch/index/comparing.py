"""What became of a report's figures since the period before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from hotline_analysis.batch.index.figures import Figures, Total
from hotline_analysis.exact import printed, rounded

Move = tuple[str, int, int]


@dataclass(frozen=True)
class Course:
    """A total and those of the periods before it.

    Attributes
    ----------
    total : Total
    values : sequence of (str, int)
        Periods and what they counted, the oldest first; the last is the report's own.
    percent : str or None
        The change since the period before, as a percentage without a sign.

    Examples
    --------
    >>> now = Total("s1-1.signed", "签收", "312件", "件", 312)
    >>> before = Total("s1-1.signed", "签收", "300件", "件", 300)
    >>> found = course([("2022-10", Figures(before))], "2022-11", Figures(now))
    >>> found.values, found.difference, found.percent
    ([('2022-10', 300), ('2022-11', 312)], 12, '4.00%')
    """

    total: Total
    values: Sequence[tuple[str, int]]
    percent: str | None = None

    @property
    def difference(self) -> int | None:
        """What it grew by; None without a period before."""
        return self.values[-1][1] - self.values[-2][1] if len(self.values) > 1 else None


@dataclass(frozen=True)
class Moves:
    """The places of one group of units, before and now.

    Attributes
    ----------
    pairs : sequence of (str, int, int)
        Unit, its place in the period before, its place; in the order of the places now.
    new, gone : tuple of str
        Units with a place in one of the periods only.
    """

    pairs: Sequence[Move]
    new: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()

    @property
    def up(self) -> list[Move]:
        """Units with a better place, the largest step first."""
        return sorted((one for one in self.pairs if one[2] < one[1]), key=lambda one: (one[2] - one[1], one[2]))

    @property
    def down(self) -> list[Move]:
        """Units with a worse place, the largest step first."""
        return sorted((one for one in self.pairs if one[2] > one[1]), key=lambda one: (one[1] - one[2], one[2]))

    @property
    def same(self) -> list[Move]:
        """Units that have the place that they had."""
        return [one for one in self.pairs if one[1] == one[2]]


def course(earlier: Sequence[tuple[str, Figures]], period: str, now: Figures) -> Course | None:
    """Return a report's total behind those of the periods right before it that count the same thing.

    What the report itself says of the period before goes before what another report says: that one may have been made
    from earlier data.

    Parameters
    ----------
    earlier : sequence of (str, Figures)
        Periods that follow each other, the latest first, also if nothing is known of them.
    period : str
    now : Figures
    """
    total = now.total
    if total is None:
        return None
    values, expected = [(period, total.value)], _before(total)
    for label, figures in earlier:
        other = figures.total
        same = other is not None and (other.key, other.unit) == (total.key, total.unit)
        found = other.value if same and other is not None else None
        if expected is not None and found != expected:
            values.append((label, expected))
            break
        if found is None or other is None:
            break
        values.append((label, found))
        expected = _before(other)
    return Course(total, values[::-1], total.percent or _percent(values))


def _before(total: Total) -> int | None:
    return None if total.difference is None else total.value - total.difference


def _percent(values: Sequence[tuple[str, int]]) -> str | None:
    """Work the change out as a percentage of two decimals; None where the period before had none."""
    if len(values) < 2 or not values[1][1]:
        return None
    now, before = values[0][1], values[1][1]
    return f"{printed(rounded(Fraction(100 * abs(now - before), before), 2))}%"


def moves(before: Figures, now: Figures) -> list[Moves]:
    """Return the moves of every group of units that had places in both periods.

    Parameters
    ----------
    before, now : Figures
        Where the report itself says how places changed, that goes before the other report.
    """
    old = {part: now.before.get(part) or before.places.get(part, {}) for part in now.places}
    return [_moves(old[part], places) for part, places in now.places.items() if set(old[part]) & set(places)]


def _moves(old: Mapping[str, int], new: Mapping[str, int]) -> Moves:
    both = sorted((unit for unit in new if unit in old), key=lambda unit: (new[unit], unit))
    pairs = [(unit, old[unit], new[unit]) for unit in both]
    return Moves(pairs, tuple(unit for unit in new if unit not in old), tuple(unit for unit in old if unit not in new))
