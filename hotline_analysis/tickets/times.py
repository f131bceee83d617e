"""Formats in which exports write moments, and the SQL that reads them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime

EXCEL = "excel"
CELL = "@"  # put before the moments of typed cells, which need no format
_DAYS = ("%Y/%m/%d", "%Y-%m-%d", "%Y.%m.%d", "%Y年%m月%d日", "%Y%m%d")
# year first only: 03/11/2022 may be March or November, so a mapping must say which
DEFAULT_FORMATS = (
    *(f"{day}{clock}" for day in _DAYS[:3] for clock in (" %H:%M:%S", " %H:%M", "")),
    *(f"%Y-%m-%dT%H:%M:%S{more}" for more in ("", ".%f")),
    "%Y-%m-%d %H:%M:%S.%f",
    *(
        f"%Y年%m月%d日{clock}"
        for clock in (" %H:%M:%S", " %H:%M", "%H时%M分%S秒", "%H时%M分", " %H时%M分", "%H:%M:%S", "%H:%M", "")
    ),
    "%Y%m%d%H%M%S",
    "%Y%m%d",
    EXCEL,
)
# with an offset, a moment is read only if the mapping names the office's time zone
OFFSET_FORMATS = ("%Y-%m-%dT%H:%M:%S%z", "%Y-%m-%d %H:%M:%S%z", "%Y-%m-%dT%H:%M:%S.%f%z", "%Y-%m-%d %H:%M:%S.%f%z")
DIRECTIVES = "YymdHIMSfpbBz"
# days of 1954 to 2119; other numbers in a column of moments are mistakes
_SERIALS = (20_000, 80_000)


def format_problem(format_: str) -> str | None:
    """Say what is wrong with one format, if anything is.

    Examples
    --------
    >>> format_problem("%d/%m/%Y %H:%M"), format_problem("dd/mm/yyyy")
    (None, 'no % signs for year, month and day')
    """
    if format_ == EXCEL:
        return None
    used = re.findall(r"%(.)", format_.replace("%%", ""))
    unknown = sorted(set(used) - set(DIRECTIVES))
    if unknown:
        return f"unknown sign %{unknown[0]}"
    if not ({"Y", "y"} & set(used) and {"m", "b", "B"} & set(used) and "d" in used):
        return "no % signs for year, month and day"
    return None


def ambiguous_pair(formats: Sequence[str]) -> tuple[str, str, str] | None:
    """Find two formats that read one text as different moments.

    Returns
    -------
    first, second, text
        Or None. Order cannot decide between such formats: 03/04/2022 would be April for one row and March for another.

    Examples
    --------
    >>> ambiguous_pair(["%d/%m/%Y", "%m/%d/%Y"])
    ('%d/%m/%Y', '%m/%d/%Y', '02/01/2003')
    """
    import duckdb

    probes = [datetime(2003, 1, 2, 4, 5, 6), datetime(2010, 11, 12, 9, 8, 7), datetime(2011, 5, 6)]
    written = [one for one in formats if one != EXCEL and "%z" not in one]
    con = duckdb.connect()
    for probe in probes:
        for first in written:
            text = probe.strftime(first)
            means = datetime.strptime(text, first)
            for second in written:
                row = con.execute("SELECT try_strptime(?, ?)", [text, second]).fetchone()
                if row is not None and row[0] is not None and row[0] != means:
                    return first, second, text
    return None


def read_sql(text: str, format_: str, time_zone: str | None = None) -> str:
    """Return SQL that reads a text in one format: a timestamp, or NULL where it is not so written."""
    if format_ == CELL:
        return f"CASE WHEN {text}[1] = '{CELL}' THEN TRY_CAST({text}[2:] AS TIMESTAMP) END"
    if format_ == EXCEL:
        return _serial_sql(text)
    if "%z" not in format_:
        return f"try_strptime({text}, {literal(format_)})"
    if time_zone is None:
        return "CAST(NULL AS TIMESTAMP)"
    # DuckDB does not know Z for an offset of nothing
    offset = f"regexp_replace({text}, 'Z$', '+00:00')"
    return f"timezone({literal(time_zone)}, try_strptime({offset}, {literal(format_)}))"


def _serial_sql(text: str) -> str:
    number = f"TRY_CAST({text} AS DOUBLE)"
    seconds = f"CAST(round({number} * 86400) AS BIGINT)"
    low, high = _SERIALS
    moment = f"TIMESTAMP '1899-12-30' + to_seconds({seconds})"
    return f"CASE WHEN {number} BETWEEN {low} AND {high} THEN {moment} END"


def format_label(format_: str) -> str:
    """Name a format for a report."""
    return {EXCEL: "Excel serial number", CELL: "date cell"}.get(format_, format_)


def literal(text: str) -> str:
    """Write a text as an SQL literal."""
    return "'" + text.replace("'", "''") + "'"


def quoted(name: str) -> str:
    """Write a name as an SQL identifier."""
    return '"' + name.replace('"', '""') + '"'
