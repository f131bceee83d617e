"""The quality of tickets that are stored already: the report of their import, or a check of the rows as they lie."""

# ruff: noqa: S608  names of columns are ours, paths and values are quoted
from __future__ import annotations

from datetime import datetime
from glob import escape
from tempfile import TemporaryDirectory

from hotline_analysis.tickets.columns import columns
from hotline_analysis.tickets.quality.examine import examine
from hotline_analysis.tickets.quality.relation import literal, quoted
from hotline_analysis.tickets.quality.report import QualityReport
from hotline_analysis.tickets.quality.rules import RULES, Severity
from hotline_analysis.tickets.store import TicketFiles

FILE = "quality.json"
_MEMORY = "800MB"


def report_of_import(files: TicketFiles) -> QualityReport | None:
    """Return the report that lies in a store, or beside a single file of tickets; None where there is none.

    Raises
    ------
    InputError
        If it is damaged.
    """
    beside = files.path.with_name(f"{files.path.name}.{FILE}")
    for place in (files.path / FILE, beside):
        if place.is_file():
            return QualityReport.from_json(place.read_text(encoding="utf-8"), file=place)
    return None


def examine_stored(files: TicketFiles, now: datetime, *, district: str | None = None) -> QualityReport:
    """Run all rules over stored tickets; nothing is set aside, and nothing stops.

    Parameters
    ----------
    files : TicketFiles
    now : datetime
        The moment up to which the tickets are known, if they do not say so themselves.
    district : str, optional
        Only its tickets.
    """
    import duckdb

    with TemporaryDirectory(prefix="hotline-") as folder:
        con = duckdb.connect(config={"memory_limit": _MEMORY, "temp_directory": folder})
        con.execute("SET enable_progress_bar = false")  # it would be drawn into a notebook
        try:
            moment = files.meta.as_of or now
            only = "" if district is None else f" WHERE district = {literal(district)}"
            con.execute(f"CREATE TEMP VIEW stored AS SELECT * FROM ({_rows_sql(files)}){only}")
            findings = examine(con, "stored", _severities(), files.meta.registry, moment)
        finally:
            con.close()
    return QualityReport.of(findings, now=moment)


def _severities() -> dict[str, Severity]:
    """Return what rules amount to where nothing can be refused any more."""
    return {key: "note" if rule.severity == "note" else "warning" for key, rule in RULES.items()}


def _rows_sql(files: TicketFiles) -> str:
    """Return a query for all stored rows in canonical types; cells of text files that have none stay as text beside."""
    paths = "[" + ", ".join(literal(escape(str(file))) for file in files.files) + "]"
    fields = [f"TRY_CAST({quoted(key)} AS {columns()[key].sql_type}) AS {quoted(key)}" for key in files.columns]
    if not files.is_csv:
        return f"SELECT {', '.join(fields)} FROM read_parquet({paths}, union_by_name = true, hive_partitioning = false)"
    for key in files.columns:
        column, name = columns()[key], quoted(key)
        if column.type == "one_of":
            wrong = f"{name} NOT IN ({', '.join(map(literal, column.values))})"
        else:
            wrong = f"{name} IS NOT NULL AND TRY_CAST({name} AS {column.sql_type}) IS NULL"
        if column.type != "text":
            fields.append(f"CASE WHEN {wrong} THEN {name} END AS {quoted('_raw_' + key)}")
    separator = "\t" if files.files[0].suffix.lower() == ".tsv" else ","
    return (
        f"SELECT {', '.join(fields)} FROM read_csv({paths}, delim = {literal(separator)}, quote = '\"', escape = '\"',"
        " header = true, all_varchar = true, nullstr = '', union_by_name = true)"
    )
