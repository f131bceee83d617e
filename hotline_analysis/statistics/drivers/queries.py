"""The queries behind patterns: tickets with their factors, counted by step and in groups, in DuckDB."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

from hotline_analysis.statistics.drivers.factors import factors
from hotline_analysis.statistics.drivers.flow import Flow, missing_frame, steps_frame
from hotline_analysis.statistics.drivers.holidays import holiday_dates
from hotline_analysis.statistics.drivers.query import Query, quoted

if TYPE_CHECKING:
    import duckdb
    import pandas as pd

# tickets of a unit that were open when a day began, for every unit and day on which one was received
_BACKLOG = """
  SELECT unit AS backlog_unit, day AS backlog_day,
         coalesce(sum(change) OVER (PARTITION BY unit ORDER BY day ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0)
           AS backlog
  FROM (SELECT unit, day, sum(change) AS change FROM (
    SELECT {unit} AS unit, CAST(received AS DATE) AS day, 1 AS change FROM tickets
    UNION ALL SELECT {unit}, CAST(closed AS DATE), -1 FROM tickets WHERE closed IS NOT NULL AND closed >= received
  ) GROUP BY unit, day)"""


def number_of_tickets(relation: duckdb.DuckDBPyRelation, query: Query) -> int:
    """Return how many tickets lie in the period and district."""
    found = relation.query("tickets", f"SELECT count(*) FROM tickets WHERE {query.where()}").fetchone()  # noqa: S608
    return int(found[0]) if found else 0


def levels_of(relation: duckdb.DuckDBPyRelation, query: Query, column: str) -> list[str]:
    """Return the values of a column in the period and district, sorted; none where the column is absent."""
    if column not in relation.columns:
        return []
    sql = f'SELECT DISTINCT "{column}" FROM tickets WHERE {query.where()} AND "{column}" IS NOT NULL ORDER BY 1'  # noqa: S608
    return [str(row[0]) for row in relation.query("tickets", sql).fetchall()]


def counted_flow(relation: duckdb.DuckDBPyRelation, query: Query) -> Flow:
    """Count how many tickets stay at each step, and who is lost, in one pass."""
    import pandas as pd

    keys = {**{key: key for key in query.ways}, "unit": "the_unit"}
    known = " AND ".join(f'"{key}" IS NOT NULL' for key in keys.values())
    by = {name: "the_unit" if name == "unit" else f"raw_{name}" for name in query.breakdowns}
    counts = [f'count("{key}") AS "has {name}"' for name, key in keys.items()]
    wanted = ", ".join([*by.values(), f"{query.reach()} AS reach", f"{known} AS known", "count(*) AS tickets", *counts])
    found = relation.query("tickets", f"SELECT {wanted} FROM ({_derived(relation, query)}) GROUP BY ALL").df()  # noqa: S608
    last = len(query.steps) - 1
    for place, step in enumerate(query.steps):
        found[f"stay {step}"] = found["tickets"].where(found["reach"] >= place, 0)
    found["stay analysed"] = found["tickets"].where((found["reach"] == last) & found["known"], 0)
    steps = [*query.steps, "analysed"]
    answered = found[found["reach"] == last]
    lacking = [int((answered["tickets"] - answered[f"has {name}"]).sum()) for name in keys]
    tables = [_lost(found, name, column, pair) for name, column in by.items() for pair in pairwise(steps)]
    missing = pd.concat(tables, ignore_index=True) if tables else missing_frame("", "", [], [], [])
    totals = {step: int(found[f"stay {step}"].sum()) for step in steps}
    return Flow(steps_frame(totals), missing, pd.DataFrame({"factor": list(keys), "tickets": lacking}))


def _lost(found: pd.DataFrame, name: str, column: str, steps: tuple[str, str]) -> pd.DataFrame:
    import pandas as pd

    before, after = (f"stay {step}" for step in steps)
    sums = found.groupby(column, dropna=False)[[before, after]].sum()
    values = [None if pd.isna(value) else str(value) for value in sums.index]
    return missing_frame(steps[1], name, values, sums[before].astype(int).tolist(), sums[after].astype(int).tolist())


def grouped(relation: duckdb.DuckDBPyRelation, query: Query) -> pd.DataFrame:
    """Return one row a pattern and unit, of the tickets that are analysed.

    Texts are grouped as enumerations: a byte or two instead of a word, and categories in pandas without a copy. The
    rows are sorted: sums of floating-point numbers depend on their order, which would be that of DuckDB's threads.
    """
    kinds = {key: factors()[key].kind for key in query.ways}
    keys = [f'"{key}"' for key in query.ways]
    known = " AND ".join(f"{key} IS NOT NULL" for key in [*keys, "the_unit"])
    sql = (
        f"SELECT {', '.join(keys)}, the_unit AS unit, count(*) AS trials, "  # noqa: S608
        f"count(*) FILTER ({query.success}) AS successes "
        f"FROM ({_derived(relation, query, coded=True)}) WHERE {query.answered()} AND {known} GROUP BY ALL ORDER BY ALL"
    )
    frame = relation.query("tickets", sql).df()
    return frame.astype({key: "float64" for key, kind in kinds.items() if kind == "number"})


def _derived(relation: duckdb.DuckDBPyRelation, query: Query, *, coded: bool = False) -> str:
    """Return the query that adds the unit, the factors, and the columns by which those who are lost are told apart."""
    unit = query.unit()
    parts = [f"{_enum(relation, query, 'unit', unit, coded)} AS the_unit" if query.units else "NULL AS the_unit"]
    parts += [f'"{name}" AS "raw_{name}"' for name in query.breakdowns if name != "unit" and not coded]
    parts += [f'{_factor(relation, query, key, coded)} AS "{key}"' for key in query.ways]
    answers = ("closed", "revisit", "revisit_time", "satisfied", "resolved")
    there = [name for name in answers if name in relation.columns]
    source = "tickets"
    if "backlog" in query.ways:
        source = (
            f"(SELECT *, {unit} AS backlog_key FROM tickets) LEFT JOIN ({_BACKLOG.format(unit=unit)}) "  # noqa: S608
            "ON backlog_key = backlog_unit AND CAST(received AS DATE) = backlog_day"
        )
    return f"SELECT {', '.join([*there, *parts])} FROM {source} WHERE {query.where()}"  # noqa: S608


def _factor(relation: duckdb.DuckDBPyRelation, query: Query, key: str, coded: bool) -> str:
    sql = query.ways[key].sql
    if key == "holiday":
        sql = sql.replace("{holidays}", _holidays(relation, query))
    if factors()[key].kind == "category":
        return _enum(relation, query, key, f"nullif({sql}, '')", coded)
    step = query.rounding.get(key, 0)
    return f"round(({sql}) / {step!r}) * {step!r}" if step else sql


def _enum(relation: duckdb.DuckDBPyRelation, query: Query, key: str, sql: str, coded: bool) -> str:
    if not coded:
        return sql
    if key == "unit":
        levels = sorted(set(query.units.values()))
    elif key == "weekday":
        levels = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
    else:
        levels = levels_of(relation, query, key)
    words = [quoted(level) for level in levels if level]
    return f"CAST({sql} AS ENUM({', '.join(words)}))" if words else sql


def _holidays(relation: duckdb.DuckDBPyRelation, query: Query) -> str:
    sql = f"SELECT min(year(received)), max(year(received)) FROM tickets WHERE {query.where()}"  # noqa: S608
    found: Any = relation.query("tickets", sql).fetchone()
    dates = holiday_dates(query.country, int(found[0]), int(found[1]))
    return ", ".join(f"DATE '{day}'" for day in dates) or "DATE '0001-01-01'"
