"""Estimates with standard errors, checked."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from hotline_analysis.errors import InputError, UsageError
from hotline_analysis.statistics.fair.counts import Floats, numbers, unit_names


def checked_estimates(
    estimates: ArrayLike, standard_errors: ArrayLike, names: Sequence[str] | None, *, zero_errors: bool
) -> tuple[Floats, Floats, tuple[str, ...]]:
    """Read estimates and their standard errors.

    Parameters
    ----------
    estimates, standard_errors : array_like, shape (units,)
    names : sequence of str or None
    zero_errors : bool
        Whether an error of 0 (a value without chance in it) is accepted.

    Raises
    ------
    InputError
        For a missing value or an error that none can be, naming the unit.
    UsageError
        If the columns differ in length.
    """
    length = np.asarray(estimates, dtype=object).size
    if length != np.asarray(standard_errors, dtype=object).size:
        raise UsageError("estimates and standard errors differ in length; allowed: one of each a unit")
    units = unit_names(names, length)
    values, errors = numbers(estimates, "estimate", units), numbers(standard_errors, "standard error", units)
    for what, column in (("estimate", values), ("standard error", errors)):
        missing = np.flatnonzero(~np.isfinite(column))
        if len(missing):
            raise InputError(f"a missing {what}", where=units[int(missing[0])], allowed="a number")
    wrong = np.flatnonzero(errors < 0 if zero_errors else errors <= 0)
    if len(wrong):
        i = int(wrong[0])
        raise InputError(
            "not a standard error",
            where=units[i],
            value=float(errors[i]),
            allowed="0 or more" if zero_errors else "above 0",
        )
    return values, errors, units
