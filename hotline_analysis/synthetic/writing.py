"""Write synthetic tickets: one parquet file of canonical tickets, or an office's export; nothing half-written stays."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from hotline_analysis.errors import InputError, UsageError
from hotline_analysis.tickets.store import META_KEY, TicketMeta

if TYPE_CHECKING:
    import pyarrow as pa
    from pyarrow import parquet

ROW_GROUP = 122_880
SUFFIXES = (".parquet", ".csv", ".xlsx")


def check_destination(out: Path) -> None:
    """Refuse a place that cannot be written, before any work is done.

    Raises
    ------
    UsageError
        For a file of another kind.
    InputError
        If the folder is missing or may not be written, or a file stands where a folder is meant.
    """
    if out.suffix and out.suffix.lower() not in SUFFIXES:
        raise UsageError(f"--out takes {', '.join(SUFFIXES)} or a folder, not {out.name!r}")
    if out.is_dir() and out.suffix:
        raise InputError("a folder stands there", file=out, allowed="a file")
    if out.is_file() and not out.suffix:
        raise InputError(
            "a file stands there", file=out, allowed="a folder, or a name that ends in .parquet, .csv or .xlsx"
        )
    if not out.parent.is_dir():
        raise InputError("no such folder", file=out.parent, allowed="a folder that is there")
    if not os.access(out.parent, os.W_OK):
        raise InputError("cannot be written (Permission denied)", file=out)


@contextmanager
def replacing(out: Path) -> Iterator[Path]:
    """Give a path beside a file; what is written there takes the file's place when all went well.

    Raises
    ------
    InputError
        If it cannot be written, for example for want of space.
    """
    try:
        handle, name = tempfile.mkstemp(prefix=f".{out.name}.", suffix=out.suffix, dir=out.parent)
    except OSError as error:
        raise InputError(f"cannot be written ({error.strerror})", file=out) from None
    os.close(handle)
    part = Path(name)
    try:
        yield part
        part.chmod(0o644)
        part.replace(out)
    except OSError as error:
        raise InputError(f"cannot be written ({error.strerror or error})", file=out) from None
    finally:
        part.unlink(missing_ok=True)


def write_parquet(table: pa.Table, meta: TicketMeta, out: Path) -> None:
    """Write canonical tickets with calendar, registry and date into one parquet file.

    Raises
    ------
    InputError
        If it cannot be written.
    """
    with replacing(out) as part, parquet_writer(table.schema, meta, part, compression="zstd") as writer:
        writer.write_table(table, row_group_size=ROW_GROUP)


def parquet_writer(schema: pa.Schema, meta: TicketMeta, file: Path, *, compression: str) -> parquet.ParquetWriter:
    """Open a parquet file of canonical tickets, with what is known about them beside their rows.

    Text is stored as text: the encoding as a dictionary is the file's own matter.
    """
    from pyarrow import parquet

    writer = parquet.ParquetWriter(file, schema, compression=compression, store_schema=False)
    writer.add_key_value_metadata({META_KEY: json.dumps(meta.as_json(), ensure_ascii=False)})
    return writer
