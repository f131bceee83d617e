"""Find stored tickets: a store, one parquet or CSV file, or several that a pattern names."""

from __future__ import annotations

import csv
import json
from glob import glob, has_magic
from pathlib import Path

from hotline_analysis.errors import InputError
from hotline_analysis.tickets.columns import columns
from hotline_analysis.tickets.near import shown_header
from hotline_analysis.tickets.sources.part import LONGEST_CELL
from hotline_analysis.tickets.store import MANIFEST, META_KEY, TicketFiles, TicketMeta

ALLOWED = "a store made by `hotline import`, or parquet or CSV files with canonical columns"


def open_ticket_files(path: str | Path) -> TicketFiles:
    """Find the files of stored tickets and what is known about them; no row is read.

    Parameters
    ----------
    path : path
        A store's folder, a ``.parquet``, ``.csv`` or ``.tsv`` file with canonical columns, or a pattern such as
        ``years/*.parquet``.

    Raises
    ------
    InputError
        If there is nothing, or it does not hold tickets.
    """
    place = Path(path)
    if (place / MANIFEST).is_file():
        return _store(place)
    files = tuple(map(Path, sorted(glob(str(path), recursive=True)))) if has_magic(str(path)) else (place,)  # noqa: PTH207
    if not files or not all(file.is_file() for file in files):
        raise InputError("no such tickets", value=str(path), allowed=ALLOWED)
    kinds = {file.suffix.lower() for file in files}
    if kinds == {".parquet"}:
        return _parquet(place, files)
    if kinds <= {".csv", ".tsv"}:
        return TicketFiles(place, files, TicketMeta(), _known(place, [_header(file) for file in files]))
    raise InputError("not tickets", value=", ".join(sorted(kinds)) or str(path), allowed=ALLOWED)


def _store(folder: Path) -> TicketFiles:
    manifest = folder / MANIFEST
    try:
        content = json.loads(manifest.read_text(encoding="utf-8"))
    except ValueError:
        raise InputError("damaged; it is not JSON", file=manifest, allowed="restore it, or import again") from None
    meta = TicketMeta.from_json(content, manifest)
    files = tuple(folder / entry["file"] for _, entry in sorted(content["files"].items()))
    missing = next((file for file in files if not file.is_file()), None)
    if missing is not None:
        raise InputError("a file of the store is missing", file=manifest, value=str(missing))
    if not files:
        raise InputError("the store holds no tickets", file=folder)
    return TicketFiles(folder, files, meta, _known(folder, [_parquet_columns(file) for file in files]))


def _parquet(place: Path, files: tuple[Path, ...]) -> TicketFiles:
    from pyarrow import parquet

    found = _known(place, [_parquet_columns(file) for file in files])
    text = (parquet.read_metadata(files[0]).metadata or {}).get(META_KEY.encode())
    meta = TicketMeta() if text is None else TicketMeta.from_json(json.loads(text), files[0])
    return TicketFiles(place, files, meta, found)


def _parquet_columns(file: Path) -> list[str]:
    from pyarrow import ArrowInvalid, parquet

    try:
        return list(parquet.read_schema(file).names)
    except (ArrowInvalid, OSError) as error:
        raise InputError("not a readable parquet file", file=file, value=str(error).splitlines()[0]) from None


def _header(file: Path) -> list[str]:
    with file.open(encoding="utf-8-sig") as lines:
        return lines.readline().rstrip("\r\n").split("\t" if file.suffix.lower() == ".tsv" else ",")


def check_records(file: Path) -> None:
    """Refuse a text file of tickets with a record that has not one cell a header.

    Raises
    ------
    InputError
        Naming the line on which the record begins; what stands there is not shown.
    """
    start = 1
    csv.field_size_limit(LONGEST_CELL)
    with file.open(encoding="utf-8-sig", newline="") as lines:
        reader = csv.reader(lines, delimiter="\t" if file.suffix.lower() == ".tsv" else ",", strict=True)
        try:
            width = len(next(reader, []))
            start = reader.line_num + 1
            for row in reader:
                if row and len(row) != width:
                    problem = f"the record has {len(row)} cells under {width} headers"
                    raise InputError(problem, file=file, where=f"line {start}", allowed="one cell a header")
                start = reader.line_num + 1
        except csv.Error as error:
            where = f"record that begins on line {start}"
            raise InputError(f"a stray quote ({error})", file=file, where=where) from None
        except UnicodeDecodeError:
            raise InputError("unreadable text", file=file, where=f"after line {start}", allowed="UTF-8") from None


def _known(place: Path, headers: list[list[str]]) -> tuple[str, ...]:
    found = {name for names in headers for name in names}
    missing = [key for key, column in columns().items() if column.required and key not in found]
    if missing:
        raise InputError(
            "no canonical tickets",
            file=place,
            value=shown_header(sorted(found)),
            allowed=f"columns with {', '.join(missing)}",
        )
    return tuple(key for key in columns() if key in found)
