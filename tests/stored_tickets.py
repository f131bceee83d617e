"""Tickets for tests of cases and bulletins: written by hand, or made so that they add up to a unit table."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import chain, repeat
from pathlib import Path
from typing import Any

import pyarrow as pa
from pyarrow import parquet

from hotline_analysis.tickets.calendar import Calendar
from hotline_analysis.tickets.columns import columns
from hotline_analysis.tickets.registry import UnitRegistry
from hotline_analysis.tickets.store import MANIFEST, TicketMeta

Ticket = dict[str, Any]
TYPES = {"time": pa.timestamp("us"), "count": pa.int32(), "flag": pa.bool_()}


def ticket(number: int, received: str, unit: str | None, **values: Any) -> Ticket:
    """A ticket that is assigned and signed for at once; times may be written as text."""
    made: Ticket = {"id": f"T{number:05}", "received": received, "assigned": received, "signed": received, "unit": unit}
    return {**made, **values}


def write_store(
    folder: Path, tickets: Sequence[Ticket], units: Mapping[str, Any] | None = None, *, month_starts_on: int = 1
) -> Path:
    """Write a store of one parquet file a month, as an import leaves it."""
    calendar = Calendar(month_starts_on)
    meta = TicketMeta(calendar, UnitRegistry.model_validate({"units": dict(units or {})}))
    months: dict[str, list[Ticket]] = {}
    for one in map(_typed, tickets):
        months.setdefault(calendar.month_of(one["received"]).label, []).append(one)
    files = {}
    for month, rows in months.items():
        file = folder / f"period={month}" / "tickets.parquet"
        file.parent.mkdir(parents=True, exist_ok=True)
        parquet.write_table(_table(rows), file)
        files[month] = {"file": f"period={month}/tickets.parquet", "rows": len(rows)}
    manifest = {**meta.as_json(), "files": files, "imports": []}
    (folder / MANIFEST).write_text(json.dumps(manifest, ensure_ascii=False), encoding="utf-8")
    return folder


def _table(rows: Sequence[Ticket]) -> pa.Table:
    names = [name for name in columns() if any(row.get(name) is not None for row in rows)]
    kinds = [(name, TYPES.get(columns()[name].type, pa.string())) for name in names]
    return pa.Table.from_pylist([{name: row.get(name) for name in names} for row in rows], schema=pa.schema(kinds))


def _typed(one: Ticket) -> Ticket:
    times = [name for name in one if columns()[name].type == "time" and isinstance(one[name], str)]
    return {**one, **{name: datetime.fromisoformat(one[name]) for name in times}}


def tickets_of_units(rows: Iterable[Mapping[str, int | str]], month: str) -> list[Ticket]:
    """Make tickets of one month that add up to a unit table with keys of counts; all that happens lies in the month."""
    made: list[Ticket] = []
    for row in rows:
        made += _of_unit(row, datetime.fromisoformat(f"{month}-02T08:00:00"), len(made))
    return made


def _of_unit(row: Mapping[str, int | str], start: datetime, first: int) -> list[Ticket]:
    def number(key: str) -> int:
        return int(row.get(key) or 0)

    assigned, closed, late = number("assigned"), number("closed"), number("late_closed")
    tickets: list[Ticket] = []
    for i in range(assigned):
        one: Ticket = {"id": f"{start:%y%m}-{first + i:06}", "unit": str(row["unit"]), "received": start}
        one |= {"assigned": start, "sign_due": start + timedelta(hours=4), "due": start + timedelta(days=5)}
        if i < number("signed"):
            one["signed"] = start + timedelta(hours=6 if i < number("late_signed") else 1)
        if i < closed:
            one["closed"] = start + timedelta(days=8 if i < late else 3)
        tickets.append(one)
    _survey(tickets, number, start + timedelta(days=15))
    for column in ("extension", "urgent"):
        for one in tickets:
            one[column] = False
    for one in tickets[: number("extension")]:
        one["extension"] = True
    _urgent(tickets, number, closed, late)
    for column in COUNTED_AT_ONCE:
        for i, one in enumerate(tickets):
            one[column] = int(i < number(column))
    return tickets


COUNTED_AT_ONCE = ("returned", "return_rejected", "reworked")
COUNTED_AT_ONCE += ("supervised_by_phone", "supervised_by_phone_replied")
COUNTED_AT_ONCE += ("supervised_in_writing", "supervised_in_writing_replied")


def _survey(tickets: Sequence[Ticket], number: Any, when: datetime) -> None:
    outcomes = chain(
        repeat("revisited", number("revisited")), repeat("unanswered", number("revisit_unanswered")), repeat(None)
    )
    for i, (one, outcome) in enumerate(zip(tickets, outcomes, strict=False)):
        one["revisit"] = outcome or "not_revisited"
        if outcome is not None:
            one["revisit_time"] = when
        if outcome == "revisited":
            one["satisfied"] = "yes" if i < number("satisfied") else "no"
            one["resolved"] = i < number("resolved")
            one["told_citizen"] = i >= number("unanswered_to_citizen")


def _urgent(tickets: Sequence[Ticket], number: Any, closed: int, late: int) -> None:
    on_time, missed = number("urgent_on_time"), number("urgent") - number("urgent_on_time")
    slow = [*tickets[:late], *tickets[closed:]]
    assert missed <= len(slow)
    assert on_time <= closed - late
    for one in [*slow[:missed], *tickets[late : late + on_time]]:
        one["urgent"] = True
