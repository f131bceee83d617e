# ruff: noqa: S608  names of tables and columns are ours or quoted
"""What an import does to each month of a store."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from hotline_analysis.errors import InputError
from hotline_analysis.tickets.calendar import Calendar, Period
from hotline_analysis.tickets.columns import columns
from hotline_analysis.tickets.importing.stores import Store, months_of
from hotline_analysis.tickets.importing.writing import stored_columns
from hotline_analysis.tickets.times import literal

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


@dataclass(frozen=True)
class Change:
    """What becomes of one month.

    Attributes
    ----------
    month : str
    before : int
        Tickets it held.
    query : str or None
        SQL for the tickets it is to hold; None if it is to hold none.
    how : {"new", "replaced", "updated", "moved", "removed"}
        Moved: tickets of it are received in another month now.
    whole : bool
        Whether it is to hold all new tickets, and only those.
    """

    month: str
    before: int
    query: str | None
    how: str
    whole: bool = False


def plan(
    con: DuckDBPyConnection, kept: str, keys: Sequence[str], store: Store, calendar: Calendar, period: Period | None
) -> list[Change]:
    """Say what becomes of every month that the new tickets touch.

    Parameters
    ----------
    kept : str
        A query for the new tickets.
    period : Period, optional
        Only these months are replaced; tickets received in others replace those of the same number there. Without it,
        every month that has new tickets is replaced.

    Raises
    ------
    InputError
        If no ticket was received in the period.
    """
    month = calendar.month_sql("received")
    rows = con.execute(f"SELECT {month}, count(*) FROM ({kept}) GROUP BY 1 ORDER BY 1").fetchall()
    found = {Period(one, 1).label: _received_in(calendar, Period(one, 1)) for one, _ in rows}
    replaced = set(found) if period is None else set(months_of(period))
    if period is not None and not replaced & set(found):
        there = ", ".join(f"{Period(one, 1).label} ({count:,})" for one, count in rows)
        raise InputError(f"no ticket of the export was received in {period.label}", value=there or "no tickets")
    others = sorted((set(found) | set(store.months)) - replaced)
    _remember_ids(con, kept, bool(others and store.months))
    changes = [_replacement(one, found, kept, keys, store) for one in sorted(replaced)]
    changes += [_update(con, one, found, kept, keys, store) for one in others]
    return [change for change in changes if change.how != "kept"]


def _remember_ids(con: DuckDBPyConnection, kept: str, needed: bool) -> None:
    if needed:
        con.execute(f"CREATE OR REPLACE TEMP TABLE new_ids AS SELECT id FROM ({kept})")


def _received_in(calendar: Calendar, month: Period) -> str:
    """Say when a ticket belongs to a month so that whatever lies in other months need not be read."""
    return f"received >= TIMESTAMP '{calendar.start(month)}' AND received < TIMESTAMP '{calendar.end(month)}'"


def _fresh(found: Mapping[str, str], month: str, kept: str, keys: Sequence[str]) -> str:
    return f"SELECT {stored_columns(keys)} FROM ({kept}) WHERE {found[month]}"


def _replacement(month: str, found: Mapping[str, str], kept: str, keys: Sequence[str], store: Store) -> Change:
    before = store.months[month].rows if month in store.months else 0
    if month not in found:
        return Change(month, before, None, "removed" if before else "kept")
    return Change(month, before, _fresh(found, month, kept, keys), "replaced" if before else "new", len(found) == 1)


def _update(
    con: DuckDBPyConnection, month: str, found: Mapping[str, str], kept: str, keys: Sequence[str], store: Store
) -> Change:
    """Keep a month's other tickets; those of the same number go, whichever month they are received in now."""
    if month not in store.months:
        return Change(month, 0, _fresh(found, month, kept, keys), "new", len(found) == 1)
    file = store.folder / store.months[month].file
    before = store.months[month].rows
    old = f"read_parquet({literal(str(file))}, hive_partitioning=false)"
    (superseded,) = con.execute(f"SELECT count(*) FROM {old} WHERE id IN (SELECT id FROM new_ids)").fetchone() or (0,)
    if month not in found and not superseded:
        return Change(month, before, None, "kept")
    rest = f"SELECT * FROM {old} WHERE id NOT IN (SELECT id FROM new_ids)"
    if month not in found:
        return Change(month, before, rest if superseded < before else None, "moved")
    both = {*keys, *columns_of(con, file)}
    union = f"({_fresh(found, month, kept, keys)}) UNION ALL BY NAME ({rest})"
    return Change(month, before, f"SELECT {stored_columns(tuple(both))} FROM ({union})", "updated")


def columns_of(con: DuckDBPyConnection, file: Path) -> list[str]:
    """Return the canonical columns of a parquet file."""
    rows = con.execute(f"DESCRIBE SELECT * FROM read_parquet({literal(str(file))}, hive_partitioning=false)").fetchall()
    return [row[0] for row in rows if row[0] in columns()]
