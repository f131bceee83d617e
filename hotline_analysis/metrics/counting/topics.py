"""Hot topics: the largest, the fastest growing, and the new ones; a handful of tickets is no growth."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from hotline_analysis.errors import UsageError
from hotline_analysis.exact import rounded
from hotline_analysis.metrics.counting.choices import Counting
from hotline_analysis.metrics.counting.comparing import EARLIER, Earlier, compare
from hotline_analysis.metrics.counting.dimensions import BLANK
from hotline_analysis.metrics.counting.engines.opening import Engine
from hotline_analysis.metrics.counting.spans import Span
from hotline_analysis.tickets.calendar import Calendar, Period

if TYPE_CHECKING:
    import pandas as pd

    from hotline_analysis.metrics.counting.table import AnyTickets

TOP, MIN_BASE = 10, 10
LISTS = ("volume", "growth", "new")


def hot_topics(
    tickets: AnyTickets,
    period: str | Period | Span,
    *,
    by: str = "topic",
    top: int = TOP,
    min_base: int = MIN_BASE,
    against: Earlier = "previous",
    counting: Counting | None = None,
    engine: Engine = "auto",
    calendar: Calendar | None = None,
) -> pd.DataFrame:
    """List the topics of a period by volume and by growth.

    Parameters
    ----------
    tickets, counting, engine, calendar
        As `unit_table`.
    period : str
    by : str
        ``topic``, or another column of tickets, such as ``category`` or ``area``.
    top : int
        Length of each list; a tie at its end makes it longer.
    min_base : int
        Growth is only told of topics with at least so many tickets in both periods; a topic without any ticket in the
        earlier period is new if it has so many now, and has no growth.
    against : {"previous", "year_before"}

    Returns
    -------
    DataFrame
        ``list`` (volume, growth, new), ``rank``, the topic, ``received``, ``share`` (per cent of all tickets of the
        period, those without a topic included), ``before``, ``change`` and ``percent``. ``attrs["notes"]`` says what
        was left out.

    Raises
    ------
    UsageError
        If ``top`` or ``min_base`` is below 1, and as `unit_table`.

    Examples
    --------
    >>> import pandas as pd
    >>> days = pd.to_datetime(["2022-10-03", "2022-11-01", "2022-11-02", "2022-11-03"])
    >>> tickets = pd.DataFrame({"received": days, "topic": ["噪音", "噪音", "噪音", "供暖"]})
    >>> hot_topics(tickets, "2022-11", top=1, min_base=1)[["list", "topic", "received", "before"]]
         list topic  received  before
    0  volume    噪音         2       1
    1  growth    噪音         2       1
    2     new    供暖         1       0
    """
    for name, value in (("top", top), ("min_base", min_base)):
        if value < 1:
            raise UsageError(f"{name} is at least 1, not {value}")
    if against not in EARLIER:
        raise UsageError(f"no such comparison: {against!r}; allowed: {', '.join(EARLIER)}")
    table = compare(
        tickets,
        period,
        by=by,
        against=[against],
        counts=["received"],
        counting=counting,
        engine=engine,
        calendar=calendar,
    )
    rows = _rows(table, by, against)
    named = [row for row in rows if row[by] != BLANK]
    known = [row for row in named if row["before"] is not None]
    grown = [row for row in known if min(row["received"], row["before"]) >= min_base and row["change"] > 0]
    new = [row for row in known if row["before"] == 0 and row["received"] >= min_base]
    lists = {
        "volume": _listed([row for row in named if row["received"]], top, "received"),
        "growth": _listed(grown, top, "growth"),
        "new": _listed(new, top, "received"),
    }
    return _frame(lists, by, [*_notes(rows, by, min_base), *_of_base(table)])


def _rows(table: pd.DataFrame, by: str, against: Earlier) -> list[dict[str, Any]]:
    import pandas as pd

    columns = {"before": f"received_{against}", "change": f"received_{against}_change"}
    columns["percent"] = f"received_{against}_percent"  # none of them where there was nothing to compare with
    whole = int(table["received"].sum())
    rows = []
    for record in table.to_dict("records"):
        row = {by: record[by], "received": int(record["received"])}
        row["share"] = rounded(Fraction(100 * row["received"], whole), 2) if whole else None
        found = {name: record.get(column) for name, column in columns.items()}
        row.update({name: None if pd.isna(value) else value for name, value in found.items()})
        row["growth"] = Fraction(row["received"], row["before"]) if row["before"] else None
        rows.append(row)
    return rows


def _listed(rows: Sequence[dict[str, Any]], top: int, by: str) -> list[dict[str, Any]]:
    """Return the first so many, and those that tie with the last; the larger first, where growth is the same."""
    ordered = sorted(rows, key=lambda row: (-row[by], -row["received"]))
    if len(ordered) > top:
        ordered = [row for row in ordered if row[by] >= ordered[top - 1][by]]
    return [{"rank": 1 + sum(other[by] > row[by] for other in ordered), **row} for row in ordered]


def _frame(lists: dict[str, list[dict[str, Any]]], by: str, notes: list[str]) -> pd.DataFrame:
    import pandas as pd

    columns = ["list", "rank", by, "received", "share", "before", "change", "percent"]
    rows = [{"list": name, **row} for name in LISTS for row in lists[name]]
    frame = pd.DataFrame(rows, columns=columns, dtype=object)
    frame = frame.astype(dict.fromkeys(("rank", "received", "before", "change"), "Int64"))
    frame.attrs = {"notes": notes}
    return frame


def _notes(rows: Sequence[dict[str, Any]], by: str, min_base: int) -> list[str]:
    blank = sum(row["received"] for row in rows if row[by] == BLANK)
    small = [row for row in rows if row["before"] and row["change"] > 0 and row[by] != BLANK]
    small = [row for row in small if min(row["received"], row["before"]) < min_base]
    notes = [f"{blank} tickets without {by} are on no list"] if blank else []
    if small:
        notes.append(f"{len(small)} that grew from or to fewer than {min_base} tickets are not listed by growth")
    return notes


def _of_base(table: pd.DataFrame) -> list[str]:
    told = [note for note in table.attrs["notes"] if note.startswith(("no tickets in ", "chosen: "))]
    return told + [note for note in table.attrs["notes"] if ": no ticket has " in note]
