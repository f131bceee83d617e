"""The application all commands hang on, and how they print tables."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    import pandas as pd

app = typer.Typer(
    name="hotline",
    help="Bulletins and analysis for 12345 hotlines, from ticket exports or from tables.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


class TableFormat(StrEnum):
    """How a table is printed."""

    table = "table"
    csv = "csv"
    json = "json"


Format = Annotated[TableFormat, typer.Option("--format", help="How the result is printed.")]


def print_frame(frame: pd.DataFrame, format_: TableFormat) -> None:
    """Print a table; in CSV, text that a spreadsheet would take for a formula is escaped."""
    from hotline_analysis.tabular import guarded
    from hotline_analysis.textual import aligned

    if format_ is TableFormat.csv:
        typer.echo(guarded(frame).to_csv(index=False, lineterminator="\n"), nl=False)
    elif format_ is TableFormat.json:
        typer.echo(frame.to_json(orient="records", force_ascii=False, indent=2))
    else:
        typer.echo(aligned(frame))
