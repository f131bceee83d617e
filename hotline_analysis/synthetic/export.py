"""An office's export: Chinese headers and words, its own date style, units as people spell them; and the mapping."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from hotline_analysis.synthetic.offices import Offices
from hotline_analysis.synthetic.settings import case_settings
from hotline_analysis.synthetic.synthesize import SyntheticTickets
from hotline_analysis.synthetic.writing import replacing
from hotline_analysis.tickets.columns import Column, columns
from hotline_analysis.tickets.store import TicketMeta

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

# flags that an office's system does not export, since its times say the same
LEFT_OUT = ("signed_late", "contacted_late")
CSV_TIME, XLSX_TIME = "%Y/%-m/%-d %-H:%M:%S", "%Y年%-m月%-d日 %H:%M:%S"
OTHER_SPELLING = 7  # of the tickets of a unit that has another spelling, one in so many has it
SHEET, ROWS_AT_ONCE = "工单明细", 20_000
MOST_ROWS = 1_048_576 - 3


def exported_columns() -> list[Column]:
    """Return the canonical columns that an export has."""
    return [column for key, column in columns().items() if key not in LEFT_OUT]


def write_csv(tickets: SyntheticTickets, out: Path) -> None:
    """Write the export as UTF-8 CSV.

    Raises
    ------
    InputError
        If it cannot be written.
    """
    with replacing(out) as part:
        con = _prepared(tickets)
        con.execute(
            f"COPY ({_select(CSV_TIME)}) TO '{str(part).replace(chr(39), chr(39) * 2)}' (HEADER, DELIMITER ',')"
        )


def write_xlsx(tickets: SyntheticTickets, out: Path) -> None:
    """Write the export as a workbook, a title row and a line about it above the headers.

    Raises
    ------
    InputError
        If it cannot be written, or there are more tickets than a sheet has rows.
    """
    import xlsxwriter

    from hotline_analysis.errors import InputError

    if tickets.table.num_rows > MOST_ROWS:
        raise InputError("too many tickets for a sheet", file=out, value=tickets.table.num_rows, allowed="a .csv file")
    names = [column.zh for column in exported_columns()]
    with replacing(out) as part:
        book = xlsxwriter.Workbook(
            str(part), {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        )
        sheet = book.add_worksheet(SHEET)
        bold = book.add_format({"bold": True})
        sheet.merge_range(0, 0, 0, len(names) - 1, f"{case_settings(tickets.case).place}热线工单明细表", bold)
        sheet.write_string(1, 0, f"导出时间：{_day(tickets.meta)}")
        sheet.write_row(2, 0, names, bold)
        for place, row in enumerate(_rows(_prepared(tickets)), start=3):
            for column, cell in enumerate(row):
                if cell is not None:
                    sheet.write(place, column, cell)
        book.close()


def _day(meta: TicketMeta) -> str:
    assert meta.as_of is not None
    return f"{meta.as_of.year}年{meta.as_of.month}月{meta.as_of.day}日"


def _rows(con: DuckDBPyConnection) -> Iterator[tuple[Any, ...]]:
    result = con.execute(_select(XLSX_TIME))
    while rows := result.fetchmany(ROWS_AT_ONCE):
        yield from rows


def _prepared(tickets: SyntheticTickets) -> DuckDBPyConnection:
    """Hand the tickets, and other spellings of units, to DuckDB."""
    import duckdb
    import pyarrow as pa

    con = duckdb.connect()
    con.execute("SET TimeZone='UTC'; SET enable_progress_bar = false")
    names = Offices(tickets.published, case_settings(tickets.case)).aliases
    pair = [pa.array(column, pa.string()) for column in (list(names), [other[0] for other in names.values()])]
    spellings = pa.table(pair, names=["name", "other"])
    con.register("tickets", tickets.table)
    con.register("spellings", spellings)
    return con


def _select(time_format: str) -> str:
    cells = ", ".join(f'{_cell(column, time_format)} AS "{column.zh}"' for column in exported_columns())
    # which tickets have the other spelling follows from their numbers, so the same seed gives the same file
    other = f"CASE WHEN right(t.id, 7)::BIGINT % {OTHER_SPELLING} = 3 THEN s.other END"
    both = "tickets t LEFT JOIN spellings s ON t.unit = s.name"
    return f"SELECT {cells} FROM (SELECT t.*, {other} AS other FROM {both}) ORDER BY id"  # noqa: S608


def _cell(column: Column, time_format: str) -> str:
    name = f'"{column.key}"'
    if column.key == "unit":
        return "coalesce(other, unit)"
    if column.type == "time":
        return f"strftime({name}, '{time_format}')"
    if column.type in ("flag", "one_of"):
        whens = " ".join(f"WHEN '{value}' THEN '{words[0]}'" for value, words in column.words.items())
        return f"CASE {name}::VARCHAR {whens} END"
    return name


def mapping_text(meta: TicketMeta) -> str:
    """Return the mapping with which ``hotline import`` reads the export."""
    assert meta.as_of is not None
    content: dict[str, Any] = {
        "columns": {column.key: column.zh for column in exported_columns()},
        "month_starts_on": meta.calendar.month_starts_on,
        "as_of": meta.as_of.isoformat(),
        "units": {
            name: _plain(unit.model_dump(mode="json", by_alias=True, exclude_defaults=True))
            for name, unit in meta.registry.units.items()
        },
    }
    return "# Made by `hotline synth` for the export beside it.\n" + as_yaml(content)


def as_yaml(content: Mapping[str, Any]) -> str:
    """Return a document as YAML that people read: in its order, Chinese as it is."""
    return yaml.safe_dump(dict(content), allow_unicode=True, sort_keys=False, width=120)


def _plain(entry: Any) -> Any:
    if isinstance(entry, Mapping):
        return {key: _plain(value) for key, value in entry.items()}
    return [_plain(one) for one in entry] if isinstance(entry, Iterable) and not isinstance(entry, str) else entry


def write_mapping(tickets: SyntheticTickets, out: Path) -> Path:
    """Write the mapping beside an export: ``<stem>.mapping.yaml``.

    Raises
    ------
    InputError
        If it cannot be written.
    """
    beside = out.with_suffix(".mapping.yaml")
    with replacing(beside) as part:
        part.write_text(mapping_text(tickets.meta), encoding="utf-8")
    return beside
