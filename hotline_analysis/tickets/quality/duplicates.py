"""Rows that share their ticket's number with an earlier row: the same row again, or another one."""

# ruff: noqa: S608  names of tables and columns are ours or quoted
from __future__ import annotations

from hotline_analysis.tickets.columns import columns
from hotline_analysis.tickets.quality.relation import Relation, quoted


def compare_rows(relation: Relation) -> str:
    """Create a temporary table of the rows whose number stands on an earlier row, and return its name.

    Its columns are ``_file``, ``_row``, ``id``, and ``repeated``: whether an earlier row is the same in every column.
    Of several rows with one number, the first in the order of files and rows is the one that others repeat.
    """
    table = "hotline_quality_same_id"
    order = "ORDER BY _file, _row"
    content = ", ".join(quoted(name) for name in _content(relation))
    relation.con.execute(f"""
        CREATE OR REPLACE TEMP TABLE {table} AS
        WITH several AS (SELECT id FROM {relation.view} WHERE id IS NOT NULL GROUP BY id HAVING count(*) > 1),
        rows AS (SELECT * FROM {relation.source()} WHERE id IN (SELECT id FROM several)),
        numbered AS (
            SELECT _file, _row, id,
                row_number() OVER (PARTITION BY id {order}) AS among_id,
                row_number() OVER (PARTITION BY {content} {order}) AS among_same
            FROM rows)
        SELECT _file, _row, id, among_same > 1 AS repeated FROM numbered WHERE among_id > 1
    """)
    return table


def _content(relation: Relation) -> list[str]:
    """Return the columns that make a row what it is: all canonical ones, and the text of cells that were not read."""
    raw = [f"_raw_{key}" for key in columns()]
    return [name for name in (*columns(), *raw) if name in relation.present]
