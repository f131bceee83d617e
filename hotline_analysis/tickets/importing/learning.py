# ruff: noqa: S608  names of tables and columns are ours or quoted
"""Learn from a sample how a table is written: its formats, and what the words of its columns mean.

This is a matter of speed only. Whatever stands in the table and not in the sample is read the long way.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from hotline_analysis.tickets.columns import columns
from hotline_analysis.tickets.importing.converting import Converter, Hints
from hotline_analysis.tickets.mapping.headers import Layout
from hotline_analysis.tickets.masking import candidate_sql
from hotline_analysis.tickets.times import literal, quoted

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_MOST_WORDS = 500
_LONGEST_WORD = 200  # bytes


def learn(con: DuckDBPyConnection, converter: Converter, layout: Layout, sample: str, number: int) -> Hints:
    """Convert a sample and look at the result.

    Parameters
    ----------
    sample : str
        A table of raw cells.
    number : int
        Of the table among those of the import.
    """
    places = sorted(set(layout.places.values()))
    converted = converter.select_sql(sample, layout, Hints(), cells=places)
    con.execute(f"CREATE OR REPLACE TEMP TABLE sample_read AS {converted}")
    order = {key: _formats(con, key) for key in converter.time_keys()}
    known, meant = {}, {}
    for key, place in layout.places.items():
        if key != "id" and columns()[key].type != "time":
            words = _words(con, converter, key, place)
            if words:
                type_ = f"seen_{number}_{key}"
                con.execute(f"DROP TYPE IF EXISTS {type_}")
                con.execute(f"CREATE TYPE {type_} AS ENUM ({', '.join(literal(word) for word, _ in words)})")
                known[key] = f"CAST(enum_code(TRY_CAST({{}} AS {type_})) AS INTEGER) + 1"
                if any(word != meaning for word, meaning in words):
                    meant[key] = f"[{', '.join(_literal(meaning) for _, meaning in words)}]"
    return Hints(known, meant, order, plain=_is_plain(con, converter, order))


def _formats(con: DuckDBPyConnection, key: str) -> list[int]:
    number = quoted(f"_fmt_{key}")
    rows = con.execute(
        f"SELECT {number}, count(*) AS n FROM sample_read WHERE {number} IS NOT NULL GROUP BY 1 ORDER BY n DESC, 1"
    ).fetchall()
    return [row[0] for row in rows]


def _is_plain(con: DuckDBPyConnection, converter: Converter, order: dict[str, list[int]]) -> bool:
    """Tell whether every cell of the sample can be read, and each column of moments has exactly one format."""
    if any(len(formats) != 1 for formats in order.values()):
        return False
    raw = [f"count({quoted(f'_raw_{key}')})" for key in converter.raw_keys()]
    row = con.execute(f"SELECT {' + '.join(raw)} FROM sample_read").fetchone()
    return row is not None and row[0] == 0


def _words(con: DuckDBPyConnection, converter: Converter, key: str, place: int) -> list[tuple[str, object]]:
    """Return the cells of a column that has few, each with its meaning; none that may hold a personal number."""
    cell, value = f"c{place}", quoted(key)
    readable = f"{quoted(f'_raw_{key}')} IS NULL AND " if columns()[key].type != "text" else ""
    words = con.execute(
        f"SELECT DISTINCT {cell}, {value} FROM sample_read WHERE {readable}{cell} IS NOT NULL "
        f"AND strlen({cell}) <= {_LONGEST_WORD} AND NOT {candidate_sql(cell)} ORDER BY ALL LIMIT {_MOST_WORDS + 1}"
    ).fetchall()
    return words if len(words) <= _MOST_WORDS else []


def _literal(meaning: object) -> str:
    return "NULL" if meaning is None else literal(meaning) if isinstance(meaning, str) else str(meaning).lower()
