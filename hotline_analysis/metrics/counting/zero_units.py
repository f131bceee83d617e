"""Units of the registry that had no ticket: rows of zeros."""

from __future__ import annotations

from datetime import date
from itertools import product
from typing import TYPE_CHECKING

from hotline_analysis.errors import UsageError
from hotline_analysis.metrics.counting.dimensions import BLANK, PERIOD, Dimensions
from hotline_analysis.tickets.registry import UnitRegistry

if TYPE_CHECKING:
    import pandas as pd


def with_all_units(frame: pd.DataFrame, dimensions: Dimensions, registry: UnitRegistry, on: date) -> pd.DataFrame:
    """Append a row of zeros for every unit that exists on a day and has none, in every period of the table.

    Raises
    ------
    UsageError
        If the table is not one of units, or tells more apart than units, groups and periods.
    """
    import pandas as pd

    names = list(dimensions.names)
    if "unit" not in names or not set(names) <= {"unit", "group", PERIOD}:
        raise UsageError("units without tickets can only stand in a table by unit, group and period")
    there = set(frame[[name for name in names if name != "group"]].itertuples(index=False, name=None))
    periods = list(dict.fromkeys(frame[PERIOD])) if dimensions.by_period else [None]
    rows = []
    for unit, period in product(registry.existing(on), periods):
        row = {"unit": unit, PERIOD: period, "group": registry.group(unit) or BLANK}
        if tuple(row[name] for name in names if name != "group") not in there:
            rows.append({name: row.get(name, 0) for name in frame.columns})
    more = pd.DataFrame(rows, columns=frame.columns)
    if frame.empty and rows:
        return more  # a table without rows does not know what is text
    more = more.astype(frame.dtypes)
    return pd.concat([frame, more], ignore_index=True) if rows else frame
