"""Tickets as columns of codes and moments, and as an Arrow table of canonical columns."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from hotline_analysis.synthetic.arrays import Columns
from hotline_analysis.synthetic.vocabulary import Vocabulary
from hotline_analysis.tickets.columns import columns

if TYPE_CHECKING:
    import pyarrow as pa

# numbers and moments that every ticket has, by their canonical columns
COUNTS = tuple(key for key, column in columns().items() if column.type == "count")
TIMES = tuple(key for key, column in columns().items() if column.type == "time")


def joined(parts: Sequence[Columns]) -> Columns:
    """Put tickets one after the other, sorted by the moment they were received."""
    whole = {key: np.concatenate([part[key] for part in parts]) for key in parts[0]}
    order = np.argsort(whole["received"], kind="stable")
    return {key: column[order] for key, column in whole.items()}


def lists(words: Vocabulary, units: Sequence[str], groups: Sequence[str]) -> dict[str, list[str]]:
    """Return the words that the codes of text columns point at.

    Parameters
    ----------
    units, groups : sequence of str
        Names of units, old ones too, and the group of each.
    """
    names = [about.name for about in words.abouts]
    return {
        "channel": words.channels,
        "request_type": words.types,
        "category": words.categories,
        "subcategory": names,
        "topic": names,
        "district": words.districts,
        "area": words.areas or [""],
        "unit": list(units),
        "group": list(groups),
        "revisit": list(columns()["revisit"].values),
        "satisfied": list(columns()["satisfied"].values),
        "text": words.texts,
    }


def arrow_table(tickets: Columns, known: Mapping[str, Sequence[str]], *, first_number: int = 0) -> pa.Table:
    """Return canonical columns, in their order; text columns hold each word once (dictionary-encoded).

    Parameters
    ----------
    tickets : dict of arrays
    known : mapping of column to words
        As from `lists`.
    first_number : int
        Number of the first ticket, less one.
    """
    import pyarrow as pa

    made: dict[str, pa.Array] = {"id": _ids(tickets["received"], first_number)}
    for key, column in columns().items():
        if key in known:
            made[key] = _coded(tickets[key], known[key])
        elif key != "id":
            made[key] = _MAKERS[column.type](tickets[key])
    return pa.table({key: made[key] for key in columns()})


def _ids(received: NDArray[Any], first: int) -> Any:
    """Return a number for each ticket: GD, year and month of receipt, and a running number."""
    import pyarrow as pa
    from pyarrow import compute as pc

    month = received.astype("datetime64[M]")
    months, place = np.unique(month, return_inverse=True)
    prefixes = pa.array([f"GD{str(one)[2:4]}{str(one)[5:7]}-" for one in months])
    running = pa.array(np.arange(first, first + len(received)) + 10_000_001).cast(pa.string())
    return pc.binary_join_element_wise(prefixes.take(pa.array(place)), pc.utf8_slice_codeunits(running, 1), "")


def _coded(codes: NDArray[Any], known: Sequence[str]) -> Any:
    import pyarrow as pa

    indices = pa.array(codes.astype(np.int32), mask=codes < 0)
    return pa.DictionaryArray.from_arrays(indices, pa.array(list(known)))


def _times(moments: NDArray[Any]) -> Any:
    import pyarrow as pa

    return pa.array(moments.astype("datetime64[us]"), type=pa.timestamp("us"))


def _flags(states: NDArray[Any]) -> Any:
    import pyarrow as pa

    return pa.array(states > 0, mask=states < 0)


def _counts(numbers: NDArray[Any]) -> Any:
    import pyarrow as pa

    return pa.array(numbers.astype(np.int32))


_MAKERS: dict[str, Callable[[NDArray[Any]], Any]] = {"time": _times, "flag": _flags, "count": _counts}
