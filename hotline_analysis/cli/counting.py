"""``hotline metrics`` and ``hotline topics``: from tickets to counts and rates."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from hotline_analysis.cli.app import Format, TableFormat, app, print_frame
from hotline_analysis.cli.interrupts import interruptible
from hotline_analysis.errors import InputError, UsageError

if TYPE_CHECKING:
    import pandas as pd

    from hotline_analysis.metrics.counting.spans import Span


class EngineName(StrEnum):
    """Where tickets are counted."""

    auto = "auto"
    pandas = "pandas"
    duckdb = "duckdb"
    spark = "spark"


class EarlierName(StrEnum):
    """What a period is compared with."""

    previous = "previous"
    year_before = "year_before"


Tickets = Annotated[str, typer.Argument(help="A store made by hotline import, or parquet or CSV files (a pattern).")]
PeriodOption = Annotated[
    str | None, typer.Option(help="2022-11, 2022-Q4, 2022-H2, 2022, or 2022-01..2022-12; otherwise everything.")
]
EngineOption = Annotated[EngineName, typer.Option(help="Where tickets are counted; auto is DuckDB.")]
SchemeOption = Annotated[str | None, typer.Option(help="A scheme: how it counts, and its own rates.")]
CountingOption = Annotated[
    Path | None, typer.Option(help="A file with the keys of a scheme's counting block, instead of the scheme's.")
]


@app.command()
def metrics(
    tickets: Tickets,
    by: Annotated[
        str,
        typer.Option(help='Dimensions, with commas: unit, group, district, category, period … or "" for the whole.'),
    ] = "unit",
    period: PeriodOption = None,
    counts: Annotated[str | None, typer.Option(help="Counts and rates to show, with commas; otherwise all.")] = None,
    compare: Annotated[
        str | None, typer.Option(help="previous, year_before, or both: adds values before, and changes.")
    ] = None,
    scheme: SchemeOption = None,
    counting: CountingOption = None,
    as_of: Annotated[
        datetime | None, typer.Option(help="The moment at which open tickets whose limit has passed are overdue.")
    ] = None,
    all_units: Annotated[
        bool, typer.Option("--all-units", help="Also units of the registry without tickets, with zeros.")
    ] = False,
    engine: EngineOption = EngineName.auto,
    format_: Format = TableFormat.table,
) -> None:
    """Count tickets by unit, period and more, and work out rates."""
    from hotline_analysis.metrics import compare as compare_periods
    from hotline_analysis.metrics import unit_table

    given: dict[str, Any] = {
        **_rules(scheme, counting),
        "by": by,
        "counts": None if counts is None else _words(counts),
        "engine": engine.value,
        "as_of": as_of,
        "all_units": all_units,
    }
    span = _span(period)
    with interruptible("interrupted; nothing was written"):
        if compare is None:
            table = unit_table(tickets, period=span, **given)
        elif span is None:
            raise UsageError("--compare needs --period: the period that is compared with earlier ones")
        else:
            table = compare_periods(tickets, span, against=_earlier(compare), **given)
    _show(table, format_)


@app.command()
def topics(
    tickets: Tickets,
    period: Annotated[str, typer.Option(help="The period: 2022-11, 2022-Q4, 2022-H2 or 2022.")],
    by: Annotated[
        str, typer.Option(help="What counts as a topic: topic, category, subcategory, area, district …")
    ] = "topic",
    top: Annotated[int, typer.Option(min=1, help="Length of each list; ties extend it.")] = 10,
    min_base: Annotated[int, typer.Option(min=1, help="Fewest tickets, before and now, to speak of growth.")] = 10,
    against: Annotated[EarlierName, typer.Option(help="What growth is measured against.")] = EarlierName.previous,
    scheme: SchemeOption = None,
    counting: CountingOption = None,
    engine: EngineOption = EngineName.auto,
    format_: Format = TableFormat.table,
) -> None:
    """List hot topics: the largest, the fastest growing, and new ones."""
    from hotline_analysis.metrics import hot_topics

    span = _span(period)
    assert span is not None
    with interruptible("interrupted; nothing was written"):
        table = hot_topics(
            tickets,
            span,
            by=by,
            top=top,
            min_base=min_base,
            against=against.value,
            counting=_rules(scheme, counting).get("counting"),
            engine=engine.value,
        )
    _show(table, format_)


def _rules(scheme: str | None, counting: Path | None) -> dict[str, Any]:
    """Return the choices about counting, and the rates, that a scheme or a file states."""
    from hotline_analysis.metrics import load_counting
    from hotline_analysis.schemes import load_scheme

    rules: dict[str, Any] = {}
    if scheme is not None:
        loaded = load_scheme(scheme)
        rules = {"counting": loaded.counting, "metrics": loaded.all_metrics()}
    return rules if counting is None else {**rules, "counting": load_counting(counting)}


def _span(period: str | None) -> Span | None:
    from hotline_analysis.metrics.counting.spans import as_span

    try:
        return as_span(period)
    except InputError as error:
        raise UsageError(f"--period: {error}") from None


def _earlier(text: str) -> list[Any]:
    known = [one.value for one in EarlierName]
    words = _words(text)
    wrong = next((word for word in words if word not in known), None)
    if wrong is not None or not words:
        raise UsageError(f"--compare takes {' or '.join(known)}, not {text!r}")
    return words


def _words(text: str) -> list[str]:
    return list(dict.fromkeys(word.strip() for word in text.split(",") if word.strip()))


def _show(table: pd.DataFrame, format_: TableFormat) -> None:
    """Print the table, and on the side what the reader should know about it."""
    for note in table.attrs["notes"]:
        typer.echo(f"note: {note}", err=True)
    print_frame(table if format_ is TableFormat.json else _texts(table), format_)


def _texts(table: pd.DataFrame) -> pd.DataFrame:
    """Return figures as they are printed; what is missing is an empty cell."""
    import pandas as pd

    columns = {
        name: [
            "" if pd.isna(value) else format(value, "f") if hasattr(value, "as_tuple") else str(value)
            for value in column
        ]
        for name, column in table.items()
    }
    return pd.DataFrame(columns, dtype=object)
