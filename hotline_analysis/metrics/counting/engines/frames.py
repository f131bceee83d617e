"""A pandas frame of tickets, whatever types its columns have, as the types that tickets are stored in."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from hotline_analysis.tickets.columns import Column, columns
from hotline_analysis.tickets.schema_values import cast

if TYPE_CHECKING:
    import pandas as pd


def canonical_frame(frame: pd.DataFrame, wanted: Iterable[str], *, stored: bool = False) -> pd.DataFrame:
    """Return some columns of a frame in the types of stored tickets (Arrow's), with one kind of missing value.

    Parameters
    ----------
    frame : DataFrame
        Columns of any type pandas may have read them in: object, numpy, nullable, Arrow, or text.
    wanted : iterable of str
        Canonical columns that the frame has.
    stored : bool
        Whether they come from files of canonical tickets. Texts stay as they are there, as in every engine; in an
        analyst's frame, an office's words are understood as `tickets.schema.canonical` understands them.

    Raises
    ------
    InputError
        Naming the column, the first value that cannot be what the column holds, and its row.
    """
    import pandas as pd

    made = {name: _column(frame[name], columns()[name], stored=stored) for name in wanted}
    return pd.DataFrame(made, index=range(len(frame)))


def _column(values: pd.Series[Any], column: Column, *, stored: bool) -> Any:
    import pandas as pd
    import pyarrow as pa

    types = {"time": pa.timestamp("us"), "count": pa.int64(), "flag": pa.bool_()}
    dtype = pd.ArrowDtype(types.get(column.type, pa.string()))
    as_stored = stored and column.type in ("text", "one_of")
    made = (values if as_stored or values.dtype == dtype else cast(values, column)).astype(dtype)
    # an empty answer is none
    return (made.mask(made == "") if as_stored and column.type == "one_of" else made).array
