"""Patterns from a frame of answers or of counts, and from a unit table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from hotline_analysis.errors import InputError, UsageError
from hotline_analysis.metrics.unit_table import UnitTable
from hotline_analysis.statistics.drivers.flow import plain_flow
from hotline_analysis.statistics.drivers.levels import ordered_levels
from hotline_analysis.statistics.drivers.patterns import Patterns
from hotline_analysis.statistics.drivers.reading import counts, factor_values, need_columns, numbers

if TYPE_CHECKING:
    import pandas as pd

RARE_BELOW = 10


def from_frame(
    rows: pd.DataFrame,
    *,
    outcome: str,
    factors: Sequence[str],
    cluster: str = "unit",
    trials: str | None = None,
    rare_below: int = RARE_BELOW,
) -> Patterns:
    """Group a frame with one row an answer (or counts) into patterns.

    Parameters
    ----------
    rows : DataFrame
    outcome : str
        A column of 0 and 1 (or False and True), or of successes where ``trials`` is given.
    factors : sequence of str
        Columns: booleans are flags, numbers numbers, texts categories. A column that the catalogue knows is what the
        catalogue says.
    cluster : str
    trials : str, optional
        The column of trials.
    rare_below : int
        Levels of a category with fewer tickets are put together (noted); 0: none are.

    Raises
    ------
    InputError
        For a column that is not there, an outcome that is neither 0 nor 1, a number or flag that is none, or counts
        that are no counts; naming column, row and value.

    Notes
    -----
    Rows without the outcome, the unit or a factor are left out and counted in the flow.

    Examples
    --------
    >>> import pandas as pd
    >>> rows = pd.DataFrame({"unit": ["A", "A", "B"], "overdue": [True, True, False], "satisfied": [0, 1, 1]})
    >>> from_frame(rows, outcome="satisfied", factors=["overdue"]).frame
       overdue unit  trials  successes
    0     True    A       2          1
    1    False    B       1          1
    """
    import pandas as pd

    need_columns(rows, [*factors, cluster, outcome, *([trials] if trials else [])])
    clean = pd.DataFrame({name: factor_values(rows[name], name) for name in factors}, index=rows.index)
    clean["unit"] = rows[cluster].astype("string")
    good, of = counts(rows, outcome, trials)
    clean["trials"], clean["successes"] = of, good
    known = clean[[*factors, "unit"]].notna().all(axis=1) & good.notna()
    flow = plain_flow(clean, good.notna(), list(factors))
    frame = _grouped(clean[known & (of > 0)], list(factors))
    if frame.empty:
        raise InputError("no row has the outcome, the unit and every factor", allowed="complete rows")
    frame, notes = ordered_levels(frame, factors, rare_below=rare_below)
    return Patterns(frame, tuple(factors), outcome, flow=flow, notes=tuple(notes))


def from_unit_table(
    table: UnitTable | pd.DataFrame,
    *,
    successes: str,
    trials: str,
    factors: Sequence[str],
    per: Mapping[str, str] | None = None,
) -> Patterns:
    """Make patterns of a unit table: one row a unit, which is a cluster of its own.

    Parameters
    ----------
    table : UnitTable or DataFrame
        With a column ``unit``.
    successes, trials : str
        Columns of counts: ``satisfied`` of ``revisited``.
    factors : sequence of str
        Columns of numbers.
    per : mapping of str to str, optional
        Factors that are taken per hundred of another column: ``{"returned": "assigned"}``.

    Returns
    -------
    Patterns
        ``aggregated``: `fit_logit` allows for spread between units beyond the binomial (φ).

    Raises
    ------
    InputError
        Naming unit, column and value.

    Notes
    -----
    Units without trials, or without a factor, are left out and noted.

    Examples
    --------
    >>> import pandas as pd
    >>> table = pd.DataFrame({"unit": ["A", "B"], "satisfied": [9, 8], "revisited": [10, 10], "share": [0.0, 10.0]})
    >>> from_unit_table(table, successes="satisfied", trials="revisited", factors=["share"]).tickets
    20
    """
    import pandas as pd

    given = (table.frame if isinstance(table, UnitTable) else table).reset_index(drop=True)
    bases = dict(per or {})
    need_columns(given, ["unit", successes, trials, *factors])
    need_columns(given, list(dict.fromkeys(bases.values())))
    if unknown := set(bases) - set(factors):
        raise UsageError(f"per: {', '.join(sorted(unknown))} is no factor; allowed: {', '.join(factors)}")
    columns = {name: _per(given, name, bases.get(name)) for name in factors}
    clean = pd.DataFrame(columns, index=given.index).assign(unit=given["unit"].astype("string"))
    good, of = counts(given, successes, trials)
    clean["trials"], clean["successes"] = of, good
    twice = clean["unit"][clean["unit"].duplicated()]
    if len(twice):
        raise InputError("a unit stands twice", value=str(twice.iloc[0]), allowed="one row a unit")
    known = clean[[*factors, "unit"]].notna().all(axis=1) & (of > 0) & good.notna()
    if not known.any():
        raise InputError(
            "no unit has trials and every factor", where=f"{successes} of {trials}", allowed="at least one"
        )
    frame = _grouped(clean[known], list(factors))
    return Patterns(frame, tuple(factors), successes, aggregated=True, notes=_left_out(clean, known, trials, bases))


def _left_out(clean: pd.DataFrame, known: pd.Series[bool], trials: str, bases: Mapping[str, str]) -> tuple[str, ...]:
    notes = [f"{name} is per hundred of {base}" for name, base in bases.items()]
    left = [str(unit) for unit in clean["unit"][~known]]
    if left:
        notes.append(f"{len(left)} units without {trials} or a factor are left out: {'、'.join(left)}")
    return tuple(notes)


def _per(given: pd.DataFrame, name: str, base: str | None) -> pd.Series[float]:
    values = numbers(given[name], name)
    if base is None:
        return values
    of = numbers(given[base], base)
    return 100 * values / of.where(of > 0)


def _grouped(clean: pd.DataFrame, factors: list[str]) -> pd.DataFrame:
    import pandas as pd

    keys = [*factors, "unit"]
    summed = clean.groupby(keys, observed=True, sort=False, as_index=False)[["trials", "successes"]].sum()
    for name in keys:
        if not (pd.api.types.is_numeric_dtype(summed[name].dtype) or summed[name].dtype == "boolean"):
            summed[name] = pd.Categorical(summed[name].astype(object))
        elif summed[name].dtype in (bool, "boolean"):
            summed[name] = summed[name].astype(bool)
        else:
            summed[name] = summed[name].astype("float64")
    return summed.astype({"trials": "int64", "successes": "int64"})
