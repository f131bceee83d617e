"""Tickets by the million, for benchmarks: the published period and years of free tickets before it, streamed."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from hotline_analysis.errors import InputError
from hotline_analysis.synthetic.arrays import Columns
from hotline_analysis.synthetic.columns import arrow_table
from hotline_analysis.synthetic.maker import Maker
from hotline_analysis.synthetic.seasons import season
from hotline_analysis.synthetic.writing import ROW_GROUP, check_destination, parquet_writer, replacing
from hotline_analysis.tickets.calendar import Period

if TYPE_CHECKING:
    import pyarrow as pa

YEARS = 5
CHUNK = 200_000  # rows made at a time; what is held in memory follows from it, not from the number of tickets


def write_many(case: str, out: Path, *, tickets: int, seed: int = 1) -> int:
    """Write so many tickets of a case into one parquet file.

    The last period is the published one, exactly; five years before it hold all others, with the case's units, words
    and effects, and as many tickets a month as it takes.

    Parameters
    ----------
    case : str
    out : path
        A ``.parquet`` file.
    tickets : int
        No fewer than the published period has.
    seed : int

    Returns
    -------
    int
        The rows written.

    Raises
    ------
    InputError
        If there is no such case, too few tickets are asked for, or the file cannot be written.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     write_many("yunxi-2022-Q3", Path(folder) / "many.parquet", tickets=2000)
    2000
    """
    check_destination(out)
    maker = Maker(case, seed, months_before=12 * YEARS)
    published = maker.published_part()
    least = len(published["received"])
    if tickets < least:
        raise InputError(f"too few tickets for {case}", where="--tickets", value=tickets, allowed=f"{least} or more")
    last = arrow_table(published, maker.known, first_number=tickets - least)
    with replacing(out) as part, parquet_writer(last.schema, maker.meta, part, compression="snappy") as writer:
        rows = 0
        for table in _ahead(_chunks(maker, tickets - least), last):
            writer.write_table(table, row_group_size=ROW_GROUP)
            rows += table.num_rows
    return rows


def _chunks(maker: Maker, tickets: int) -> Iterator[pa.Table]:
    """Yield tables of free tickets, month after month."""
    months = list(maker.months())
    weights = np.array([season(month.first % 12 + 1, maker.page.period.first - month.first) for month in months])
    sizes = maker.rng.multinomial(tickets, weights / weights.sum())
    done = 0
    for month, size in zip(months, sizes, strict=True):
        for rows in _split(int(size)):
            yield arrow_table(_month(maker, month, rows), maker.known, first_number=done)
            done += rows


def _split(size: int) -> list[int]:
    pieces = -(-size // CHUNK)
    return [size // pieces + (i < size % pieces) for i in range(pieces)] if pieces else []


def _month(maker: Maker, month: Period, rows: int) -> Columns:
    """Make so many tickets of a month, spread over units as in the published period."""
    signed = np.array([n or 0 for n in maker.page.counts["signed"]], dtype=float) / maker.page.period.months
    direct = round(rows * maker.settings.direct / (signed.sum() + maker.settings.direct))
    volumes = maker.rng.multinomial(rows - direct, signed / signed.sum())
    return maker.month_part(month, volumes, direct)


def _ahead(tables: Iterator[pa.Table], last: pa.Table) -> Iterator[pa.Table]:
    """Yield tables in their order, and the last one, while the next is being made beside."""
    with ThreadPoolExecutor(max_workers=1) as pool:
        coming: Future[pa.Table | None] = pool.submit(next, tables, None)
        while (table := coming.result()) is not None:
            coming = pool.submit(next, tables, None)
            yield table
    yield last
