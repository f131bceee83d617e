"""The ticket schema for pandas frames: canonical columns, their types, and what they may hold, as pandera checks it."""

from __future__ import annotations

import os
import warnings
from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING, Any

from hotline_analysis.errors import InputError
from hotline_analysis.tickets.columns import Column, columns
from hotline_analysis.tickets.near import nearest_first
from hotline_analysis.tickets.schema_values import ALLOWED, cast

if TYPE_CHECKING:
    import pandas as pd
    from pandera.pandas import DataFrameSchema

DTYPES = {"text": "string", "time": "datetime64[us]", "count": "Int64", "flag": "boolean", "one_of": "string"}


def schema(columns: Iterable[str] | None = None) -> DataFrameSchema:
    """Return the schema of ticket frames.

    Parameters
    ----------
    columns : iterable of str, optional
        Canonical columns that a frame must have, beside ``id`` and ``received``. All others are optional: a frame may
        lack them, and columns of other names pass.

    Returns
    -------
    pandera.pandas.DataFrameSchema
        Times are ``datetime64[us]`` without zone, counts ``Int64``, flags ``boolean``, all else ``string``. Missing
        values are ``NA``, except that ``id`` and ``received`` are never missing; ``id`` stands once.

    Raises
    ------
    InputError
        If a column is not canonical.

    Examples
    --------
    >>> schema(["closed"]).columns["closed"].required, schema().columns["closed"].required
    (True, False)
    """
    pandera = _pandera()
    known = _canonical_columns()
    wanted = set(columns or ())
    for name in sorted(wanted - set(known)):
        raise InputError("not a canonical column", value=name, allowed=", ".join(nearest_first(name, known)))
    made = {
        key: pandera.Column(
            DTYPES[one.type],
            checks=_checks(one, pandera),
            required=one.required or key in wanted,
            nullable=not one.required,
            unique=key == "id",
            title=one.zh,
            description=one.en,
        )
        for key, one in known.items()
    }
    made_of: DataFrameSchema = pandera.DataFrameSchema(made, name="tickets")
    return made_of


def canonical(frame: pd.DataFrame) -> pd.DataFrame:
    """Return an analyst's frame of tickets in canonical types, checked by the schema.

    Texts that say yes or no, numbers and moments as texts, ``NaN``, ``NaT``, ``None`` and empty texts become what the
    schema has; columns that are not canonical stay as they are. The frame itself is not changed.

    Parameters
    ----------
    frame : DataFrame
        With at least ``id`` and ``received``.

    Raises
    ------
    InputError
        Naming column, row (counted from 1), value and what is allowed.

    Examples
    --------
    >>> import pandas as pd
    >>> tickets = canonical(pd.DataFrame({"id": [1], "received": ["2022-11-03 09:05"], "resolved": ["是"]}))
    >>> tickets.dtypes.astype(str).to_dict()
    {'id': 'string', 'received': 'datetime64[us]', 'resolved': 'boolean'}
    """
    import pandas as pd

    known = _canonical_columns()
    for key, column in known.items():
        if column.required and key not in frame:
            near = ", ".join(nearest_first(key, map(str, frame.columns))[:3])
            raise InputError(f"no column {key} ({column.zh})", value=near or None, allowed=f"a column named {key}")
    twice = frame.columns[frame.columns.duplicated()]
    if len(twice):
        raise InputError("a column stands twice", value=str(twice[0]), allowed="each name once")
    made = {name: cast(frame[name], known[name]) if name in known else frame[name] for name in frame.columns}
    result = pd.DataFrame(made, index=frame.index)
    _validate(result)
    return result


def _validate(frame: pd.DataFrame) -> None:
    """Check a frame of canonical types; the first failure becomes one clear message."""
    import pandas as pd

    pandera = _pandera()
    plain = frame.reset_index(drop=True)
    try:
        schema().validate(plain, lazy=True)
    except pandera.errors.SchemaErrors as errors:
        first = errors.failure_cases.sort_values("index", kind="stable").iloc[0]
        name, row = str(first["column"]), int(first["index"])
        value = plain[name].iloc[row]
        missing = bool(pd.isna(value))
        problem, allowed = _problem(name, str(first["check"]), missing)
        where = f"row {row + 1}, column {name} ({_canonical_columns()[name].zh})"
        raise InputError(problem, where=where, value=None if missing else value, allowed=allowed) from None


def _problem(name: str, check: str, missing: bool) -> tuple[str, str]:
    if missing:
        return "missing", "every ticket has one"
    if "unique" in check:
        return "stands on several rows", "one row a ticket"
    return "not allowed", ALLOWED[_canonical_columns()[name].type]


def _checks(column: Column, pandera: Any) -> list[Any]:
    if column.type == "count":
        return [pandera.Check.ge(0)]
    return [pandera.Check.isin(column.values)] if column.type == "one_of" else []


def _canonical_columns() -> dict[str, Column]:
    return dict(columns())


@cache
def _pandera() -> Any:
    """Import pandera without what it does to Spark on the way: it warns, and changes two settings of the process."""
    import pandas as pd

    before = {name: os.environ.get(name) for name in ("SPARK_LOCAL_IP", "PYARROW_IGNORE_TIMEZONE")}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import pandera.pandas as pandera

        # the first validation imports the rest
        pandera.DataFrameSchema({"id": pandera.Column(checks=pandera.Check.ge(0))}).validate(pd.DataFrame({"id": [0]}))
    for name, value in before.items():
        if value is None:
            os.environ.pop(name, None)
    return pandera
