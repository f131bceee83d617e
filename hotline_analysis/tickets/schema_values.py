"""Columns of an analyst's pandas frame in the types of the schema."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from hotline_analysis.errors import InputError
from hotline_analysis.tickets.columns import Column
from hotline_analysis.tickets.masking import mask
from hotline_analysis.tickets.times import DEFAULT_FORMATS

if TYPE_CHECKING:
    import pandas as pd

ALLOWED = {
    "text": "text",
    "time": "a moment without zone, such as 2022-11-03 09:05:00",
    "count": "0, 1, 2, …",
    "flag": "true, false, 是, 否",
    "one_of": "its values",
}


def cast(values: pd.Series[Any], column: Column) -> pd.Series[Any]:
    """Return a column in its canonical type.

    Raises
    ------
    InputError
        Naming column, row (counted from 1), value and what is allowed, for the first value that cannot be read.
    """
    import pandas as pd

    if column.type == "time" and pd.api.types.is_datetime64_any_dtype(values.dtype):
        if _zoned(values.dtype):
            allowed = f"{ALLOWED['time']}: use .dt.tz_convert, then .dt.tz_localize(None)"
            raise InputError("moments with a zone", where=_name(column), value=str(values.dtype), allowed=allowed)
        return values.astype("datetime64[us]")
    if column.type == "flag" and pd.api.types.is_bool_dtype(values.dtype) and values.dtype != object:
        return values.astype("boolean")
    # each different value is read once
    codes, different = pd.factorize(values.astype(object), use_na_sentinel=True)
    read: list[Any] = []
    for position, value in enumerate(different):
        try:
            read.append(_READERS[column.type](value, column))
        except (ValueError, OverflowError):
            row = int((codes == position).argmax()) + 1
            raise InputError(
                "not readable",
                where=f"row {row}, {_name(column)}",
                value=mask(value)[0] if isinstance(value, str) else value,
                allowed=_allowed(column),
            ) from None
    return _series(read, codes, values, column)


def _zoned(dtype: Any) -> bool:
    """Tell whether moments have a zone, in pandas' own type or Arrow's."""
    return any(getattr(one, "tz", None) is not None for one in (dtype, getattr(dtype, "pyarrow_dtype", None)))


def _series(read: list[Any], codes: Any, values: pd.Series[Any], column: Column) -> pd.Series[Any]:
    import pandas as pd

    if column.type == "time":
        return pd.Series(
            pd.array([*read, None], dtype="datetime64[us]").take(codes), index=values.index, name=values.name
        )
    dtype = {"count": "Int64", "flag": "boolean"}.get(column.type, "string")
    taken = pd.array([*read, None], dtype=dtype).take(codes)  # type: ignore[call-overload]
    return pd.Series(taken, index=values.index, name=values.name)


def _name(column: Column) -> str:
    return f"column {column.key} ({column.zh})"


def _allowed(column: Column) -> str:
    if column.type == "one_of":
        return "; ".join("、".join((value, *column.words.get(value, ()))) for value in column.values)
    if column.type == "flag":
        return f"true: {'、'.join(column.words['true'])}; false: {'、'.join(column.words['false'])}"
    return ALLOWED[column.type]


def _text(value: object, column: Column) -> str | None:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))  # pandas makes numbers of tickets floats where one is missing
    return str(value).strip() or None


def _time(value: object, column: Column) -> datetime | None:
    moment = _moment(value)
    if moment is not None and not 1900 <= moment.year <= 2199:
        raise ValueError("not a moment of a ticket")  # digits of a phone number can be read as one
    return moment


def _moment(value: object) -> datetime | None:
    if isinstance(value, datetime):
        return _without_zone(value)
    if isinstance(value, date):
        return datetime(value.year, value.month, value.day)
    text = str(value).strip() if isinstance(value, str) else "?"
    if not text:
        return None
    try:
        return _without_zone(datetime.fromisoformat(text))
    except ValueError:
        return _parsed(text)


def _parsed(text: str) -> datetime:
    for one in DEFAULT_FORMATS:
        try:
            return datetime.strptime(text, one)  # offices write local time
        except ValueError:
            continue
    raise ValueError("not a moment")


def _without_zone(moment: datetime) -> datetime:
    if moment.tzinfo is not None:
        raise ValueError("a moment with a zone")
    return moment


def _count(value: object, column: Column) -> int | None:
    if isinstance(value, bool):
        raise ValueError("not a count")
    text = str(value).strip()
    if not text:
        return None
    number = int(text) if text.isdecimal() else float(text)
    if number < 0 or int(number) != number or number >= 2**31:
        raise ValueError("not a count")
    return int(number)


def _flag(value: object, column: Column) -> bool | None:
    word = _word(value, column)
    return None if word is None else word == "true"


def _word(value: object, column: Column) -> str | None:
    """Return the value that a word means in this column."""
    if isinstance(value, float) and value in (0.0, 1.0):
        value = int(value)
    text = str(value).strip().lower()
    if not text:
        return None
    if text in ("true", "false") and column.type == "one_of":
        text = "是" if text == "true" else "否"
    for canonical in column.values or ("true", "false"):
        if text == canonical or text in (word.lower() for word in column.words.get(canonical, ())):
            return canonical
    raise ValueError("no such word")


_READERS: dict[str, Callable[[Any, Column], Any]] = {
    "text": _text,
    "time": _time,
    "count": _count,
    "flag": _flag,
    "one_of": _word,
}
