"""Counts as statistics take them: checked once, with the unit named where one is wrong."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from hotline_analysis.errors import InputError, UsageError

Floats = NDArray[np.float64]


def unit_names(names: Sequence[str] | None, length: int) -> tuple[str, ...]:
    """Return the units' names; without any, ``unit 1``, ``unit 2`` and so on.

    Raises
    ------
    UsageError
        If there are more or fewer names than units.
    InputError
        If a name stands twice.
    """
    if names is None:
        return tuple(f"unit {i}" for i in range(1, length + 1))
    found = tuple(str(name) for name in names)
    if len(found) != length:
        raise UsageError(f"{len(found)} names for {length} units; allowed: one name a unit")
    if len(set(found)) < length:
        twice = next(name for i, name in enumerate(found) if name in found[:i])
        raise InputError("a unit stands twice", value=twice, allowed="one row a unit")
    return found


def column(values: ArrayLike, what: str, names: Sequence[str], *, whole: bool = True) -> Floats:
    """Read a column of counts as floats; every one a whole number of 0 or more.

    Parameters
    ----------
    values : array_like, shape (units,)
    what : str
        The column's name, for messages.
    names : sequence of str
        The units.
    whole : bool
        False for counts that were weighted or standardised and need not be whole.

    Raises
    ------
    InputError
        For a missing, negative or broken count, naming unit, column and value.
    """
    raw: list[Any] = list(np.asarray(values, dtype=object).ravel())
    allowed = f"a {'whole number' if whole else 'number'}, 0 or more"
    found = np.empty(len(raw))
    for i, value in enumerate(raw):
        try:
            found[i] = np.nan if value is None else float(value)
        except (TypeError, ValueError):
            raise InputError("not a number", where=_where(names, i, what), value=value, allowed=allowed) from None
        if not np.isfinite(found[i]):
            raise InputError("a missing count", where=_where(names, i, what), allowed=allowed)
        if found[i] < 0 or (whole and found[i] != round(found[i])):
            problem = "a negative count" if found[i] < 0 else "not a whole number"
            raise InputError(problem, where=_where(names, i, what), value=value, allowed=allowed)
    return found


def numbers(values: ArrayLike, what: str, names: Sequence[object]) -> Floats:
    """Read a column of numbers as floats; a missing one is NaN.

    Raises
    ------
    InputError
        For what is no number, naming where it stands and its value.
    """
    raw: list[Any] = list(np.asarray(values, dtype=object).ravel())
    found = np.empty(len(raw))
    for i, value in enumerate(raw):
        try:
            found[i] = np.nan if value is None else float(value)
        except (TypeError, ValueError):
            where = _where([str(name) for name in names], i, what)
            raise InputError("not a number", where=where, value=value, allowed="a number") from None
    return found


def parts_of_wholes(
    successes: ArrayLike, trials: ArrayLike, names: Sequence[str] | None, *, whole: bool = True
) -> tuple[Floats, Floats, tuple[str, ...]]:
    """Read successes and trials of units.

    Returns
    -------
    successes, trials : arrays of float, shape (units,)
    names : tuple of str

    Raises
    ------
    InputError
        As `column`, and where successes exceed trials or there is no unit.
    UsageError
        If the columns differ in length.
    """
    length = np.asarray(trials, dtype=object).size
    if np.asarray(successes, dtype=object).size != length:
        raise UsageError("successes and trials differ in length; allowed: one of each a unit")
    found = unit_names(names, length)
    x, n = column(successes, "successes", found, whole=whole), column(trials, "trials", found, whole=whole)
    over = np.flatnonzero(x > n)
    if len(over):
        i = int(over[0])
        raise InputError(
            "more successes than trials",
            where=_where(found, i, "successes"),
            value=int(x[i]) if whole else float(x[i]),
            allowed=f"at most {n[i]:g}",
        )
    if not length:
        raise InputError("no unit", allowed="at least one unit with its counts")
    return x, n, found


def at_least_two(number: int, what: str) -> None:
    """Refuse to compare one unit with itself.

    Raises
    ------
    InputError
        Naming what was asked for.
    """
    if number < 2:
        raise InputError(f"{what} compares units", value=number, allowed="two units or more that have tickets")


def open_level(level: float) -> float:
    """Check a level of confidence.

    Raises
    ------
    UsageError
        Unless it lies between 0 and 1.
    """
    if not 0 < level < 1:
        raise UsageError(f"a level of confidence lies between 0 and 1; found {level!r}; allowed: for example 0.95")
    return level


def _where(names: Sequence[str], i: int, what: str) -> str:
    return f"{names[i] if i < len(names) else f'row {i + 1}'}, column {what}"
