"""A pandas frame of tickets, whatever types its columns have, as the types that tickets are stored in."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from hotline_analysis.errors import InputError
from hotline_analysis.tickets.columns import FALSE_WORDS, TRUE_WORDS, columns

if TYPE_CHECKING:
    import pandas as pd


def canonical_frame(frame: pd.DataFrame, wanted: Iterable[str]) -> pd.DataFrame:
    """Return some columns of a frame in the types of stored tickets, with one kind of missing value.

    Parameters
    ----------
    frame : DataFrame
        Columns of any type pandas may have read them in: object, numpy, nullable, Arrow, or text.
    wanted : iterable of str
        Canonical columns that the frame has.

    Raises
    ------
    InputError
        Naming the column, the first value that cannot be what the column holds, and its row.
    """
    import pandas as pd

    return pd.DataFrame({name: _column(frame[name], name) for name in wanted}, index=range(len(frame)))


def _column(values: pd.Series[Any], name: str) -> Any:
    convert = {"time": _times, "count": _counts, "flag": _flags}.get(columns()[name].type, _texts)
    try:
        return convert(values, name).array
    except InputError:
        raise
    except (ValueError, TypeError, OverflowError, ArithmeticError) as error:
        wrong = _first_wrong(values, name, convert)
        allowed = {"time": "times", "count": "whole numbers", "flag": "true or false"}.get(
            columns()[name].type, "texts"
        )
        raise InputError("not readable", where=f"column {name}", value=wrong or str(error), allowed=allowed) from None


def _first_wrong(values: pd.Series[Any], name: str, convert: Any) -> str | None:
    for row, value in enumerate(values):
        try:
            convert(values.iloc[row : row + 1], name)
        except (ValueError, TypeError, OverflowError, ArithmeticError):
            return f"{value} (row {row + 1})"
    return None


def _times(values: pd.Series[Any], name: str) -> pd.Series[Any]:
    import pandas as pd
    import pyarrow as pa

    zoned = getattr(values.dtype, "tz", None) or getattr(getattr(values.dtype, "pyarrow_dtype", None), "tz", None)
    if zoned is not None:
        raise InputError(
            "times with a zone", where=f"column {name}", value=str(zoned), allowed="local times without a zone"
        )
    if not pd.api.types.is_datetime64_any_dtype(values.dtype):
        texts = values.where(values.notna() & (values.astype("string") != ""), None).astype(object)
        values = pd.to_datetime(texts, format="ISO8601")
        return _times(values, name) if getattr(values.dtype, "tz", None) else _times_stored(values, pa)
    return _times_stored(values, pa)


def _times_stored(values: pd.Series[Any], pa: Any) -> pd.Series[Any]:
    import pandas as pd

    return values.astype(pd.ArrowDtype(pa.timestamp("us")))


def _counts(values: pd.Series[Any], name: str) -> pd.Series[Any]:
    import pandas as pd
    import pyarrow as pa

    if values.dtype == object or pd.api.types.is_string_dtype(values.dtype):
        values = pd.to_numeric(values.astype(object).where(values.notna() & (values.astype("string") != ""), None))
    return values.astype("Int64").astype(pd.ArrowDtype(pa.int64()))


def _flags(values: pd.Series[Any], name: str) -> pd.Series[Any]:
    import pandas as pd
    import pyarrow as pa

    if values.dtype == object or pd.api.types.is_string_dtype(values.dtype):
        values = pd.Series([_flag(value) for value in values], index=values.index, dtype="boolean")
    return values.astype("boolean").astype(pd.ArrowDtype(pa.bool_()))


def _flag(value: object) -> bool | None:
    import pandas as pd

    word = None if value is None or pd.isna(value) else str(value).strip().lower()  # type: ignore[call-overload]
    if word in (None, "", *TRUE_WORDS, "1.0"):
        return True if word else None
    if word in (*FALSE_WORDS, "0.0"):
        return False
    raise ValueError("not a flag")


def _texts(values: pd.Series[Any], name: str) -> pd.Series[Any]:
    import pandas as pd
    import pyarrow as pa

    texts = values.astype("string")
    if columns()[name].type == "one_of":
        texts = texts.mask(texts == "")  # an empty answer is none
    return texts.astype(pd.ArrowDtype(pa.string()))
