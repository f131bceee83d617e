"""Tickets in pandas: a frame as it is, or files read into one."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from hotline_analysis.errors import InputError
from hotline_analysis.metrics.counting.engines.frames import canonical_frame
from hotline_analysis.tickets.opening import check_records
from hotline_analysis.tickets.store import TicketFiles

if TYPE_CHECKING:
    import pandas as pd


def read_frame(files: TicketFiles, wanted: Sequence[str]) -> pd.DataFrame:
    """Read some columns of stored tickets into a pandas frame; a column that a file lacks is empty there."""
    import pandas as pd

    read = _csv if files.is_csv else _parquet
    frames = [read(str(file), wanted) for file in files.files]
    whole = pd.concat(frames, ignore_index=True) if len(frames) > 1 else frames[0]
    try:
        return canonical_frame(whole, wanted, stored=True)
    except InputError as error:
        raise InputError(
            error.problem, file=files.path, where=error.where, value=error.value, allowed=error.allowed
        ) from None


def _parquet(file: str, wanted: Sequence[str]) -> pd.DataFrame:
    import pandas as pd
    from pyarrow import parquet

    with parquet.ParquetFile(file) as opened:
        there = [name for name in wanted if name in opened.schema_arrow.names]
        table = opened.read(columns=there)
    frame: pd.DataFrame = table.to_pandas(types_mapper=pd.ArrowDtype)
    return frame.reindex(columns=list(wanted))


def _csv(file: str, wanted: Sequence[str]) -> pd.DataFrame:
    import pandas as pd

    # pandas would move the cells of a record that has one too many
    check_records(Path(file))
    separator = "\t" if file.lower().endswith(".tsv") else ","
    known = set(wanted)
    read = pd.read_csv(
        file,
        sep=separator,
        dtype=object,
        usecols=lambda name: name in known,
        keep_default_na=False,
        encoding="utf-8-sig",
    )
    return read.mask(read == "").reindex(columns=list(wanted))
