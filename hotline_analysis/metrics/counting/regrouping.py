"""From an engine's figures to rows: units by their present names, blanks by a name of their own, all added up."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from hotline_analysis.metrics.counting.count import Counted
from hotline_analysis.metrics.counting.dimensions import BLANK, PERIOD, Dimensions
from hotline_analysis.tickets.calendar import Period
from hotline_analysis.tickets.masking import mask
from hotline_analysis.tickets.registry import UnitRegistry

if TYPE_CHECKING:
    import pandas as pd

_LINE_END = re.compile(r"\s*[\r\n]\s*")
LONGEST = 200  # characters of a name: a topic may hold a citizen's whole text


def regrouped(
    counted: Counted, dimensions: Dimensions, registry: UnitRegistry, on: date
) -> tuple[pd.DataFrame, dict[str, str]]:
    """Add up an engine's figures by the dimensions that were asked for.

    Parameters
    ----------
    counted : Counted
        Broken down by the dimensions, and by unit where the registry knows units.
    dimensions : Dimensions
    registry : UnitRegistry
    on : date
        The day whose names hold.

    Returns
    -------
    DataFrame
        The dimensions (text) and the cells (Int64), one row for every combination, sorted.
    dict
        Names that tickets carry, and the unit each was counted under, where these differ.
    """
    import pandas as pd

    frame = counted.frame.copy()
    cells = list(dict.fromkeys(counted.names.values()))
    for name in frame.columns.difference(cells):
        if name != PERIOD:
            # a list first: pandas hands out Arrow's texts one by one at three times the time
            frame[name] = [_text(value) for value in frame[name].tolist()]
    renamed = _current_units(frame, dimensions, registry, on)
    names = list(dimensions.names)
    if not names:
        return frame[cells].fillna(0).sum().to_frame().T.astype("Int64"), renamed
    if frame.empty:
        return frame[[*names, *cells]], renamed
    codes = {name: {value: rank for rank, value in enumerate(_order(frame[name], registry))} for name in names}
    for name in names:
        frame[name] = [codes[name][value] for value in frame[name].tolist()]
    # in the order of these numbers the rows come out sorted
    added = frame[cells].fillna(0).groupby([frame[name] for name in names], sort=True).sum().reset_index()
    for name in names:
        values = list(codes[name])
        labels = [_label(values[code]) for code in added[name].tolist()]
        added[name] = pd.Series(labels, index=added.index, dtype=object)
    return _without_empty_times(added, dimensions, cells), renamed


def _text(value: object) -> str:
    import pandas as pd

    text = "" if pd.isna(value) else str(value).strip()  # type: ignore[call-overload]
    # an import masks them; tickets that were not imported may name a citizen's number in a topic
    text = mask(_LINE_END.sub(" ", text))[0]
    return (text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…") or BLANK


def _label(value: object) -> str:
    return value.label if isinstance(value, Period) else BLANK if value is None else str(value)


def _current_units(frame: pd.DataFrame, dimensions: Dimensions, registry: UnitRegistry, on: date) -> dict[str, str]:
    """Put the registry's names and groups in place; return the names that changed."""
    if not registry or "unit" not in frame:
        return {}
    units = frame["unit"].tolist()
    names = registry.mapped(dict.fromkeys(units), on)
    frame["unit"] = [names[unit] for unit in units]
    if "group" in dimensions.names:
        known = {unit: registry.group(unit) for unit in names.values()}
        own = frame["group"].tolist() if "group" in frame else [BLANK] * len(frame)
        frame["group"] = [known[names[unit]] or group for unit, group in zip(units, own, strict=True)]
    return {name: unit for name, unit in names.items() if name != unit}


def _order(values: pd.Series[str], registry: UnitRegistry) -> list[object]:
    """Sort periods by time, units as the registry has them, other texts by themselves; blanks last."""
    there: set[object] = {None if value is None else value for value in values.tolist()}
    if all(isinstance(value, Period | None) for value in there):
        periods = sorted(value for value in there if isinstance(value, Period))
        return [*periods, *([None] if None in there else [])]
    place = {unit: number for number, unit in enumerate(registry.units)} if values.name == "unit" else {}
    return sorted(there, key=lambda value: (value == BLANK, place.get(str(value), len(place)), str(value)))


def _without_empty_times(frame: pd.DataFrame, dimensions: Dimensions, cells: list[str]) -> pd.DataFrame:
    """Leave out rows of nothing but zeros without a period, or after the last period in which something counted.

    Time limits lie in the future, so that rows of zeros would follow the last period.
    """
    if not dimensions.by_period:
        return frame
    empty = frame[cells].sum(axis=1) == 0
    latest = max(frame.loc[~empty & (frame[PERIOD] != BLANK), PERIOD], default="")
    outside = (frame[PERIOD] == BLANK) | (frame[PERIOD] > latest)
    return frame[~(empty & outside)].reset_index(drop=True)
