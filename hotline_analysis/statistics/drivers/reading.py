"""Columns of a frame as factors and counts, with one clear message about the first value that cannot be."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from hotline_analysis.errors import InputError, UsageError
from hotline_analysis.statistics.drivers.factors import factors as catalogue
from hotline_analysis.validation import nearest

if TYPE_CHECKING:
    import pandas as pd


def need_columns(rows: pd.DataFrame, wanted: Sequence[str]) -> None:
    """Refuse a frame that lacks a column, or a column that is asked for twice."""
    there = list(map(str, rows.columns))
    for name in wanted:
        if name not in there:
            raise InputError(f"no column {name}{nearest(name, there)}", value=there, allowed="a column of the frame")
    if len(set(wanted)) < len(wanted):
        raise UsageError(f"a column is asked for twice: {', '.join(wanted)}")


def factor_values(values: pd.Series[Any], name: str) -> pd.Series[Any]:
    """Return a factor in its kind, with missing values."""
    known = catalogue().get(name)
    kind = known.kind if known else _kind(values)
    if kind == "number":
        return numbers(values, name)
    if kind == "flag":
        return _flags(values, name)
    texts = values.astype("string")
    return texts.mask(texts == "")


def _kind(values: pd.Series[Any]) -> str:
    import pandas as pd

    if pd.api.types.is_bool_dtype(values.dtype):
        return "flag"
    return "number" if pd.api.types.is_numeric_dtype(values.dtype) else "category"


def numbers(values: pd.Series[Any], name: str) -> pd.Series[float]:
    """Return finite numbers; missing stays missing, anything else is refused with its row."""
    import numpy as np
    import pandas as pd

    if pd.api.types.is_numeric_dtype(values.dtype):
        made = values.astype("Float64").to_numpy(dtype=float, na_value=np.nan)
    else:
        made = np.array([_number(value, name, row) for row, value in enumerate(values, start=1)], dtype=float)
    endless = np.flatnonzero(np.isinf(made))
    if len(endless):
        raise _no_number(values.iloc[endless[0]], name, int(endless[0]) + 1)
    return pd.Series(made, index=values.index)


def _number(value: Any, name: str, row: int) -> float:
    import pandas as pd

    if value is None or value is pd.NA or value is pd.NaT or (isinstance(value, str) and not value.strip()):
        return float("nan")
    try:
        return float(value)
    except (TypeError, ValueError):
        raise _no_number(value, name, row) from None


def _no_number(value: Any, name: str, row: int) -> InputError:
    return InputError("not a number", where=f"column {name}, row {row}", value=value, allowed="finite numbers")


def _flags(values: pd.Series[Any], name: str) -> pd.Series[bool]:
    made = numbers(values, name)
    wrong = made.notna() & ~made.isin([0, 1])
    if wrong.any():
        row = int(wrong.to_numpy().argmax())
        raise InputError("not a flag", where=f"column {name}, row {row + 1}", value=values.iloc[row], allowed="0 or 1")
    return made.astype("boolean")


def counts(rows: pd.DataFrame, outcome: str, trials: str | None) -> tuple[pd.Series[float], pd.Series[float]]:
    """Return successes (missing where the outcome is) and trials (1 a row without such a column), checked."""
    import pandas as pd

    good = numbers(rows[outcome], outcome)
    of = numbers(rows[trials], trials).fillna(0) if trials else pd.Series(1.0, index=rows.index)
    for name, values in ((outcome, good), (trials or outcome, of)):
        wrong = values.notna() & ((values < 0) | (values % 1 != 0))
        _refuse(rows, name, wrong, "not a count", "whole numbers, 0 or more")
    allowed = f"at most {trials}" if trials else "0 or 1"
    _refuse(rows, outcome, good.notna() & (good > of), "not an outcome", allowed)
    return good, of


def _refuse(rows: pd.DataFrame, name: str, wrong: pd.Series[bool], problem: str, allowed: str) -> None:
    if wrong.any():
        row = int(wrong.to_numpy().argmax())
        unit = f", unit {rows['unit'].iloc[row]}" if "unit" in rows else ""
        value = rows[name].iloc[row] if name in rows else None
        raise InputError(problem, where=f"column {name}, row {row + 1}{unit}", value=value, allowed=allowed)
