"""What control charts are made of: labels, stretches between rebases, and the table of a chart."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from hotline_analysis.errors import InputError
from hotline_analysis.statistics.fair.counts import Floats
from hotline_analysis.statistics.fair.point_rules import SIGNALS, signals

if TYPE_CHECKING:
    import pandas as pd

# Below so many points limits are provisional, as the NHS tools say.
FEW = 12


def labelled(length: int, periods: Sequence[object] | None) -> list[object]:
    """Return a label for every value.

    Raises
    ------
    InputError
        For another number of labels, or one that stands twice.
    """
    labels: list[object] = [*range(1, length + 1)] if periods is None else list(periods)
    if len(labels) != length:
        raise InputError("not as many periods as values", value=len(labels), allowed=str(length))
    twice = next((label for label in labels if labels.count(label) > 1), None)
    if twice is not None:
        raise InputError("a period stands twice", value=str(twice), allowed="one value a period")
    return labels


def stretches(labels: Sequence[object], rebase: Sequence[object]) -> NDArray[np.int_]:
    """Return the number of the stretch between rebases that every value is in: 0, 1 ...

    Raises
    ------
    InputError
        For an unknown label, or a stretch of fewer than two values, which has no moving range.
    """
    for label in rebase:
        if label not in labels:
            allowed = ", ".join(map(str, labels))
            raise InputError("no such period to begin new limits with", value=str(label), allowed=allowed)
    begins = [label in rebase and at > 0 for at, label in enumerate(labels)]
    found = np.cumsum(begins, dtype=int)
    for own in each(found) if len(labels) else [np.arange(0)]:
        if len(own) < 2:
            where = f"from period {labels[own[0]]}" if len(own) else None
            raise InputError("too few periods for a control chart", where=where, value=len(own), allowed="at least 2")
    return found


def each(stretch: NDArray[np.int_]) -> Iterator[NDArray[np.intp]]:
    """Yield the positions of every stretch."""
    for number in np.unique(stretch):
        yield np.flatnonzero(stretch == number)


def chart_notes(stretch: NDArray[np.int_], half: Floats) -> tuple[str, ...]:
    """Say where limits are provisional, and where there is no variation to take them from."""
    notes = []
    for number, own in enumerate(each(stretch)):
        name = f"stretch {number + 1}: " if stretch.any() else ""
        if len(own) < FEW:
            notes.append(f"{name}{len(own)} periods, fewer than {FEW}: the limits are provisional")
        if not half[own].any():
            notes.append(f"{name}the periods do not vary; there are no limits to be outside of")
    return tuple(notes)


def chart_frame(
    labels: Sequence[object],
    values: Floats,
    counts: tuple[Floats, Floats],
    center: Floats,
    half: Floats,
    bounds: tuple[float, float],
    stretch: NDArray[np.int_],
) -> pd.DataFrame:
    """Lay a chart out.

    Parameters
    ----------
    counts : tuple of arrays
        Numerators and denominators.
    half : array of float
        From the center to a limit; the rules look at these, and not at limits held to ``bounds``.
    """
    import pandas as pd

    columns: dict[str, Any] = {"period": list(labels), "value": values}
    for name, numbers in zip(("numerator", "denominator"), counts, strict=True):
        columns[name] = pd.array([None if np.isnan(one) else int(one) for one in numbers], dtype="Int64")
    lower, upper = np.maximum(center - half, bounds[0]), np.minimum(center + half, bounds[1])
    frame = pd.DataFrame({**columns, "center": center, "lower": lower, "upper": upper, "stretch": stretch})
    pieces = []
    for own in each(stretch):
        flags, direction = signals(values[own], center[own], (center - half)[own], (center + half)[own])
        pieces.append(pd.DataFrame({**flags, "direction": direction}, index=frame.index[own]))
    frame = frame.join(pd.concat(pieces))
    frame.insert(len(frame.columns) - 1, "signal", "")
    for key in reversed(SIGNALS):
        frame.loc[frame[key], "signal"] = key
    return frame
